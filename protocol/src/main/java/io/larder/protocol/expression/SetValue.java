package io.larder.protocol.expression;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.DynamoNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The right side of a SET: what an attribute becomes, computed from the item before the update. */
public sealed interface SetValue {
  /**
   * @throws ServiceException Validation, if the item lacks an operand or has one of a wrong type
   */
  AttributeValue of(Map<String, AttributeValue> item);

  /** The values that this one is made of, in their order. */
  default List<SetValue> operands() {
    return switch (this) {
      case Constant _, Attribute _ -> List.of();
      case IfNotExists(_, var otherwise) -> List.of(otherwise);
      case ListAppend(var first, var second) -> List.of(first, second);
      case Sum(var left, var right) -> List.of(left, right);
      case Difference(var left, var right) -> List.of(left, right);
    };
  }

  /** In their order; one that occurs again comes again. */
  default void forEachPath(Consumer<DocumentPath> action) {
    switch (this) {
      case Attribute(var path) -> action.accept(path);
      case IfNotExists(var path, _) -> action.accept(path);
      case Constant _, ListAppend _, Sum _, Difference _ -> {}
    }
    operands().forEach(operand -> operand.forEachPath(action));
  }

  /** A value of the request. */
  record Constant(AttributeValue value) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      return value;
    }
  }

  /** What the item holds at a path, which must be there. */
  record Attribute(DocumentPath path) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue value = path.value(item);
      if (value == null) {
        throw validation(
            "The provided expression refers to an attribute that does not exist in the item");
      }
      return value;
    }
  }

  /** {@code if_not_exists(path, otherwise)}. */
  record IfNotExists(DocumentPath path, SetValue otherwise) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue value = path.value(item);
      return value == null ? otherwise.of(item) : value;
    }
  }

  /** {@code list_append(first, second)}: the elements of both lists. */
  record ListAppend(SetValue first, SetValue second) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue head = first.of(item);
      AttributeValue tail = second.of(item);
      List<AttributeValue> elements = new ArrayList<>(elements(head));
      elements.addAll(elements(tail));
      return new ListOf(elements);
    }

    private static List<AttributeValue> elements(AttributeValue value) {
      if (value instanceof ListOf(var elements)) {
        return elements;
      }
      throw UpdateExpression.wrongType();
    }
  }

  /** {@code left + right}. */
  record Sum(SetValue left, SetValue right) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue augend = left.of(item);
      AttributeValue addend = right.of(item);
      return new Num(number(augend).add(number(addend)));
    }
  }

  /** {@code left - right}. */
  record Difference(SetValue left, SetValue right) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue minuend = left.of(item);
      AttributeValue subtrahend = right.of(item);
      return new Num(number(minuend).subtract(number(subtrahend)));
    }
  }

  private static DynamoNumber number(AttributeValue value) {
    if (value instanceof Num(var number)) {
      return number;
    }
    throw UpdateExpression.wrongType();
  }
}
