package io.larder.cache.coherence;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.store.Table;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when tables have their ids. A table gets another one when what was kept of it is void, and
 * what has made it so may have been done just before: then reads may lag behind that too.
 */
final class Renewals {
  private record Renewal(int id, long at) {}

  private final Ticker ticker;

  /** By what stays the same of a table. */
  private final ConcurrentHashMap<Integer, Renewal> last = new ConcurrentHashMap<>();

  Renewals(Ticker ticker) {
    this.ticker = ticker;
  }

  /** True if the table was seen with this id so long ago. */
  boolean isOlder(Table table, long nanos) {
    if (nanos == 0) {
      return true;
    }
    long now = ticker.read();
    Renewal renewal = last.get(table.coherenceId());
    if (renewal == null || renewal.id() != table.id()) {
      last.put(table.coherenceId(), new Renewal(table.id(), now));
      return false;
    }
    return now - renewal.at() >= nanos;
  }

  void forget(Table table) {
    last.remove(table.coherenceId());
  }
}
