package io.larder.cache.tables;

import io.larder.cache.advice.AccessSamples;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.TableCounts;
import io.larder.store.Table;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tables that the caches know, by their ids, from the first read of one until it is gone. For
 * any number of threads.
 */
public final class CachedTables {
  private final ConcurrentHashMap<Integer, CachedTable> byId = new ConcurrentHashMap<>();

  /** Of the tables that are gone. */
  private final TableCounts gone = new TableCounts();

  /**
   * Stands for those that are not known yet, whose names nobody has told: where not all are treated
   * alike, nothing of them is kept.
   */
  private final CachedTable unknown;

  /** Changed with all tables at once; guarded by this for who changes either. */
  private volatile Policies policies;

  private final AccessSamples samples;

  /** Without advice. */
  public CachedTables(Policies policies) {
    this(policies, AccessSamples.none());
  }

  public CachedTables(Policies policies, AccessSamples samples) {
    this.samples = samples;
    this.policies = policies;
    this.unknown = new CachedTable(0, "", ofUnknown(policies));
  }

  private static TablePolicy ofUnknown(Policies policies) {
    return policies.ofTables().isEmpty() ? policies.usual() : policies.usual().without(Kept.ITEMS);
  }

  public CachedTable of(Table table) {
    CachedTable known = byId.get(table.id());
    return known == null ? add(table) : known;
  }

  private synchronized CachedTable add(Table table) {
    return byId.computeIfAbsent(
        table.id(), id -> new CachedTable(id, table.name(), policies.of(table.name())));
  }

  /** By {@link Table#id}; one without a name where it is not known. */
  public CachedTable of(int id) {
    CachedTable known = byId.get(id);
    return known == null ? unknown : known;
  }

  public List<CachedTable> all() {
    return List.copyOf(byId.values());
  }

  /** Of what is read, in all tables. */
  public AccessSamples samples() {
    return samples;
  }

  public Policies policies() {
    return policies;
  }

  /** Treats all tables by other policies from now on. */
  public synchronized void treat(Policies others) {
    policies = others;
    unknown.treat(ofUnknown(others));
    byId.values().forEach(table -> table.treat(others.of(table.name())));
  }

  public void forget(Table table) {
    CachedTable known = byId.remove(table.id());
    if (known != null) {
      gone.add(known.counts());
    }
  }

  /** Of all tables, those that are gone too. */
  public TableCounts total() {
    var total = new TableCounts();
    total.add(gone);
    byId.values().forEach(table -> total.add(table.counts()));
    return total;
  }
}
