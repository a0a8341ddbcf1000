package io.larder.store.lmdb.delivery;

import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.streams.DeliveryLife;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import org.jspecify.annotations.Nullable;

/** What a delivery makes of itself and of the destination that its table shows. */
final class DestinationChanges {
  /** A chunk is small, so that writes behind it hardly wait. */
  private static final int BLOCKS_PER_CHUNK = 256;

  private DestinationChanges() {}

  /** How the table's destination stands; null if the table is gone, or has another one by now. */
  static @Nullable DestinationStatus status(Tables tables, Delivery delivery) {
    Tables.Entry entry = entry(tables, delivery);
    KinesisDataStreamDestination found =
        entry == null ? null : entry.settings().destination(delivery.streamArn());
    return found == null ? null : found.status();
  }

  private static Tables.@Nullable Entry entry(Tables tables, Delivery delivery) {
    Tables.Entry entry = tables.find(delivery.tableArn());
    return entry == null || entry.table().id() != delivery.tableId() ? null : entry;
  }

  /** It has become what it was becoming. */
  static Work<Boolean> settle(Delivery delivery, DestinationStatus from) {
    return group -> {
      show(group, delivery, from, DestinationStatus.ACTIVE, null);
      return true;
    };
  }

  /** It cannot be enabled: there is nothing to deliver. Answers false until nothing is left. */
  static Work<Boolean> fail(Delivery delivery, String reason) {
    return group -> {
      Delivery now = group.tables().streams().deliveries().find(delivery.id());
      if (now != null && now.isOpen()) {
        show(group, now, DestinationStatus.ENABLING, DestinationStatus.ENABLE_FAILED, reason);
        now = DeliveryLife.close(group, now);
      }
      return now == null || DeliveryLife.remove(group, now, BLOCKS_PER_CHUNK);
    };
  }

  /** Ends what was closed. Answers false until nothing is left. */
  static Work<Boolean> end(Delivery delivery) {
    return group -> {
      Delivery now = group.tables().streams().deliveries().find(delivery.id());
      if (now == null) {
        return true;
      }
      show(group, now, DestinationStatus.DISABLING, DestinationStatus.DISABLED, null);
      return DeliveryLife.remove(group, now, BLOCKS_PER_CHUNK);
    };
  }

  /** Lets go of all up to that number. Answers false until nothing of it is left. */
  static Work<Boolean> release(Delivery delivery, long last) {
    return group -> DeliveryLife.release(group, delivery, last, BLOCKS_PER_CHUNK);
  }

  private static void show(
      WriteGroup group,
      Delivery delivery,
      DestinationStatus from,
      DestinationStatus to,
      @Nullable String reason) {
    Tables.Entry entry = entry(group.tables(), delivery);
    if (entry != null && status(group.tables(), delivery) == from) {
      var changed =
          new KinesisDataStreamDestination(delivery.streamArn(), to, reason, delivery.precision());
      Catalog.put(group, entry.with(entry.settings().with(changed)));
    }
  }
}
