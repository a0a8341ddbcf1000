package io.larder.store.lmdb.delivery;

import io.larder.store.delivery.DeliveredChange;
import io.larder.store.lmdb.changes.BlockReader;
import io.larder.store.lmdb.changes.BlockReads;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.EventIds;
import io.larder.store.lmdb.changes.SequenceNumbers;
import java.util.ArrayList;
import java.util.List;

/** Changes that are to be delivered together, while they are being gathered. */
final class ChangePage implements BlockReads.Page {
  /** Most changes: as many as PutRecords takes. */
  static final int MAX_CHANGES = 500;

  /** A page has more bytes only if it is one change. */
  private static final long MAX_BYTES = 2L << 20;

  /** A page passes over so many changes that are too old. */
  private static final int MAX_EXPIRED = 10_000;

  private static final int REGION = 3;

  private final Delivery delivery;
  private final EventIds ids;
  private final String region;
  private final long from;
  private final long horizon;
  private final List<DeliveredChange> changes = new ArrayList<>();
  private long bytes;
  private long last;
  private long expired;
  private boolean isFull;

  /**
   * @param from the first number that is wanted
   * @param horizon the first number of a change that is not too old
   */
  ChangePage(Delivery delivery, long from, long horizon) {
    this.delivery = delivery;
    this.ids = new EventIds(delivery.id(), delivery.created());
    this.region = delivery.tableArn().split(":", REGION + 2)[REGION];
    this.from = from;
    this.horizon = horizon;
    this.last = from - 1;
  }

  @Override
  public boolean add(byte[] block, long lastOfBlock) {
    var reader = new BlockReader(block, lastOfBlock);
    while (!isFull && reader.next()) {
      long number = reader.number();
      if (number >= from && number < horizon) {
        expired++;
        last = number;
        isFull = expired == MAX_EXPIRED;
      } else if (number >= from) {
        add(reader);
      }
    }
    return !isFull;
  }

  @Override
  public boolean end() {
    isFull = true;
    return last >= from;
  }

  private void add(BlockReader reader) {
    var change =
        new DeliveredChange(
            reader.number(),
            ids.of(reader.number()),
            reader.eventName(),
            region,
            delivery.tableName(),
            SequenceNumbers.microsOf(reader.number()),
            delivery.precision(),
            reader.keys(),
            reader.newImage(),
            reader.oldImage(),
            reader.isExpiry());
    bytes += change.jsonLength();
    isFull = changes.size() == MAX_CHANGES || (!changes.isEmpty() && bytes > MAX_BYTES);
    if (!isFull) {
      changes.add(change);
      last = change.number();
    }
  }

  boolean isFull() {
    return isFull;
  }

  /** Says that there is nothing else up to that number. */
  void reaches(long number) {
    last = Math.max(last, number);
  }

  List<DeliveredChange> changes() {
    return changes;
  }

  /** How many changes were left out because they are too old. */
  long expired() {
    return expired;
  }

  /** All changes up to that number are in it, or before it. */
  long last() {
    return last;
  }
}
