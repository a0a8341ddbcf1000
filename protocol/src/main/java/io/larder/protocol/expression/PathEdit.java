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
import org.jspecify.annotations.Nullable;

/**
 * Changes the value at a document path. The maps and lists on the way are replaced, never changed,
 * since values are immutable.
 */
final class PathEdit {
  private PathEdit() {}

  /**
   * Puts {@code value} at {@code path} in {@code attributes}; past the end of a list it is
   * appended.
   *
   * @throws ServiceException Validation, if the path's parent is missing or of another kind
   */
  static void set(Map<String, AttributeValue> attributes, DocumentPath path, AttributeValue value) {
    edit(attributes, path, value);
  }

  /**
   * Takes away what is at {@code path}, if there is anything.
   *
   * @throws ServiceException Validation, if the path's parent is missing or of another kind
   */
  static void remove(Map<String, AttributeValue> attributes, DocumentPath path) {
    edit(attributes, path, null);
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

  private static void edit(
      Map<String, AttributeValue> attributes, DocumentPath path, @Nullable AttributeValue value) {
    if (!path.isTopLevel()) {
      AttributeValue parent = attributes.get(path.attribute());
      attributes.put(path.attribute(), edited(parent, path.steps(), value));
    } else if (value == null) {
      attributes.remove(path.attribute());
    } else {
      attributes.put(path.attribute(), value);
    }
  }

  /** What becomes of {@code container}; a null value stands for none. */
  private static AttributeValue edited(
      @Nullable AttributeValue container, List<Step> steps, @Nullable AttributeValue value) {
    List<Step> rest = steps.subList(1, steps.size());
    return switch (steps.getFirst()) {
      case Member(var name) when container instanceof MapOf(var members) ->
          new MapOf(editedMembers(members, name, rest, value));
      case Element(var index) when container instanceof ListOf(var elements) ->
          new ListOf(editedElements(elements, index, rest, value));
      case Member _, Element _ -> throw invalidPath();
    };
  }

  private static Map<String, AttributeValue> editedMembers(
      Map<String, AttributeValue> members,
      String name,
      List<Step> rest,
      @Nullable AttributeValue value) {
    Map<String, AttributeValue> edited = new LinkedHashMap<>(members);
    if (!rest.isEmpty()) {
      edited.put(name, edited(members.get(name), rest, value));
    } else if (value == null) {
      edited.remove(name);
    } else {
      edited.put(name, value);
    }
    return edited;
  }

  private static List<AttributeValue> editedElements(
      List<AttributeValue> elements, long index, List<Step> rest, @Nullable AttributeValue value) {
    List<AttributeValue> edited = new ArrayList<>(elements);
    boolean isInside = index < elements.size();
    int at = isInside ? (int) index : elements.size();
    if (!rest.isEmpty()) {
      if (!isInside) {
        throw invalidPath();
      }
      edited.set(at, edited(elements.get(at), rest, value));
    } else if (value == null) {
      if (isInside) {
        edited.remove(at);
      }
    } else if (isInside) {
      edited.set(at, value);
    } else {
      edited.add(value);
    }
    return edited;
  }

  private static ServiceException invalidPath() {
    return validation("The document path provided in the update expression is invalid for update");
  }
}
