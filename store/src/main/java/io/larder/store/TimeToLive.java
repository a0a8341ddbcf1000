package io.larder.store;

import io.larder.protocol.item.AttributeValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the items of a table expire: at the second since 1970 that their {@code attribute} holds.
 * Like that of an index, the id of the order in which they expire is never used again.
 */
public record TimeToLive(int id, String attribute) {

  /** The second at which an item with these attributes expires; null if it does not. */
  public @Nullable Long expiryOf(Map<String, AttributeValue> attributes) {
    return attributes.get(attribute) instanceof AttributeValue.Num(var number)
        ? Long.valueOf(number.floor())
        : null;
  }
}
