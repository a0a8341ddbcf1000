package io.larder.store.lmdb.changes;

import io.larder.protocol.operation.CreationTimePrecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a table that are still to be sent to a Kinesis data stream. Its blocks are what is
 * left to do: those that have been delivered go. Immutable.
 *
 * @param id under which its blocks stand; like that of a table never used again
 * @param tableId the table, or what was its id
 * @param streamArn where the changes go
 * @param closed when it was told to end; null while changes are added
 */
public record Delivery(
    int id,
    int tableId,
    String tableArn,
    String streamArn,
    CreationTimePrecision precision,
    Instant created,
    @Nullable Instant closed) {
  /** One part is all there is: changes are sent in the order in which they were made. */
  private static final int SHARD = 0;

  /** The place of that number. */
  public BlockKey at(long number) {
    return new BlockKey(id, SHARD, number);
  }

  /** True if that is the key of a block of which no record has a later number. */
  public boolean hasBlockUpTo(long number, byte[] key) {
    return at(number).isOfShard(key) && BlockKey.of(key).last() <= number;
  }

  /** True while changes are added. */
  public boolean isOpen() {
    return closed == null;
  }

  public String tableName() {
    return tableArn.substring(tableArn.indexOf('/') + 1);
  }

  /** The same, which tells times otherwise. */
  public Delivery with(CreationTimePrecision other) {
    return new Delivery(id, tableId, tableArn, streamArn, other, created, closed);
  }

  /** The same, to which nothing is added any more. */
  public Delivery closed(Instant now) {
    return new Delivery(id, tableId, tableArn, streamArn, precision, created, now);
  }
}
