package io.larder.protocol.expression;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the values at several document paths, none of which leads through another. They are
 * done together, so that a map or list on the way is copied once however many paths go through it;
 * and each index of a list means what it means before any of them.
 */
final class PathEdits {
  private final Map<String, PathEdits> members = new LinkedHashMap<>(4);
  private final TreeMap<Long, PathEdits> elements = new TreeMap<>();

  /** What the place becomes if nothing leads on from here; null stands for none. */
  private @Nullable AttributeValue value;

  /** Lets {@code path} become {@code value}, or be taken away for null. */
  void add(DocumentPath path, @Nullable AttributeValue becomes) {
    PathEdits place = member(path.attribute());
    for (Step step : path.steps()) {
      place =
          switch (step) {
            case Member(var name) -> place.member(name);
            case Element(var index) -> place.elements.computeIfAbsent(index, _ -> new PathEdits());
          };
    }
    place.value = becomes;
  }

  private PathEdits member(String name) {
    return members.computeIfAbsent(name, _ -> new PathEdits());
  }

  /**
   * Makes the changes in {@code all}. New members come last, in the order in which they were added
   * here; what is put past the end of a list is appended, in the order of the indexes.
   *
   * @throws ServiceException Validation, if the parent of a path is missing or of another kind
   */
  void applyTo(Map<String, AttributeValue> all) {
    for (Map.Entry<String, PathEdits> member : members.entrySet()) {
      AttributeValue edited = member.getValue().edited(all.get(member.getKey()));
      if (edited == null) {
        all.remove(member.getKey());
      } else {
        all.put(member.getKey(), edited);
      }
    }
  }

  private @Nullable AttributeValue edited(@Nullable AttributeValue before) {
    if (members.isEmpty() && elements.isEmpty()) {
      return value;
    }
    if (elements.isEmpty() && before instanceof MapOf(var all)) {
      Map<String, AttributeValue> edited = new LinkedHashMap<>(all);
      applyTo(edited);
      return new MapOf(edited);
    }
    if (members.isEmpty() && before instanceof ListOf(var all)) {
      return new ListOf(editedElements(all));
    }
    throw invalidPath();
  }

  private List<AttributeValue> editedElements(List<AttributeValue> all) {
    List<AttributeValue> edited = new ArrayList<>(all.size() + elements.size());
    int next = 0;
    for (Map.Entry<Long, PathEdits> element : elements.entrySet()) {
      int to = (int) Math.min(element.getKey(), all.size());
      edited.addAll(all.subList(next, to));
      next = to;
      AttributeValue before = to < all.size() ? all.get(next++) : null;
      AttributeValue after = element.getValue().edited(before);
      if (after != null) {
        edited.add(after);
      }
    }
    edited.addAll(all.subList(next, all.size()));
    return edited;
  }

  /**
   * Checks that the last step of {@code path} can be taken in {@code attributes}.
   *
   * @throws ServiceException Validation, if the path's parent is missing or of another kind
   */
  static void requireParent(Map<String, AttributeValue> attributes, DocumentPath path) {
    if (path.isTopLevel()) {
      return;
    }
    List<Step> steps = path.steps();
    AttributeValue parent =
        new DocumentPath(path.attribute(), steps.subList(0, steps.size() - 1)).value(attributes);
    boolean isTakable =
        switch (steps.getLast()) {
          case Member _ -> parent instanceof MapOf;
          case Element _ -> parent instanceof ListOf;
        };
    if (!isTakable) {
      throw invalidPath();
    }
  }

  private static ServiceException invalidPath() {
    return validation("The document path provided in the update expression is invalid for update");
  }
}
