package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.store.TableStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * The table of the upstream in which servers keep what they must agree on. Of it nothing is ever
 * kept in memory, and writes of it are not announced.
 */
public final class ControlTable {
  public static final String PARTITION_KEY = "pk";
  public static final String SORT_KEY = "sk";

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLLS = 120;

  private ControlTable() {}

  /**
   * Makes the table, unless it is there, and waits until it can be used. Blocks.
   *
   * @throws ServiceException if it can be neither found nor made
   */
  public static void ensure(TableStore store, String name) {
    for (int poll = 0; poll < POLLS; poll++) {
      if (isThere(store, name)) {
        return;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    throw new ServiceException(
        new ServiceError.ServiceUnavailable("The table " + name + " is not ready"));
  }

  private static boolean isThere(TableStore store, String name) {
    try {
      TableStatus status = store.describe(new DescribeTableRequest(name)).table().tableStatus();
      return status != TableStatus.CREATING && status != TableStatus.DELETING;
    } catch (ServiceException e) {
      if (!(TableFinder.meaning(e) instanceof ServiceError.ResourceNotFound)) {
        throw e;
      }
      return isMade(store, name);
    }
  }

  private static boolean isMade(TableStore store, String name) {
    try {
      return store.change(request(name)).join().tableDescription().tableStatus()
          == TableStatus.ACTIVE;
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof ServiceException refusal)) {
        throw e;
      }
      // Another server is making it.
      if (!(TableFinder.meaning(refusal) instanceof ServiceError.ResourceInUse)) {
        throw refusal;
      }
      return false;
    }
  }

  private static CreateTableRequest request(String name) {
    return new CreateTableRequest(
        name,
        List.of(
            new AttributeDefinition(PARTITION_KEY, ScalarAttributeType.S),
            new AttributeDefinition(SORT_KEY, ScalarAttributeType.S)),
        List.of(
            new KeySchemaElement(PARTITION_KEY, KeyType.HASH),
            new KeySchemaElement(SORT_KEY, KeyType.RANGE)),
        List.of(),
        List.of(),
        new TableOptions(BillingMode.PAY_PER_REQUEST, null, null, null, null, null, null, null),
        List.of());
  }
}
