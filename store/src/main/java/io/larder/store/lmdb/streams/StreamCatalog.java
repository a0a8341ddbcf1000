package io.larder.store.lmdb.streams;

import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.StreamArn;
import io.larder.protocol.operation.StreamViewType;
import io.larder.store.lmdb.changes.StreamShard;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.changes.TableStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The streams as they are stored: one record of the catalogue for each, with its shards. */
public final class StreamCatalog {
  /** Where there is no time: no stream ended so long ago. */
  private static final long NEVER = Long.MIN_VALUE;

  private StreamCatalog() {}

  public static Streams load(Snapshot snapshot) {
    Streams streams = Streams.NONE;
    try (RecordCursor cursor = snapshot.cursor(Database.CATALOG)) {
      boolean found = cursor.seek(CatalogKey.STREAM.bytes());
      while (found && CatalogKey.STREAM.begins(cursor.key())) {
        streams = streams.with(read(ByteBuffer.wrap(cursor.key()).getInt(1), cursor.value()));
        found = cursor.next();
      }
    }
    return DeliveryCatalog.load(snapshot, streams);
  }

  /** Stores a new or changed stream. */
  static void put(WriteGroup group, TableStream stream) {
    group.put(Database.CATALOG, key(CatalogKey.STREAM, stream), write(stream));
    group.setTables(group.tables().with(group.tables().streams().with(stream)));
  }

  /** Removes a stream of which nothing is left, and its key if it has outlived its table. */
  static void remove(WriteGroup group, TableStream stream) {
    group.delete(Database.CATALOG, key(CatalogKey.STREAM, stream));
    if (group.records().keys().seals()) {
      group.delete(Database.CATALOG, key(CatalogKey.TABLE_KEY, stream));
    }
    group.setTables(group.tables().with(group.tables().streams().without(stream)));
  }

  private static byte[] key(CatalogKey kind, TableStream stream) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(kind.first()).putInt(stream.id()).array();
  }

  private static byte[] write(TableStream stream) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(stream.tableId());
      out.writeUTF(stream.arn().text());
      out.writeUTF(stream.viewType().name());
      out.writeByte(stream.keySchema().size());
      for (KeySchemaElement key : stream.keySchema()) {
        out.writeUTF(key.attributeName());
        out.writeUTF(key.keyType().name());
      }
      TableStream.Life life = stream.life();
      writeTime(life.created(), out);
      writeTime(life.enabledFrom(), out);
      writeTime(life.closed(), out);
      writeTime(life.disabledFrom(), out);
      out.writeShort(stream.slots());
      out.writeShort(stream.shards().size());
      for (StreamShard shard : stream.shards()) {
        out.writeInt(shard.number());
        out.writeShort(shard.slot());
        out.writeUTF(shard.shardId());
        out.writeUTF(Objects.requireNonNullElse(shard.parentId(), ""));
        out.writeLong(shard.first());
        out.writeLong(shard.last());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeTime(@Nullable Instant time, DataOutputStream out) throws IOException {
    out.writeLong(time == null ? NEVER : time.toEpochMilli());
  }

  private static TableStream read(int id, byte[] value) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      int tableId = in.readInt();
      StreamArn arn = Objects.requireNonNull(StreamArn.of(in.readUTF()), "ARN of a stream");
      var viewType = StreamViewType.valueOf(in.readUTF());
      List<KeySchemaElement> keySchema = new ArrayList<>();
      for (int left = in.readByte(); left > 0; left--) {
        keySchema.add(new KeySchemaElement(in.readUTF(), KeyType.valueOf(in.readUTF())));
      }
      var life =
          new TableStream.Life(
              Objects.requireNonNull(readTime(in)),
              Objects.requireNonNull(readTime(in)),
              readTime(in),
              readTime(in));
      int slots = in.readShort();
      List<StreamShard> shards = new ArrayList<>();
      for (int left = in.readShort(); left > 0; left--) {
        shards.add(
            new StreamShard(
                in.readInt(),
                in.readShort(),
                in.readUTF(),
                textOrNull(in.readUTF()),
                in.readLong(),
                in.readLong()));
      }
      return new TableStream(
          id, tableId, arn, viewType, List.copyOf(keySchema), life, slots, shards);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Instant readTime(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == NEVER ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
