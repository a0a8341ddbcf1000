package io.larder.store.lmdb.streams;

import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.store.Table;
import io.larder.store.lmdb.changes.Deliveries;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.StreamShard;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.sealed.TableKey;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * How deliveries begin and end: in the commits of what lets them, so that each change after is
 * delivered, and none before. A delivery shares the key of its table, which stays until its last
 * block is gone.
 */
public final class DeliveryLife {
  /** So many are kept that have ended and could not be brought to their end. */
  static final int MAX_ENDED = 1_000;

  private final Environment environment;
  private final InstantSource clock;

  public DeliveryLife(Environment environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Begins to keep the changes of a table, which has no open delivery. */
  public void begin(
      WriteGroup group, Table table, String streamArn, CreationTimePrecision precision) {
    int id = group.tables().nextId();
    var delivery =
        new Delivery(
            id,
            table.id(),
            table.description().identity().tableArn(),
            streamArn,
            precision,
            now(),
            null);
    environment.layout().requireDeliveries();
    TableKey key = group.records().keys().of(table.id());
    if (key != null) {
      group.records().keys().assign(id, key);
    }
    group.put(Database.CATALOG, CatalogKey.NEXT_ID.bytes(), KeyLayout.prefix(id + 1));
    group.setTables(group.tables().withNextId(id + 1));
    DeliveryCatalog.put(group, delivery);
  }

  /** Lets the times of changes be told otherwise. */
  public static void change(WriteGroup group, Table table, CreationTimePrecision precision) {
    Delivery delivery = group.tables().streams().deliveries().openOf(table.id());
    if (delivery != null) {
      DeliveryCatalog.put(group, delivery.with(precision));
    }
  }

  /** Keeps no more changes of a table; those that are kept are still to be delivered. */
  public void end(WriteGroup group, Table table) {
    Deliveries all = group.tables().streams().deliveries();
    Delivery delivery = all.openOf(table.id());
    if (delivery != null) {
      // Clients can end more than a stream that cannot be reached takes.
      boolean isOneTooMany = all.ended() >= MAX_ENDED;
      DeliveryCatalog.put(group, delivery.closed(isOneTooMany ? Instant.EPOCH : now()));
    }
  }

  /** Keeps no more changes, and gives up those that are kept. */
  public static Delivery close(WriteGroup group, Delivery delivery) {
    Delivery closed = delivery.closed(Instant.EPOCH);
    DeliveryCatalog.put(group, closed);
    return closed;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * Lets go of blocks whose records are all delivered, or are not to be.
   *
   * @param last number
   * @param most blocks
   * @return false if there are more
   */
  public static boolean release(WriteGroup group, Delivery delivery, long last, int most) {
    try (RecordCursor cursor = group.cursor(Database.DATA)) {
      boolean found = cursor.seek(delivery.at(0).bytes());
      for (int left = most; found && delivery.hasBlockUpTo(last, cursor.key()); left--) {
        if (left == 0) {
          return false;
        }
        group.delete(Database.DATA, cursor.key());
        found = cursor.next();
      }
    }
    return true;
  }

  /** Removes a delivery that has ended, once none of its blocks is left; false until then. */
  public static boolean remove(WriteGroup group, Delivery delivery, int most) {
    group.streams().flush();
    boolean isEmpty = release(group, delivery, StreamShard.OPEN, most);
    if (isEmpty) {
      DeliveryCatalog.remove(group, delivery);
    }
    return isEmpty;
  }
}
