package io.larder.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a store as the nodes before one upstream speak of them to each other: by their
 * names. Safe for any number of threads; never blocks.
 */
public interface SharedTables {
  /**
   * An item of a table that this node need not know; {@code partition} and {@code sort} are the
   * bytes of its {@link PrimaryKey}.
   */
  NamedTouched touched(String tableName, byte[] partition, byte[] sort, List<String> indexNames);

  /**
   * False if the table has another {@link Table#id} by now than the item's key has, so that what is
   * kept of the item is kept under another key. To be asked once the item's collections are in
   * flux: what is true then stays good until they are not, because nothing is kept meanwhile.
   */
  boolean isCurrent(NamedTouched touched);

  /**
   * From now on nothing of the table is answered from memory, and what is read is not kept. When
   * the last hold of it is released it is as if nothing had ever been kept.
   *
   * @param tableName null for all tables
   */
  Hold hold(@Nullable String tableName);

  /** Keeps a table from the caches until it is released, once. */
  interface Hold {
    void release();
  }
}
