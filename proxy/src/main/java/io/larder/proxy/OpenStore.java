package io.larder.proxy;

import io.larder.proxy.net.EventLoops;
import io.larder.store.AttributeListStore;
import io.larder.store.StoreGauge;
import io.larder.store.StoreHealth;
import io.larder.store.TableStore;
import java.util.List;

/**
 * The store of a server, open.
 *
 * @param lists what DAX clients are told numbers of
 * @param gauges of it and of what it stands on
 * @param loops on which it reaches others, and clients reach it
 */
record OpenStore(
    TableStore tables,
    StoreHealth health,
    AttributeListStore lists,
    List<StoreGauge> gauges,
    EventLoops loops)
    implements AutoCloseable {
  OpenStore {
    gauges = List.copyOf(gauges);
  }

  @Override
  public void close() {
    tables.close();
    loops.close();
  }
}
