package io.larder.protocol.item;

import io.larder.protocol.wire.RenderedJson;
import java.util.Map;

/**
 * An item as its canonical wire JSON (<code>{"pk":{"S":"a"},…}</code>, UTF-8) with its DynamoDB
 * item size beside it. This is the form an item has in the store, in the caches and on the wire;
 * the parsed attributes are made only where an expression, a projection or an index needs them.
 */
public final class Item implements RenderedJson {
  private final byte[] json;
  private final int size;

  private Item(byte[] json, int size) {
    this.json = json;
    this.size = size;
  }

  /** Renders {@code attributes}, which must be valid and normalised, and computes their size. */
  public static Item of(Map<String, AttributeValue> attributes) {
    int size = ItemSize.of(attributes);
    return new Item(AttributeValueJson.write(attributes, 2 * size + 16), size);
  }

  /** Takes ownership of canonical JSON that {@link #of} made, e.g. read back from the store. */
  public static Item ofStored(byte[] json, int size) {
    return new Item(json, size);
  }

  /** DynamoDB item size in bytes (names plus values, without the 100 bytes of storage). */
  public int size() {
    return size;
  }

  @Override
  public int jsonLength() {
    return json.length;
  }

  @Override
  public void copyJsonTo(byte[] target, int offset) {
    System.arraycopy(json, 0, target, offset, json.length);
  }

  /** A new view of the attributes, which parses none of them twice. */
  public ItemAttributes attributes() {
    return new ItemAttributes(json, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item that && attributes().equals(that.attributes());
  }

  @Override
  public int hashCode() {
    return attributes().hashCode();
  }

  @Override
  public String toString() {
    return "Item[" + size + " bytes]";
  }
}
