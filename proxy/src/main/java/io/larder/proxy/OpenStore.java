package io.larder.proxy;

import io.larder.proxy.net.EventLoops;
import io.larder.store.ForwardingTableStore;
import io.larder.store.StoreGauge;
import io.larder.store.StoreHealth;
import io.larder.store.TableStore;
import io.larder.store.delivery.DeliveryCounts;
import io.larder.store.hidden.HidingTableStore;
import io.larder.store.lmdb.maintenance.StoreMaintenance;
import io.larder.store.names.AttributeListStore;
import io.larder.store.throughput.Throughput;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The store of a server, open.
 *
 * @param lists what DAX clients are told numbers of
 * @param gauges of it and of what it stands on
 * @param throughput of its tables; null if another server knows that
 * @param deliveries of their changes to streams elsewhere
 * @param loops on which it reaches others, and clients reach it
 * @param cluster the node that it is a part of; null if this server is on its own
 * @param own the table of the server itself, which is none of {@code tables}
 * @param maintenance the long work on it; null if another server keeps the tables
 */
record OpenStore(
    TableStore tables,
    StoreHealth health,
    AttributeListStore lists,
    List<StoreGauge> gauges,
    @Nullable Throughput throughput,
    DeliveryCounts deliveries,
    EventLoops loops,
    @Nullable ClusterWiring cluster,
    OwnTable own,
    @Nullable StoreMaintenance maintenance)
    implements AutoCloseable {
  OpenStore {
    gauges = List.copyOf(gauges);
  }

  /** The same store, whose tables are all but its own. */
  OpenStore hidingOwn() {
    return new OpenStore(
        new HidingTableStore(tables, own.name()),
        health,
        lists,
        gauges,
        throughput,
        deliveries,
        loops,
        cluster,
        own,
        maintenance);
  }

  /** The same store, before which {@code first} is closed, and after it {@code more}. */
  OpenStore closingAlso(Runnable first, Runnable more) {
    TableStore both =
        new ForwardingTableStore(tables) {
          @Override
          public void close() {
            first.run();
            super.close();
            more.run();
          }
        };
    return new OpenStore(
        both, health, lists, gauges, throughput, deliveries, loops, cluster, own, maintenance);
  }

  /** Why the server should not be sent requests, if it should not. */
  Optional<String> obstacle() {
    Optional<String> failure = health.failure();
    return failure.isPresent() || cluster == null ? failure : cluster.obstacle();
  }

  /** Closes all but the loops. */
  void closeTables() {
    tables.close();
    if (cluster != null) {
      cluster.close();
    }
  }

  @Override
  public void close() {
    closeTables();
    loops.close();
  }
}
