package io.larder.store.partiql;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.Lookup;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.partiql.Statement;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out PartiQL statements over a store. Safe for any number of threads. */
public final class Statements {
  private final TableStore store;
  private final Reads reads;

  /** Statements over {@code store}, which others close. */
  public Statements(TableStore store) {
    this.store = store;
    this.reads = new Reads(store);
  }

  /**
   * Carries out the statements of a request. May block on storage; what is written completes later,
   * on a thread of the store.
   *
   * @throws ServiceException in the words for statements, as the future may be completed with
   */
  public CompletableFuture<? extends Response> run(Request.Statements<?> request) {
    return switch (request) {
      case ExecuteStatementRequest execute -> execute(execute);
      case BatchExecuteStatementRequest batch -> new BatchRun(batch, store, reads).run();
      case ExecuteTransactionRequest transaction -> new TransactionRun(transaction, store).run();
    };
  }

  /**
   * The answer to a statement that comes to one read, if {@code cache} knows that one's, or the
   * read that is left to do; null of all other statements. Never blocks if {@code cache} does not.
   *
   * @throws ServiceException in the words for statements
   */
  public @Nullable Lookup look(
      ExecuteStatementRequest request, Function<Request.Cacheable<?>, Lookup> cache) {
    // What is known of a table that must be looked up first is not worth it.
    Table table =
        request.statement() instanceof Statement.Select
            ? store.known(request.statement().tableName())
            : null;
    if (table == null || !(request.statement() instanceof Statement.Select select)) {
      return null;
    }
    SingleRead single;
    try {
      SelectPlan plan = SelectPlanner.plan(select, table, request.consistentRead());
      single = new SelectRun(request, plan, reads).single();
    } catch (ServiceException e) {
      throw new ServiceException(StatementErrors.of(e.error(), select));
    }
    return single == null ? null : single.look(cache);
  }

  private CompletableFuture<ExecuteStatementResponse> execute(ExecuteStatementRequest request) {
    Statement statement = request.statement();
    try {
      Table table = find(statement, store);
      if (statement instanceof Statement.Select select) {
        SelectPlan plan = SelectPlanner.plan(select, table, request.consistentRead());
        return CompletableFuture.completedFuture(new SelectRun(request, plan, reads).run());
      }
      WritePlanner.Planned planned =
          WritePlanner.plan(
              statement,
              table,
              request.returnConsumedCapacity(),
              request.onConditionCheckFailure());
      return store
          .write(planned.request())
          .handle((response, e) -> written(response, e, statement));
    } catch (ServiceException e) {
      throw new ServiceException(StatementErrors.of(e.error(), statement));
    }
  }

  private static ExecuteStatementResponse written(
      @Nullable Response response, @Nullable Throwable failure, Statement statement) {
    if (response == null) {
      ServiceError error = StatementErrors.refusal(failure).error();
      throw new ServiceException(StatementErrors.of(error, statement));
    }
    return new ExecuteStatementResponse(items(response), null, null, consumed(response));
  }

  private static List<Item> items(Response response) {
    Item item =
        switch (response) {
          case UpdateItemResponse update -> update.attributes();
          case DeleteItemResponse delete -> delete.attributes();
          default -> null;
        };
    return item == null ? List.of() : List.of(item);
  }

  /** What a single write consumed. */
  static @Nullable ConsumedCapacity consumed(Response response) {
    return switch (response) {
      case PutItemResponse put -> put.consumedCapacity();
      case UpdateItemResponse update -> update.consumedCapacity();
      case DeleteItemResponse delete -> delete.consumedCapacity();
      default -> null;
    };
  }

  /** The table of a statement, whose absence is told without its name. */
  static Table find(Statement statement, TableStore store) {
    // An upstream would tell what is wrong with the name.
    if (!ResourceName.isTable(statement.tableName())) {
      throw new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
    }
    try {
      return store.find(statement.tableName());
    } catch (ServiceException e) {
      throw new ServiceException(StatementErrors.of(e.error(), statement));
    }
  }

  static boolean isNotFound(ServiceException e) {
    return e.error() instanceof ServiceError.ResourceNotFound(var message)
        && message.equals(Messages.NOT_FOUND);
  }
}
