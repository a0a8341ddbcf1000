package io.larder.store.partiql;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BatchStatementResponse;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.wire.RenderedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The errors of reads and writes, as statements tell them. */
final class StatementErrors {
  private static final String DUPLICATE = "DuplicateItem";
  static final String NOT_FOUND = "ResourceNotFound";
  private static final String VALIDATION = "ValidationError";
  private static final String CONDITION = "ConditionalCheckFailed";

  private StatementErrors() {}

  /** The error of one statement for that of the read or write that it came to. */
  static ServiceError of(ServiceError error, Statement statement) {
    return switch (meaning(error)) {
      case ServiceError.ConditionalCheckFailed _ when statement instanceof Statement.Insert ->
          new ServiceError.DuplicateItem(ServiceError.DuplicateItem.MESSAGE);
      case ServiceError.ResourceNotFound _ -> new ServiceError.ResourceNotFound(Messages.NOT_FOUND);
      default -> error;
    };
  }

  /** The error, and of one that an upstream told what it means. */
  static ServiceError meaning(ServiceError error) {
    return error instanceof ServiceError.Relayed relayed ? meaning(relayed.meaning()) : error;
  }

  /** What went wrong, if that is told to clients; else it is thrown on. */
  static ServiceException refusal(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> throw new IllegalStateException("neither an answer nor a failure");
      case ServiceException e -> e;
      case CompletionException e when e.getCause() instanceof ServiceException cause -> cause;
      case RuntimeException e -> throw e;
      default -> throw new CompletionException(failure);
    };
  }

  /** The same for a statement of a batch. */
  static BatchStatementResponse ofBatch(ServiceError error, Statement statement, String tableName) {
    ServiceError told = meaning(of(error, statement));
    String code = code(told);
    RenderedJson item =
        told instanceof ServiceError.ConditionalCheckFailed failed ? failed.item() : null;
    return new BatchStatementResponse(
        new BatchStatementResponse.Failure(code, told.message(), item),
        code.equals(VALIDATION) ? null : tableName,
        null);
  }

  /** A statement that could not be read. */
  static BatchStatementResponse ofUnread(ServiceError fault) {
    return new BatchStatementResponse(
        new BatchStatementResponse.Failure(VALIDATION, fault.message(), null), null, null);
  }

  /**
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html">
   *     BatchStatementError</a>
   */
  private static String code(ServiceError error) {
    return switch (error) {
      case ServiceError.ConditionalCheckFailed _ -> CONDITION;
      case ServiceError.DuplicateItem _ -> DUPLICATE;
      case ServiceError.ResourceNotFound _, ServiceError.TableNotFound _ -> NOT_FOUND;
      case ServiceError.ItemCollectionSizeLimitExceeded _ -> "ItemCollectionSizeLimitExceeded";
      case ServiceError.ProvisionedThroughputExceeded _ -> "ProvisionedThroughputExceeded";
      case ServiceError.RequestLimitExceeded _ -> "RequestLimitExceeded";
      case ServiceError.Throttling _ -> "ThrottlingError";
      case ServiceError.TransactionConflict _ -> "TransactionConflict";
      case ServiceError.AccessDenied _ -> "AccessDenied";
      case ServiceError.Validation _,
          ServiceError.EmptyKeyValue _,
          ServiceError.ValidationErrors _ ->
          VALIDATION;
      default -> error.httpStatus() < 500 ? VALIDATION : "InternalServerError";
    };
  }

  /** A cancelled transaction, in which an INSERT may be of an item that is there. */
  static ServiceException ofTransaction(ServiceException refusal, IntPredicate isInsert) {
    if (!(meaning(refusal.error()) instanceof ServiceError.TransactionCanceled(var reasons))) {
      return refusal;
    }
    List<CancellationReason> told = new ArrayList<>(reasons.size());
    for (CancellationReason reason : reasons) {
      boolean isDuplicate = reason.code().equals(CONDITION) && isInsert.test(told.size());
      told.add(
          isDuplicate
              ? new CancellationReason(DUPLICATE, ServiceError.DuplicateItem.MESSAGE, reason.item())
              : reason);
    }
    return new ServiceException(new ServiceError.TransactionCanceled(told));
  }

  /** The cancellation of a transaction of which {@code reasons} are known; null for none. */
  static ServiceException cancelled(List<@Nullable CancellationReason> reasons) {
    return new ServiceException(
        new ServiceError.TransactionCanceled(
            reasons.stream()
                .map(reason -> reason == null ? CancellationReason.NONE : reason)
                .toList()));
  }
}
