package io.larder.protocol.expression;

import io.larder.protocol.error.Messages;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the service holds against document paths, each alone and several of one expression. */
public final class PathChecks {
  /** The largest index of a list, whatever its length: the service reads 32 bits without a sign. */
  public static final long MAX_INDEX = 4_294_967_294L;

  /** The places that the paths go through, so that their number does not count squared. */
  private final Map<String, Place> attributes = new HashMap<>();

  private @Nullable String overlap;
  private @Nullable String conflict;

  private PathChecks() {}

  /** A step in one of the paths; knows the first path that goes through it. */
  private static final class Place {
    private final DocumentPath first;
    private final Map<Step, Place> steps = new HashMap<>(2);
    private boolean isEnd;

    Place(DocumentPath first) {
      this.first = first;
    }

    /** True if the place is known as a map and {@code step} takes it for a list or vice versa. */
    boolean conflictsWith(Step step) {
      return !steps.isEmpty()
          && !steps.containsKey(step)
          && steps.keySet().iterator().next().getClass() != step.getClass();
    }
  }

  /** The fault of an index that no list can have; {@code index} as it was given. */
  public static String indexFault(String index) {
    return "List index is not within the allowable range; index: [" + index + "]";
  }

  /**
   * The fault of the first name or index in {@code paths} that no attribute and no list can have,
   * null if there is none. Names of a text are checked where its placeholders are.
   */
  static @Nullable String stepFault(List<DocumentPath> paths) {
    for (DocumentPath path : paths) {
      String fault = nameFault(path.attribute());
      for (int i = 0; fault == null && i < path.steps().size(); i++) {
        fault =
            switch (path.steps().get(i)) {
              case Member(var name) -> nameFault(name);
              case Element(var index) ->
                  index < 0 || index > MAX_INDEX ? indexFault(Long.toString(index)) : null;
            };
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String nameFault(String name) {
    if (name.isEmpty()) {
      return Messages.EMPTY_NAME;
    }
    return ItemSize.isLongName(name) ? Messages.LONG_NAME : null;
  }

  /** The fault of a path that leads too deep, null if it does not. */
  public static @Nullable String depthFault(DocumentPath path) {
    int levels = 1 + path.steps().size();
    return levels <= ServiceQuotas.MAX_NESTING
        ? null
        : "The document path has too many nesting elements; nesting levels: " + levels;
  }

  /** The fault of the first path that leads too deep, null if there is none. */
  static @Nullable String depthFault(List<DocumentPath> paths) {
    for (DocumentPath path : paths) {
      String fault = depthFault(path);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  /**
   * The fault of paths that lead into each other or take the same value for a map and for a list,
   * null if they do neither. It names the first path of those that the service would name.
   */
  public static @Nullable String faultTogether(List<DocumentPath> paths) {
    if (paths.size() < 2) {
      return null;
    }
    var checks = new PathChecks();
    paths.forEach(checks::add);
    return checks.overlap == null ? checks.conflict : checks.overlap;
  }

  private void add(DocumentPath path) {
    boolean isNew = !attributes.containsKey(path.attribute());
    Place place = attributes.computeIfAbsent(path.attribute(), _ -> new Place(path));
    for (Step step : path.steps()) {
      if (place.isEnd) {
        break;
      }
      if (conflict == null && place.conflictsWith(step)) {
        conflict = fault("conflict", place.first, path);
      }
      isNew = !place.steps.containsKey(step);
      place = place.steps.computeIfAbsent(step, _ -> new Place(path));
    }
    if (overlap == null && !isNew) {
      overlap = fault("overlap", place.first, path);
    }
    place.isEnd = true;
  }

  private static String fault(String verb, DocumentPath one, DocumentPath two) {
    return "Two document paths "
        + verb
        + " with each other; must remove or rewrite one of these paths; path one: "
        + one
        + ", path two: "
        + two;
  }
}
