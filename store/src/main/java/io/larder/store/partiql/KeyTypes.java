package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.ValueOrder;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema.KeyAttribute;

/** What statements say of values that are none of a key. */
final class KeyTypes {
  private KeyTypes() {}

  static void check(KeyAttribute attribute, AttributeValue value) {
    checkOrdered(attribute, value);
    checkSchema(attribute, value);
  }

  static void checkOrdered(KeyAttribute attribute, AttributeValue value) {
    if (!ValueOrder.isOrdered(value.type())) {
      throw validation(
          "Key value must be of type S, N, or B. Key name: "
              + attribute.name()
              + ", Key type: "
              + value.type());
    }
  }

  static void checkSchema(KeyAttribute attribute, AttributeValue value) {
    if (value.type() != attribute.type()) {
      throw validation(
          "Key attribute's data type should match its data type in table's schema: Key "
              + attribute.name());
    }
  }
}
