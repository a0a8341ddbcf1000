package io.larder.store;

import static io.larder.protocol.error.ServiceException.invalidParameter;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long the attributes of a partition key and of a sort key may be together. */
final class KeyLimits {
  private KeyLimits() {}

  /** The service's refusal of a key that is too long, or null. */
  static @Nullable ServiceException exceeded(
      List<AttributeValue> partition, List<AttributeValue> sort) {
    if (size(partition) > ServiceQuotas.MAX_PARTITION_KEY_BYTES) {
      return partitionKeyTooLong();
    }
    return size(sort) > ServiceQuotas.MAX_SORT_KEY_BYTES ? sortKeyTooLong() : null;
  }

  private static int size(List<AttributeValue> values) {
    int size = 0;
    for (AttributeValue value : values) {
      size += ItemSize.of(value);
    }
    return size;
  }

  static void checkPartitionKey(byte[] bytes) {
    if (bytes.length > ServiceQuotas.MAX_PARTITION_KEY_BYTES) {
      throw partitionKeyTooLong();
    }
  }

  static void checkSortKey(byte[] bytes) {
    if (bytes.length > ServiceQuotas.MAX_SORT_KEY_BYTES) {
      throw sortKeyTooLong();
    }
  }

  private static ServiceException partitionKeyTooLong() {
    return invalidParameter("Size of hashkey has exceeded the maximum size limit of2048 bytes");
  }

  private static ServiceException sortKeyTooLong() {
    return invalidParameter(
        "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
  }
}
