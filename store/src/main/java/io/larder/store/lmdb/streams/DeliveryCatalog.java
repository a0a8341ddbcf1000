package io.larder.store.lmdb.streams;

import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.writer.WriteGroup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The deliveries as they are stored: one record of the catalogue for each. */
final class DeliveryCatalog {
  /** In the place of a time: it has not ended. */
  private static final long OPEN = Long.MIN_VALUE;

  private DeliveryCatalog() {}

  /** The streams with the deliveries that there are. */
  static Streams load(Snapshot snapshot, Streams streams) {
    Streams all = streams;
    try (RecordCursor cursor = snapshot.cursor(Database.CATALOG)) {
      boolean found = cursor.seek(CatalogKey.DELIVERY.bytes());
      while (found && CatalogKey.DELIVERY.begins(cursor.key())) {
        all = all.with(read(ByteBuffer.wrap(cursor.key()).getInt(1), cursor.value()));
        found = cursor.next();
      }
    }
    return all;
  }

  static void put(WriteGroup group, Delivery delivery) {
    group.put(Database.CATALOG, key(CatalogKey.DELIVERY, delivery), write(delivery));
    group.setTables(group.tables().with(group.tables().streams().with(delivery)));
  }

  /** Removes a delivery that has no blocks, and its key if it has outlived its table. */
  static void remove(WriteGroup group, Delivery delivery) {
    group.delete(Database.CATALOG, key(CatalogKey.DELIVERY, delivery));
    if (group.records().keys().seals()) {
      group.delete(Database.CATALOG, key(CatalogKey.TABLE_KEY, delivery));
    }
    group.setTables(group.tables().with(group.tables().streams().without(delivery)));
  }

  private static byte[] key(CatalogKey kind, Delivery delivery) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(kind.first()).putInt(delivery.id()).array();
  }

  private static byte[] write(Delivery delivery) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(delivery.tableId());
      out.writeUTF(delivery.tableArn());
      out.writeUTF(delivery.streamArn());
      out.writeUTF(delivery.precision().name());
      out.writeLong(delivery.created().toEpochMilli());
      Instant closed = delivery.closed();
      out.writeLong(closed == null ? OPEN : closed.toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Delivery read(int id, byte[] value) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      int tableId = in.readInt();
      String tableArn = in.readUTF();
      String streamArn = in.readUTF();
      var precision = CreationTimePrecision.valueOf(in.readUTF());
      Instant created = Instant.ofEpochMilli(in.readLong());
      long closed = in.readLong();
      return new Delivery(
          id,
          tableId,
          tableArn,
          streamArn,
          precision,
          created,
          closed == OPEN ? null : Instant.ofEpochMilli(closed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
