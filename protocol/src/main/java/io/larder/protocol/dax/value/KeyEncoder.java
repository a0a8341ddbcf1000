package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.wire.JsonWriter;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the key of an item as a byte string, in which strings and binaries have no head unless a
 * sort key follows, and the last attribute goes to the end.
 */
final class KeyEncoder {
  private KeyEncoder() {}

  /** The key of an item of that shape. */
  static void write(ItemShape shape, TranscodedItem item, KeySchema keys, CborWriter out) {
    int begun = out.beginBytes();
    shape.moveToKey(0, item);
    partition(item.reader(), keys, out);
    if (keys.hasSortKey()) {
      shape.moveToKey(1, item);
      ValueTranscoder.content(item.reader(), LexicographicDecimal::write, out);
    }
    out.endBytes(begun);
  }

  /** The key that is among {@code attributes}. */
  static void write(Map<String, AttributeValue> attributes, KeySchema keys, CborWriter out) {
    int begun = out.beginBytes();
    partition(reader(attributes, keys.partition().getFirst()), keys, out);
    if (keys.hasSortKey()) {
      ValueTranscoder.content(
          reader(attributes, keys.sort().getFirst()), LexicographicDecimal::write, out);
    }
    out.endBytes(begun);
  }

  private static CanonicalReader reader(
      Map<String, AttributeValue> attributes, KeySchema.KeyAttribute attribute) {
    AttributeValue value = Objects.requireNonNull(attributes.get(attribute.name()));
    var json = new JsonWriter();
    AttributeValueJson.write(value, json);
    return new CanonicalReader(json.buffer(), 0);
  }

  private static void partition(CanonicalReader in, KeySchema keys, CborWriter out) {
    if (keys.hasSortKey()) {
      ValueTranscoder.value(in, out);
    } else {
      ValueTranscoder.content(in, NumberEncoder::write, out);
    }
  }
}
