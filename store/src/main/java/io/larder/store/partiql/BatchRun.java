package io.larder.store.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchExecuteStatementResponse;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.operation.BatchStatementResponse;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.partiql.Statement.Select;
import io.larder.store.PrimaryKey;
import io.larder.store.ReadUnits;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One batch of statements. Each fails for itself, except that no two may be about one item. What is
 * read of one table is read together, what is written is queued together.
 */
final class BatchRun {
  private static final double LEAST_WRITE = 1;

  private final BatchExecuteStatementRequest request;
  private final TableStore store;
  private final Reads reads;
  private final @Nullable BatchStatementResponse[] answers;
  private final Map<String, Table> tables = new HashMap<>();
  private final Set<PrimaryKey> keys = new HashSet<>();
  private final Map<Group, Map<Map<String, AttributeValue>, Integer>> groups =
      new LinkedHashMap<>();
  private final Map<Integer, WritePlanner.Planned> writes = new LinkedHashMap<>();
  private final Map<String, ConsumedCapacity> consumed = new LinkedHashMap<>();

  /** What is read together. */
  private record Group(String tableName, boolean consistent) {}

  BatchRun(BatchExecuteStatementRequest request, TableStore store, Reads reads) {
    this.request = request;
    this.store = store;
    this.reads = reads;
    this.answers = new BatchStatementResponse[request.statements().size()];
  }

  CompletableFuture<BatchExecuteStatementResponse> run() {
    for (int i = 0; i < answers.length; i++) {
      plan(i);
    }
    groups.forEach(this::read);
    List<CompletableFuture<?>> written = new ArrayList<>(writes.size());
    writes.forEach((at, planned) -> written.add(write(at, planned)));
    return CompletableFuture.allOf(written.toArray(CompletableFuture[]::new))
        .thenApply(_ -> response());
  }

  private BatchExecuteStatementResponse response() {
    boolean isTold =
        request.returnConsumedCapacity() != ReturnConsumedCapacity.NONE && !consumed.isEmpty();
    return new BatchExecuteStatementResponse(
        Arrays.asList(answers), isTold ? consumedInOrder() : null);
  }

  /** What was consumed of each table, in the order of the statements: writes end in any. */
  private List<ConsumedCapacity> consumedInOrder() {
    Set<String> tables = new LinkedHashSet<>();
    for (BatchStatement entry : request.statements()) {
      if (entry.statement() != null) {
        tables.add(entry.statement().tableName());
      }
    }
    List<ConsumedCapacity> ordered = new ArrayList<>(consumed.size());
    for (String table : tables) {
      ConsumedCapacity ofTable = consumed.remove(table);
      if (ofTable != null) {
        ordered.add(ofTable);
      }
    }
    ordered.addAll(consumed.values());
    return ordered;
  }

  private void plan(int at) {
    BatchStatement entry = request.statements().get(at);
    Statement statement = entry.statement();
    if (statement == null) {
      ServiceError fault = entry.fault();
      answers[at] =
          StatementErrors.ofUnread(fault == null ? new ServiceError.InternalFailure() : fault);
      return;
    }
    PrimaryKey key;
    try {
      Table table = table(statement);
      key =
          statement instanceof Select select
              ? planRead(at, entry, select, table)
              : planWrite(at, entry, statement, table);
    } catch (ServiceException e) {
      answers[at] = StatementErrors.ofBatch(e.error(), statement, statement.tableName());
      return;
    }
    if (!keys.add(key)) {
      throw validation("Provided list of item keys contains duplicates");
    }
  }

  private Table table(Statement statement) {
    Table known = tables.get(statement.tableName());
    if (known == null) {
      known = Statements.find(statement, store);
      tables.put(statement.tableName(), known);
    }
    return known;
  }

  private PrimaryKey planRead(int at, BatchStatement entry, Select select, Table table) {
    ItemTarget target =
        select.indexName() == null
            ? ItemTarget.ofRead(select.conjuncts(), table.keySchema())
            : null;
    if (target == null || !target.rest().isEmpty()) {
      throw validation(
          "Select statements within BatchExecuteStatement must specify the primary key in the"
              + " where clause.");
    }
    target.checkTypes(table.keySchema());
    PrimaryKey key = table.primaryKey(target.key());
    groups
        .computeIfAbsent(
            new Group(select.tableName(), entry.consistentRead()), _ -> new LinkedHashMap<>())
        .put(target.key(), at);
    return key;
  }

  private PrimaryKey planWrite(int at, BatchStatement entry, Statement statement, Table table) {
    WritePlanner.Planned planned =
        WritePlanner.plan(
            statement, table, request.returnConsumedCapacity(), entry.onConditionCheckFailure());
    writes.put(at, planned);
    return planned.key();
  }

  private void read(Group group, Map<Map<String, AttributeValue>, Integer> places) {
    List<Map<String, AttributeValue>> wanted = List.copyOf(places.keySet());
    try {
      Reads.Items found =
          reads.items(
              group.tableName(), wanted, group.consistent(), request.returnConsumedCapacity());
      consume(found.consumed());
      for (Item item : found.items()) {
        Integer at = places.get(Reads.keyOf(item, wanted.getFirst()));
        if (at != null) {
          answers[at] = found(at, item);
        }
      }
      places.values().forEach(at -> setIfUnanswered(at, found(at, null)));
    } catch (ServiceException e) {
      places
          .values()
          .forEach(
              at ->
                  setIfUnanswered(
                      at, StatementErrors.ofBatch(e.error(), statement(at), group.tableName())));
    }
  }

  private void setIfUnanswered(int at, BatchStatementResponse answer) {
    if (answers[at] == null) {
      answers[at] = answer;
    }
  }

  private Statement statement(int at) {
    Statement statement = request.statements().get(at).statement();
    if (statement == null) {
      throw new IllegalStateException("only statements are planned");
    }
    return statement;
  }

  private BatchStatementResponse found(int at, @Nullable Item item) {
    Select select = (Select) statement(at);
    return new BatchStatementResponse(
        null,
        select.tableName(),
        item == null ? null : SelectPlan.projected(select.fields(), item));
  }

  private CompletableFuture<?> write(int at, WritePlanner.Planned planned) {
    CompletableFuture<? extends Response> future;
    try {
      future = store.write(planned.request());
    } catch (ServiceException e) {
      future = CompletableFuture.failedFuture(e);
    }
    return future.handle((response, failure) -> written(at, response, failure));
  }

  private @Nullable Void written(int at, @Nullable Response response, @Nullable Throwable failure) {
    Statement statement = statement(at);
    if (response == null) {
      ServiceError error = StatementErrors.refusal(failure).error();
      BatchStatementResponse answer =
          StatementErrors.ofBatch(error, statement, statement.tableName());
      answers[at] = answer;
      if (answer.tableName() != null) {
        // The service charges for looking at the item; of which size nobody knows any more.
        consume(
            ReadUnits.table(request.returnConsumedCapacity(), statement.tableName(), LEAST_WRITE));
      }
      return null;
    }
    consume(Statements.consumed(response));
    Item item =
        switch (response) {
          case UpdateItemResponse update -> update.attributes();
          case DeleteItemResponse delete -> delete.attributes();
          default -> null;
        };
    answers[at] = new BatchStatementResponse(null, statement.tableName(), item);
    return null;
  }

  /** Answers of writes come on threads of the store. */
  private void consume(@Nullable ConsumedCapacity capacity) {
    if (capacity != null) {
      synchronized (consumed) {
        consumed.merge(capacity.tableName(), capacity, ConsumedCapacity::plus);
      }
    }
  }
}
