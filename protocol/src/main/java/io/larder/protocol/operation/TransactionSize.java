package io.larder.protocol.operation;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.quota.ServiceQuotas;

/**
 * The bytes that the actions of one transaction may come to (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">TransactWriteItems</a>).
 */
public final class TransactionSize {
  private TransactionSize() {}

  /**
   * @throws ServiceException Validation, if {@code bytes} are too many
   */
  public static void check(long bytes) {
    if (bytes > ServiceQuotas.MAX_TRANSACTION_BYTES) {
      String message = "Transaction payload size cannot exceed 4MB. Payload Size: ";
      // The service says it twice.
      throw validation(message + ": " + message + bytes);
    }
  }
}
