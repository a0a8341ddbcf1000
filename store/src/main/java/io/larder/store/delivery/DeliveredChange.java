package io.larder.store.delivery;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.StreamRecord.EventName;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item, as it is sent.
 *
 * @param number by which changes of one table follow each other
 * @param eventId 32 digits of hex
 * @param micros when it was made, in microseconds since 1970
 * @param precision in which that is told
 * @param newImage null if the item is gone; the old one if it was not there
 * @param isExpiry true if the item was deleted because its time was over
 */
public record DeliveredChange(
    long number,
    String eventId,
    EventName eventName,
    String awsRegion,
    String tableName,
    long micros,
    CreationTimePrecision precision,
    Item keys,
    @Nullable Item newImage,
    @Nullable Item oldImage,
    boolean isExpiry) {
  private static final int UNIT = 1024;

  /** The size of the keys and images. */
  public long sizeBytes() {
    return (long) keys.size() + size(newImage) + size(oldImage);
  }

  /** The length of what it is made of. */
  public long jsonLength() {
    return (long) keys.jsonLength() + length(newImage) + length(oldImage);
  }

  /** What the service would charge for it. */
  public long units() {
    return Math.max(1, Math.ceilDiv(Math.max(size(newImage), size(oldImage)), UNIT));
  }

  private static int size(@Nullable Item image) {
    return image == null ? 0 : image.size();
  }

  private static int length(@Nullable Item image) {
    return image == null ? 0 : image.jsonLength();
  }
}
