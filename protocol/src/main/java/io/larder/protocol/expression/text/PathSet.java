package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Step;
import java.util.HashMap;
import java.util.Map;

/**
 * The paths of one expression that must not lead into each other. What is reported is the first
 * path of those that the service would name, so a tree of them suffices in which each place knows
 * the first path that goes through it.
 */
final class PathSet {
  private final Faults faults;
  private final Map<String, Place> attributes = new HashMap<>();

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

  PathSet(Faults faults) {
    this.faults = faults;
  }

  void add(DocumentPath path) {
    boolean isNew = !attributes.containsKey(path.attribute());
    Place place = attributes.computeIfAbsent(path.attribute(), _ -> new Place(path));
    for (Step step : path.steps()) {
      if (place.isEnd) {
        break;
      }
      if (place.conflictsWith(step)) {
        report(Fault.CONFLICT, "conflict", place.first, path);
      }
      isNew = !place.steps.containsKey(step);
      place = place.steps.computeIfAbsent(step, _ -> new Place(path));
    }
    if (!isNew) {
      report(Fault.OVERLAP, "overlap", place.first, path);
    }
    place.isEnd = true;
  }

  private void report(Fault fault, String verb, DocumentPath one, DocumentPath two) {
    faults.add(
        fault,
        () ->
            "Two document paths "
                + verb
                + " with each other; must remove or rewrite one of these paths; path one: "
                + one
                + ", path two: "
                + two);
  }
}
