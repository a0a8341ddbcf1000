package io.larder.protocol.dax.response;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemEncoder;
import io.larder.protocol.dax.value.MissingAttributeList;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the items of one answer, and remembers the attribute lists that it lacked for them. */
final class ItemWriter {
  private final AttributeLists lists;
  private final CborWriter out;
  private @Nullable Set<List<String>> missing;

  ItemWriter(AttributeLists lists, CborWriter out) {
    this.lists = lists;
    this.out = out;
  }

  /** An item to one who has its key: its other attributes, or the values at the paths. */
  void item(Item item, KeySchema keys, @Nullable ProjectionExpression projection) {
    if (projection == null) {
      values(item, keys);
    } else {
      ItemEncoder.writeProjected(item, projection, out);
    }
  }

  /** The attributes of a whole item that are not of its key. */
  void values(Item item, KeySchema keys) {
    try {
      ItemEncoder.writeValues(item, keys, lists, out);
    } catch (MissingAttributeList e) {
      remember(e);
    }
  }

  /** A whole item to one who does not know its key: that, and its other attributes. */
  void keyAndValues(Item item, KeySchema keys) {
    try {
      ItemEncoder.writeItem(item, keys, lists, out);
    } catch (MissingAttributeList e) {
      remember(e);
    }
  }

  /** Some attributes of an item. */
  void attributes(Item attributes) {
    try {
      ItemEncoder.writeAttributes(attributes, lists, out);
    } catch (MissingAttributeList e) {
      remember(e);
    }
  }

  /** The rest of the answer may lack others, all of which are to be told at once. */
  private void remember(MissingAttributeList lacking) {
    if (missing == null) {
      missing = new LinkedHashSet<>();
    }
    missing.add(lacking.names());
  }

  /**
   * Ends the answer.
   *
   * @throws MissingAttributeLists if it lacked any
   */
  void end() {
    if (missing != null) {
      throw new MissingAttributeLists(List.copyOf(missing));
    }
  }
}
