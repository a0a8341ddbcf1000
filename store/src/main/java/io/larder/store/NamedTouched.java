package io.larder.store;

import java.util.List;

/**
 * An item that a write may change, in names that several nodes before one upstream share; made by
 * {@link SharedTables#touched}.
 */
public final class NamedTouched implements Touched {
  private final String tableName;
  private final PrimaryKey key;
  private final List<String> indexNames;
  private final long[] collections;

  /**
   * @param indexNames the global secondary indexes that the write may touch
   * @param collections as {@link Touched#collections}
   */
  public NamedTouched(
      String tableName, PrimaryKey key, List<String> indexNames, long... collections) {
    this.tableName = tableName;
    this.key = key;
    this.indexNames = List.copyOf(indexNames);
    this.collections = collections;
  }

  public String tableName() {
    return tableName;
  }

  @Override
  public PrimaryKey key() {
    return key;
  }

  /** The global secondary indexes that the write may touch. */
  public List<String> indexNames() {
    return indexNames;
  }

  @Override
  public long[] collections() {
    return collections;
  }
}
