package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValueJson;
import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.wire.JsonWriter;

/** Writes attribute values, by way of the form in which they are stored. */
public final class ValueEncoder {
  private ValueEncoder() {}

  public static void write(AttributeValue value, CborWriter out) {
    var json = new JsonWriter();
    AttributeValueJson.write(value, json);
    ValueTranscoder.value(new CanonicalReader(json.buffer(), 0), out);
  }
}
