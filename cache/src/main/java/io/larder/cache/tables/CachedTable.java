package io.larder.cache.tables;

import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.Held;
import io.larder.cache.statistics.TableCounts;

/** What the caches know of one table: how to treat it, and what they count of it. */
public final class CachedTable {
  private final int id;
  private final String name;
  private final TableCounts counts = new TableCounts();
  private final Held heldPages = new Held();
  private volatile TablePolicy policy;

  CachedTable(int id, String name, TablePolicy policy) {
    this.id = id;
    this.name = name;
    this.policy = policy;
  }

  /** {@link io.larder.store.Table#id}. */
  public int id() {
    return id;
  }

  /** Empty where nobody has asked for the table yet. */
  public String name() {
    return name;
  }

  /** How it is to be treated now. */
  public TablePolicy policy() {
    return policy;
  }

  public TableCounts counts() {
    return counts;
  }

  /** Its pages in the query cache. */
  public Held heldPages() {
    return heldPages;
  }

  void treat(TablePolicy other) {
    policy = other;
  }
}
