package io.larder.protocol.item;

import io.larder.protocol.wire.RenderedJson;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An item as its canonical wire JSON (<code>{"pk":{"S":"a"},…}</code>, UTF-8) with its DynamoDB
 * item size beside it. This is the form an item has in the store, in the caches and on the wire;
 * the parsed attributes are made only where an expression, a projection or an index needs them.
 */
public final class Item implements RenderedJson {
  private static final int COMPARED_AT_ONCE = 64;
  private static final int SAMPLED = 128;

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

  /** Copies a part of the JSON. */
  public void copyJsonTo(byte[] target, int offset, int from, int to) {
    System.arraycopy(json, start + from, target, offset, to - from);
  }

  /** How many bytes both begin with. */
  public int commonPrefix(Item other) {
    int found = Arrays.mismatch(json, start, end, other.json, other.start, other.end);
    return found < 0 ? jsonLength() : found;
  }

  /** How many bytes both end with, {@code most} at most, which neither is shorter than. */
  public int commonSuffix(Item other, int most) {
    int same = 0;
    while (most - same >= COMPARED_AT_ONCE
        && Arrays.equals(
            json,
            end - same - COMPARED_AT_ONCE,
            end - same,
            other.json,
            other.end - same - COMPARED_AT_ONCE,
            other.end - same)) {
      same += COMPARED_AT_ONCE;
    }
    while (same < most && json[end - same - 1] == other.json[other.end - same - 1]) {
      same++;
    }
    return same;
  }

  /**
   * Of items whose other bytes are the same it is the same for equal ones, in whatever order their
   * attributes are written: where two sums differ nothing need be parsed to tell the items apart.
   *
   * @param from of the JSON
   * @param to of the JSON
   */
  public int sumOfJson(int from, int to) {
    int sum = 0;
    for (int at = start + from; at < start + to; at++) {
      sum += json[at] * json[at];
    }
    return sum;
  }

  /** True if the JSON is the same, byte by byte. */
  public boolean hasSameJson(Item other) {
    return Arrays.equals(json, start, end, other.json, other.start, other.end);
  }

  /** A hash of the first and the last bytes of the JSON, for who then compares all of them. */
  public int sampledHash() {
    var sum = new CRC32C();
    sum.update(json, start, Math.min(SAMPLED, jsonLength()));
    int last = Math.max(start, end - SAMPLED);
    sum.update(json, last, end - last);
    return (int) sum.getValue();
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
