package io.larder.store.lmdb.streams;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamRecord;
import io.larder.store.lmdb.changes.BlockReader;
import io.larder.store.lmdb.changes.BlockReads;
import io.larder.store.lmdb.changes.EventIds;
import io.larder.store.lmdb.changes.SequenceNumbers;
import io.larder.store.lmdb.changes.TableStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of records of one shard while it is being filled. */
final class RecordPage implements BlockReads.Page {
  /** A page with so many bytes takes no more records. */
  private static final long MAX_BYTES = 1L << 20;

  private final TableStream stream;
  private final String region;
  private final EventIds ids;
  private final long from;
  private final int limit;
  private final List<StreamRecord> records = new ArrayList<>();
  private long bytes;
  private long next;
  private boolean isEnded;

  /**
   * @param from the first number that is wanted
   * @param limit most records
   */
  RecordPage(TableStream stream, long from, int limit) {
    this.stream = stream;
    this.region = stream.arn().tableArn().split(":", 5)[3];
    this.ids = new EventIds(stream.id(), stream.life().created());
    this.from = from;
    this.limit = limit;
    this.next = from;
  }

  @Override
  public boolean add(byte[] block, long last) {
    var reader = new BlockReader(block, last);
    while (reader.next()) {
      if (reader.number() >= from) {
        if (isFull()) {
          return false;
        }
        add(reader);
      }
    }
    return !isFull();
  }

  @Override
  public boolean end() {
    isEnded = true;
    return !records.isEmpty();
  }

  boolean isFull() {
    return isEnded || records.size() >= limit || bytes >= MAX_BYTES;
  }

  private void add(BlockReader reader) {
    Item keys = reader.keys();
    Item newImage = reader.newImage();
    Item oldImage = reader.oldImage();
    long number = reader.number();
    bytes += jsonLength(keys) + jsonLength(newImage) + jsonLength(oldImage);
    next = number + 1;
    records.add(
        new StreamRecord(
            ids.of(number),
            reader.eventName(),
            region,
            SequenceNumbers.timeOf(number),
            keys,
            newImage,
            oldImage,
            SequenceNumbers.text(number),
            (long) keys.size() + size(newImage) + size(oldImage),
            stream.viewType(),
            reader.isExpiry()));
  }

  private static long jsonLength(@Nullable Item item) {
    return item == null ? 0 : item.jsonLength();
  }

  private static int size(@Nullable Item item) {
    return item == null ? 0 : item.size();
  }

  List<StreamRecord> records() {
    return records;
  }

  /** The first number behind the records. */
  long nextNumber() {
    return next;
  }
}
