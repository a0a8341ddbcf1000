package io.larder.store.lmdb.changes;

import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.StreamArn;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamViewType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a table, which may be gone by now. Immutable.
 *
 * @param id under which its blocks stand; like that of a table never used again
 * @param tableId the table, or what was its id
 * @param slots into which the hashes of items are cut, each with one open shard; a power of two
 * @param shards in the order of their numbers; none that has been trimmed
 */
public record TableStream(
    int id,
    int tableId,
    StreamArn arn,
    StreamViewType viewType,
    List<KeySchemaElement> keySchema,
    Life life,
    int slots,
    List<StreamShard> shards) {

  /**
   * When a stream came and went. It passes through ENABLING and DISABLING without being changed.
   *
   * @param enabledFrom until when it is being enabled
   * @param closed when it was told to end; null if it was not
   * @param disabledFrom until when it is being disabled
   */
  public record Life(
      Instant created,
      Instant enabledFrom,
      @Nullable Instant closed,
      @Nullable Instant disabledFrom) {
    Instant ended() {
      return closed == null ? Instant.MAX : closed;
    }
  }

  public TableStream {
    shards = List.copyOf(shards);
  }

  /** The stream with a first shard for each of its slots. */
  public TableStream begun(long at) {
    List<StreamShard> first = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      first.add(StreamShard.open(slot, slot, null, at));
    }
    return with(life, slots, first);
  }

  /**
   * The stream with other shards in place of the open ones. There may be more of them, never fewer:
   * a shard goes on from one other.
   *
   * @param at the last number of the old ones
   */
  public TableStream renewed(long at, int wantedSlots) {
    int nextSlots = Math.max(slots, wantedSlots);
    List<StreamShard> next = closedShards(at);
    int number = shards.getLast().number() + 1;
    for (int slot = 0; slot < nextSlots; slot++) {
      String parent = open(slot * slots / nextSlots).shardId();
      next.add(StreamShard.open(number++, slot, parent, at + 1));
    }
    return with(life, nextSlots, next);
  }

  /** The stream as it is when there will be no more records. */
  public TableStream closed(long at, Instant now, Instant disabledFrom) {
    return with(
        new Life(life.created, life.enabledFrom, now, disabledFrom), slots, closedShards(at));
  }

  /** The stream without a shard of which nothing is left. */
  public TableStream without(StreamShard trimmed) {
    return with(life, slots, shards.stream().filter(shard -> !shard.equals(trimmed)).toList());
  }

  private TableStream with(Life other, int otherSlots, List<StreamShard> otherShards) {
    return new TableStream(id, tableId, arn, viewType, keySchema, other, otherSlots, otherShards);
  }

  private List<StreamShard> closedShards(long at) {
    List<StreamShard> closed = new ArrayList<>();
    for (StreamShard shard : shards) {
      closed.add(shard.isOpen() ? shard.closed(at) : shard);
    }
    return closed;
  }

  /** True while changes are told. */
  public boolean isOpen() {
    return life.closed == null;
  }

  /** The open shard of a slot. */
  StreamShard open(int slot) {
    // They are the last ones, in the order of their slots.
    return shards.get(shards.size() - slots + slot);
  }

  /** The open shard for items whose keys have that hash, of which the first bits count. */
  StreamShard openOf(byte firstOfHash) {
    return open(((firstOfHash & 0xFF) * slots) >>> Byte.SIZE);
  }

  public @Nullable StreamShard shard(String shardId) {
    for (StreamShard shard : shards) {
      if (shard.shardId().equals(shardId)) {
        return shard;
      }
    }
    return null;
  }

  public StreamStatus status(Instant now) {
    Instant disabledFrom = life.disabledFrom;
    if (disabledFrom == null) {
      return now.isBefore(life.enabledFrom) ? StreamStatus.ENABLING : StreamStatus.ENABLED;
    }
    return now.isBefore(disabledFrom) ? StreamStatus.DISABLING : StreamStatus.DISABLED;
  }
}
