package io.larder.store;

import io.larder.protocol.item.AttributeValue;
import org.jspecify.annotations.Nullable;

/** Recognises the values that no key may have: the empty string and the empty binary. */
final class EmptyValues {
  private EmptyValues() {}

  /** "string" or "binary" for an empty value of that type, otherwise null. */
  static @Nullable String kindOf(AttributeValue value) {
    if (value instanceof AttributeValue.Str(var text)) {
      return text.isEmpty() ? "string" : null;
    }
    if (value instanceof AttributeValue.Bin(var bytes)) {
      return bytes.isEmpty() ? "binary" : null;
    }
    return null;
  }
}
