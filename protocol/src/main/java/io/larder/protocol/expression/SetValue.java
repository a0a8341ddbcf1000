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

/** The right side of a SET: what an attribute becomes, computed from the item before the update. */
public sealed interface SetValue {
  String WRONG_TYPE = "An operand in the update expression has an incorrect data type";

  /**
   * @throws ServiceException Validation, if the item lacks an operand or has one of a wrong type
   */
  AttributeValue of(Map<String, AttributeValue> item);

  record Constant(AttributeValue value) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      return value;
    }
  }

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

  record IfNotExists(DocumentPath path, SetValue otherwise) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue value = path.value(item);
      return value == null ? otherwise.of(item) : value;
    }
  }

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
      throw validation(WRONG_TYPE);
    }
  }

  record Sum(SetValue left, SetValue right) implements SetValue {
    @Override
    public AttributeValue of(Map<String, AttributeValue> item) {
      AttributeValue augend = left.of(item);
      AttributeValue addend = right.of(item);
      return new Num(number(augend).add(number(addend)));
    }
  }

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
    throw validation(WRONG_TYPE);
  }
}
