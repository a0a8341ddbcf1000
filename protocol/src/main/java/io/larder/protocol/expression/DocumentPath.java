package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.ProcessHash;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A way into an item: a top-level attribute and the steps from there, such as {@code a.b[0]}.
 * Ordered by its elements, list indexes as numbers.
 */
public record DocumentPath(String attribute, List<Step> steps)
    implements Operand, Comparable<DocumentPath> {
  public DocumentPath {
    steps = List.copyOf(steps);
  }

  /** One step down from a value. */
  public sealed interface Step {
    /** The step from {@code value}; null if there is nothing. */
    @Nullable AttributeValue from(AttributeValue value);
  }

  /** To a member of a map. */
  public record Member(String name) implements Step {
    @Override
    public @Nullable AttributeValue from(AttributeValue value) {
      return value instanceof MapOf(var members) ? members.get(name) : null;
    }

    @Override
    public int hashCode() {
      return ProcessHash.of(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** To an element of a list. */
  public record Element(long index) implements Step {
    @Override
    public @Nullable AttributeValue from(AttributeValue value) {
      return value instanceof ListOf(var elements) && index < elements.size()
          ? elements.get((int) index)
          : null;
    }

    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  public static DocumentPath ofAttribute(String name) {
    return new DocumentPath(name, List.of());
  }

  public boolean isTopLevel() {
    return steps.isEmpty();
  }

  @Override
  public @Nullable AttributeValue value(Map<String, AttributeValue> attributes) {
    AttributeValue value = attributes.get(attribute);
    for (int i = 0; i < steps.size() && value != null; i++) {
      value = steps.get(i).from(value);
    }
    return value;
  }

  @Override
  public int compareTo(DocumentPath other) {
    int order = attribute.compareTo(other.attribute);
    for (int i = 0; order == 0 && i < Math.min(steps.size(), other.steps.size()); i++) {
      order = compare(steps.get(i), other.steps.get(i));
    }
    return order != 0 ? order : Integer.compare(steps.size(), other.steps.size());
  }

  private static int compare(Step left, Step right) {
    return switch (left) {
      case Member(var name) -> right instanceof Member(var other) ? name.compareTo(other) : -1;
      case Element(var index) ->
          right instanceof Element(var other) ? Long.compare(index, other) : 1;
    };
  }

  @Override
  public int hashCode() {
    return ProcessHash.ofMember(attribute, ProcessHash.ofAll(steps, Step::hashCode));
  }

  /** As error messages show a path: {@code [a, b, [0]]}. */
  @Override
  public String toString() {
    return Stream.concat(Stream.of(attribute), steps.stream().map(Step::toString))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
