package io.larder.protocol.item;

import io.larder.protocol.wire.RenderedJson;
import java.util.Arrays;
import java.util.Map;

/**
 * An item as its canonical wire JSON (<code>{"pk":{"S":"a"},…}</code>, UTF-8) with its DynamoDB
 * item size beside it. This is the form an item has in the store, in the caches and on the wire;
 * the parsed attributes are made only where an expression, a projection or an index needs them.
 */
public final class Item implements RenderedJson {
  private final byte[] json;
  private final int start;
  private final int end;
  private final int size;

  private Item(byte[] json, int start, int end, int size) {
    this.json = json;
    this.start = start;
    this.end = end;
    this.size = size;
  }

  /** Renders {@code attributes}, which must be valid and normalised, and computes their size. */
  public static Item of(Map<String, AttributeValue> attributes) {
    int size = ItemSize.of(attributes);
    return ofStored(AttributeValueJson.write(attributes, 2 * size + 16), size);
  }

  /** Takes ownership of canonical JSON that {@link #of} made, e.g. read back from the store. */
  public static Item ofStored(byte[] json, int size) {
    return ofStored(json, 0, json.length, size);
  }

  /** The same with the JSON in a part of an array, all of which the item keeps. */
  public static Item ofStored(byte[] array, int start, int end, int size) {
    return new Item(array, start, end, size);
  }

  /** DynamoDB item size in bytes (names plus values, without the 100 bytes of storage). */
  public int size() {
    return size;
  }

  @Override
  public int jsonLength() {
    return end - start;
  }

  /** How many bytes the item keeps in memory: its JSON, and what stands around it in its array. */
  public int heldBytes() {
    return json.length;
  }

  @Override
  public void copyJsonTo(byte[] target, int offset) {
    System.arraycopy(json, start, target, offset, end - start);
  }

  /**
   * The same for equal items, in whatever order their attributes are written: where two sums differ
   * nothing need be parsed to tell the items apart.
   */
  public int sumOfJson() {
    int sum = 0;
    for (int at = start; at < end; at++) {
      sum += json[at] * json[at];
    }
    return sum;
  }

  /** A new view of the attributes, which parses none of them twice. */
  public ItemAttributes attributes() {
    return new ItemAttributes(json, start, end, size);
  }

  /** A new reader at the beginning of the JSON, for who wants it in another form. */
  public CanonicalReader reader() {
    return new CanonicalReader(json, start);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Item that
        && size == that.size
        && (Arrays.equals(json, start, end, that.json, that.start, that.end)
            || attributes().equals(that.attributes()));
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
