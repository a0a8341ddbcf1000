package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemAttributes;
import io.larder.protocol.item.KeySchema;
import java.util.List;
import java.util.Map;

/**
 * Writes items, whole, in part or their keys only. Where the names of attributes have no number yet
 * it throws {@link MissingAttributeList}, and what has been written is of no use.
 */
public final class ItemEncoder {
  private static final ItemShapes SHAPES = new ItemShapes();
  private static final RecentItems RECENT = new RecentItems();

  /** Of attributes that are not known to belong to a table. */
  private static final KeySchema NO_KEYS = new KeySchema(List.of(), List.of());

  private ItemEncoder() {}

  /** Writes a whole item of a table: its key and its other attributes, two byte strings. */
  public static void writeItem(Item item, KeySchema keys, AttributeLists lists, CborWriter out) {
    write(item, true, keys, lists, out);
  }

  /** Writes a byte string of the attributes that are not the key's. */
  public static void writeValues(Item item, KeySchema keys, AttributeLists lists, CborWriter out) {
    write(item, false, keys, lists, out);
  }

  private static void write(
      Item item, boolean isWhole, KeySchema keys, AttributeLists lists, CborWriter out) {
    if (RECENT.write(item, isWhole, keys, lists, out)) {
      return;
    }
    int start = out.length();
    var values = new TranscodedItem(item, out);
    ItemShape shape = SHAPES.of(values, keys);
    if (isWhole) {
      KeyEncoder.write(shape, values, keys, out);
    }
    writeValues(values, shape, lists, out);
    RECENT.written(item, isWhole, keys, lists, out, start);
  }

  private static void writeValues(
      TranscodedItem values, ItemShape shape, AttributeLists lists, CborWriter out) {
    int id = shape.id(lists);
    int[] order = shape.order();
    int length = CborWriter.lengthOfInt(id);
    for (int place : order) {
      length += values.length(place);
    }
    out.beginBytes(length).writeInt(id);
    values.write(order);
    values.remove();
  }

  /** Writes a byte string of the key of an item, which may have other attributes too. */
  public static void writeKey(Item item, KeySchema keys, CborWriter out) {
    KeyEncoder.write(item.attributes(), keys, out);
  }

  public static void writeKey(Map<String, AttributeValue> key, KeySchema keys, CborWriter out) {
    KeyEncoder.write(key, keys, out);
  }

  /** Writes a map of what is at the paths of a projection, each under its place among them. */
  public static void writeProjected(Item item, ProjectionExpression projection, CborWriter out) {
    ItemAttributes attributes = item.attributes();
    out.beginIndefiniteMap();
    int ordinal = 0;
    for (DocumentPath path : projection.paths()) {
      AttributeValue value = path.value(attributes);
      if (value != null) {
        out.writeInt(ordinal);
        ValueEncoder.write(value, out);
      }
      ordinal++;
    }
    out.endIndefinite();
  }

  /** Writes a byte string of those attributes that an update touched, key or not. */
  public static void writeAttributes(Item attributes, AttributeLists lists, CborWriter out) {
    var values = new TranscodedItem(attributes, out);
    ItemShape shape = SHAPES.of(values, NO_KEYS);
    int begun = out.beginBytes();
    out.writeInt(shape.id(lists)).beginIndefiniteMap();
    int ordinal = 0;
    for (int place : shape.order()) {
      out.writeInt(ordinal++);
      values.write(place);
    }
    out.endIndefinite().endBytes(begun);
    values.remove();
  }
}
