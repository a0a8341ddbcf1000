package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item, as a stream tells it.
 *
 * @param eventId 32 digits of hex
 * @param approximateCreationDateTime when it happened, told in seconds; null only of an upstream
 *     that does not say it
 * @param newImage null where there is none, or the view does not show it; the same for the old one
 * @param sizeBytes of the keys and of the images that are shown
 * @param isExpiry true if the service deleted the item because its time was over
 */
public record StreamRecord(
    String eventId,
    EventName eventName,
    String awsRegion,
    @Nullable Instant approximateCreationDateTime,
    Item keys,
    @Nullable Item newImage,
    @Nullable Item oldImage,
    String sequenceNumber,
    long sizeBytes,
    @Nullable StreamViewType streamViewType,
    boolean isExpiry) {
  /** What happened to the item. */
  public enum EventName {
    INSERT,
    MODIFY,
    REMOVE
  }

  /** The bytes of the items in it. */
  long itemBytes() {
    long bytes = keys.jsonLength();
    if (newImage != null) {
      bytes += newImage.jsonLength();
    }
    if (oldImage != null) {
      bytes += oldImage.jsonLength();
    }
    return bytes;
  }
}
