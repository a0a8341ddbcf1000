package io.larder.store.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of the deliveries that there are. For any number of threads. */
public final class DeliveryCounts {
  private final Map<Integer, DeliveryFigures> byId = new ConcurrentHashMap<>();

  /** The figures of a delivery, which begin at nothing. */
  public DeliveryFigures open(int id, String tableName) {
    return byId.computeIfAbsent(id, _ -> new DeliveryFigures(tableName));
  }

  /** Forgets a delivery that is gone. */
  public void close(int id) {
    byId.remove(id);
  }

  public Collection<DeliveryFigures> all() {
    return byId.values();
  }
}
