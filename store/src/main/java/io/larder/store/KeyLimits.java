package io.larder.store;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.ItemSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The longest keys: 2048 bytes of partition key and 1024 of sort key, over all of their attributes
 * (limits page, "Partition keys and sort keys").
 */
final class KeyLimits {
  private static final int PARTITION_KEY = 2048;
  private static final int SORT_KEY = 1024;

  private KeyLimits() {}

  /** The service's refusal of a key that is too long, or null. */
  static @Nullable ServiceException exceeded(
      List<AttributeValue> partition, List<AttributeValue> sort) {
    if (size(partition) > PARTITION_KEY) {
      return partitionKeyTooLong();
    }
    return size(sort) > SORT_KEY ? sortKeyTooLong() : null;
  }

  private static int size(List<AttributeValue> values) {
    int size = 0;
    for (AttributeValue value : values) {
      size += ItemSize.of(value);
    }
    return size;
  }

  static void checkPartitionKey(byte[] bytes) {
    if (bytes.length > PARTITION_KEY) {
      throw partitionKeyTooLong();
    }
  }

  static void checkSortKey(byte[] bytes) {
    if (bytes.length > SORT_KEY) {
      throw sortKeyTooLong();
    }
  }

  private static ServiceException partitionKeyTooLong() {
    return validation(
        "One or more parameter values were invalid: "
            + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
  }

  private static ServiceException sortKeyTooLong() {
    return validation(
        "One or more parameter values were invalid: "
            + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
  }
}
