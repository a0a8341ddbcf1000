package io.larder.store.lmdb.changes;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All deliveries at one moment; immutable, so a change makes another one. */
public final class Deliveries {
  static final Deliveries NONE = new Deliveries(new TreeMap<>());

  private final Map<Integer, Delivery> byId;
  private final Map<Integer, Delivery> openByTable = new HashMap<>();

  private Deliveries(Map<Integer, Delivery> byId) {
    this.byId = byId;
    for (Delivery delivery : byId.values()) {
      if (delivery.isOpen()) {
        openByTable.put(delivery.tableId(), delivery);
      }
    }
  }

  Deliveries with(Delivery delivery) {
    var changed = new TreeMap<>(byId);
    changed.put(delivery.id(), delivery);
    return new Deliveries(changed);
  }

  Deliveries without(Delivery delivery) {
    var changed = new TreeMap<>(byId);
    changed.remove(delivery.id());
    return new Deliveries(changed);
  }

  public @Nullable Delivery find(int id) {
    return byId.get(id);
  }

  /** The delivery that is told what happens to a table, or null. */
  public @Nullable Delivery openOf(int tableId) {
    return openByTable.get(tableId);
  }

  public Collection<Delivery> all() {
    return byId.values();
  }

  /** How many have ended and have something left to do. */
  public int ended() {
    return byId.size() - openByTable.size();
  }
}
