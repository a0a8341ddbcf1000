package io.larder.store.partiql;

import io.larder.protocol.draft.statement.ExecuteTransactionDraft;
import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.ExecuteTransactionResponse;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.ReturnValuesOnConditionCheckFailure;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactStatement;
import io.larder.protocol.operation.TransactWriteItem;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.TransactionSize;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.partiql.Statement.Select;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One transaction of statements, as the transaction of reads or of writes that it comes to. */
final class TransactionRun {
  private final ExecuteTransactionRequest request;
  private final TableStore store;

  TransactionRun(ExecuteTransactionRequest request, TableStore store) {
    this.request = request;
    this.store = store;
  }

  CompletableFuture<ExecuteTransactionResponse> run() {
    List<Table> tables = tables();
    return request.statements().getFirst().statement().reads()
        ? CompletableFuture.completedFuture(read(tables))
        : write(tables);
  }

  /** The tables of all statements, of which one that is missing cancels the transaction. */
  private List<Table> tables() {
    List<Table> tables = new ArrayList<>(request.statements().size());
    List<@Nullable CancellationReason> reasons = new ArrayList<>();
    for (TransactStatement entry : request.statements()) {
      CancellationReason reason = null;
      try {
        tables.add(Statements.find(entry.statement(), store));
      } catch (ServiceException e) {
        if (!Statements.isNotFound(e)) {
          throw e;
        }
        reason = new CancellationReason(StatementErrors.NOT_FOUND, Messages.NOT_FOUND, null);
      }
      reasons.add(reason);
    }
    if (tables.size() < reasons.size()) {
      throw StatementErrors.cancelled(reasons);
    }
    return tables;
  }

  private Statement statement(int at) {
    return request.statements().get(at).statement();
  }

  private ExecuteTransactionResponse read(List<Table> tables) {
    List<TransactGetItem> gets = new ArrayList<>(tables.size());
    for (int i = 0; i < tables.size(); i++) {
      Select select = (Select) statement(i);
      ItemTarget target = ItemTarget.ofRead(select.conjuncts(), tables.get(i).keySchema());
      if (target == null || !target.rest().isEmpty()) {
        throw ExecuteTransactionDraft.fault(
            i,
            "Select statements within ExecuteTransaction must specify the primary key in the where"
                + " clause.");
      }
      gets.add(new TransactGetItem(select.tableName(), target.key(), null));
    }
    TransactGetItemsResponse response =
        store.read(new TransactGetItemsRequest(gets, request.returnConsumedCapacity()));
    List<@Nullable Item> items = new ArrayList<>(gets.size());
    for (int i = 0; i < gets.size(); i++) {
      Item item = response.items().get(i);
      items.add(item == null ? null : SelectPlan.projected(((Select) statement(i)).fields(), item));
    }
    return new ExecuteTransactionResponse(items, response.consumedCapacity());
  }

  private CompletableFuture<ExecuteTransactionResponse> write(List<Table> tables) {
    List<TransactWriteItem> actions = new ArrayList<>(tables.size());
    long bytes = 0;
    for (int i = 0; i < tables.size(); i++) {
      try {
        actions.add(action(request.statements().get(i), tables.get(i)));
      } catch (ServiceException e) {
        throw ExecuteTransactionDraft.fault(i, e.error().message());
      }
      bytes += size(actions.getLast());
    }
    TransactionSize.check(bytes);
    return store
        .write(
            new TransactWriteItemsRequest(
                actions,
                token(request.clientRequestToken()),
                request.fingerprint(),
                request.returnConsumedCapacity(),
                ReturnItemCollectionMetrics.NONE))
        .handle(this::written);
  }

  private ExecuteTransactionResponse written(
      @Nullable TransactWriteItemsResponse response, @Nullable Throwable failure) {
    if (response == null) {
      throw StatementErrors.ofTransaction(
          StatementErrors.refusal(failure), at -> statement(at) instanceof Statement.Insert);
    }
    return new ExecuteTransactionResponse(List.of(), response.consumedCapacity());
  }

  private static TransactWriteItem action(TransactStatement entry, Table table) {
    String tableName = entry.statement().tableName();
    return switch (entry.statement()) {
      case Statement.Insert(_, var item) ->
          new TransactWriteItem.Put(
              tableName,
              Item.of(item),
              WritePlanner.absent(table),
              ReturnValuesOnConditionCheckFailure.NONE);
      case Statement.Update update -> {
        ItemTarget target = target(update, table);
        yield new TransactWriteItem.Update(
            tableName,
            target.key(),
            update.update(),
            WritePlanner.present(target.rest(), table),
            entry.onConditionCheckFailure(),
            false);
      }
      case Statement.Delete delete -> {
        ItemTarget target = target(delete, table);
        yield new TransactWriteItem.Delete(
            tableName,
            target.key(),
            WritePlanner.ifPresent(target.rest(), table),
            entry.onConditionCheckFailure());
      }
      case Statement.Exists(var select) -> {
        ItemTarget target = ItemTarget.ofRead(select.conjuncts(), table.keySchema());
        if (target == null || target.rest().isEmpty()) {
          throw ServiceException.validation(
              "EXISTS() must contain a single item read with additional condition");
        }
        yield new TransactWriteItem.ConditionCheck(
            tableName,
            target.key(),
            WritePlanner.present(target.rest(), table),
            entry.onConditionCheckFailure());
      }
      case Select select -> throw new IllegalArgumentException("writes nothing: " + select);
    };
  }

  /** A value that no key can have is a fault of the statement, one of another type a reason. */
  private static ItemTarget target(Statement statement, Table table) {
    ItemTarget target = ItemTarget.ofWrite(statement.conjuncts(), table.keySchema());
    for (KeyAttribute attribute : table.keySchema().attributes()) {
      AttributeValue value = target.key().get(attribute.name());
      if (value != null) {
        KeyTypes.checkOrdered(attribute, value);
      }
    }
    return target;
  }

  private static long size(TransactWriteItem action) {
    return switch (action) {
      case TransactWriteItem.Put put -> put.item().size();
      case TransactWriteItem.Update update ->
          ItemSize.of(update.key()) + update.update().writtenSize() + weight(update.condition());
      case TransactWriteItem.Delete delete ->
          ItemSize.of(delete.key()) + weight(delete.condition());
      case TransactWriteItem.ConditionCheck check ->
          ItemSize.of(check.key()) + weight(check.condition());
    };
  }

  private static long weight(@Nullable ConditionExpression condition) {
    return condition == null ? 0 : condition.weight(ServiceQuotas.MAX_TRANSACTION_BYTES);
  }

  /** Tokens of this operation have nothing to do with those of TransactWriteItems. */
  private static @Nullable String token(@Nullable String given) {
    if (given == null) {
      return null;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("ExecuteTransaction:" + given).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .encodeToString(digest)
          .substring(0, ServiceQuotas.MAX_CLIENT_REQUEST_TOKEN);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
