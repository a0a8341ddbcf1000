package io.larder.store.hidden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.wire.JsonBytes;
import io.larder.store.ForwardingTableStore;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.access.TableAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store without one of its tables: what the server keeps there for itself no client can see,
 * read, write, change or delete, by whatever operation. To clients the table is not there, but its
 * name is taken.
 */
public final class HidingTableStore extends ForwardingTableStore {
  private final TableStore store;
  private final HiddenName hidden;
  private final ForwardedAnswers answers;

  public HidingTableStore(TableStore store, String hiddenName) {
    super(store);
    this.store = store;
    this.hidden = new HiddenName(hiddenName);
    this.answers = new ForwardedAnswers(hidden);
  }

  @Override
  public @Nullable Table known(String nameOrArn) {
    return hidden.is(nameOrArn) ? null : store.known(nameOrArn);
  }

  @Override
  public @Nullable Table defined(String nameOrArn) {
    return hidden.is(nameOrArn) ? null : store.defined(nameOrArn);
  }

  @Override
  public Table find(String nameOrArn) {
    if (hidden.is(nameOrArn)) {
      throw notFound();
    }
    return store.find(nameOrArn);
  }

  @Override
  public @Nullable TableAccess access(String nameOrArn) {
    return hidden.is(nameOrArn) ? TableAccess.NONE : store.access(nameOrArn);
  }

  @Override
  public TableAccess findAccess(String nameOrArn) {
    return hidden.is(nameOrArn) ? TableAccess.NONE : store.findAccess(nameOrArn);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    store.watch(
        event -> {
          if (!hidden.is(table(event).name())) {
            watcher.accept(event);
          }
        });
  }

  private static Table table(TableEvent event) {
    return switch (event) {
      case TableEvent.Created(var table) -> table;
      case TableEvent.Changed(_, var table) -> table;
      case TableEvent.Dropped(var table) -> table;
    };
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    boolean isHidden =
        switch (request) {
          case GetItemRequest get -> hidden.is(get.tableName());
          case QueryRequest query -> hidden.is(query.tableName());
          case ScanRequest scan -> hidden.is(scan.tableName());
          case BatchGetItemRequest batch ->
              batch.requestItems().keySet().stream().anyMatch(hidden::is);
          case TransactGetItemsRequest transaction ->
              transaction.items().stream().anyMatch(get -> hidden.is(get.tableName()));
        };
    if (isHidden) {
      throw notFound();
    }
    return store.read(request);
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    boolean isHidden =
        switch (request) {
          case PutItemRequest put -> hidden.is(put.tableName());
          case UpdateItemRequest update -> hidden.is(update.tableName());
          case DeleteItemRequest delete -> hidden.is(delete.tableName());
          case BatchWriteItemRequest batch ->
              batch.requestItems().keySet().stream().anyMatch(hidden::is);
          case TransactWriteItemsRequest transaction ->
              transaction.items().stream().anyMatch(item -> hidden.is(item.tableName()));
        };
    return isHidden ? CompletableFuture.failedFuture(notFound()) : store.write(request);
  }

  @Override
  @SuppressWarnings("unchecked") // a list of tables is answered with one
  public <R extends Response> R describe(Request.Describe<R> request) {
    boolean isHidden =
        switch (request) {
          case ListTablesRequest _, DescribeLimitsRequest _ -> false;
          case DescribeTableRequest table -> hidden.is(table.tableName());
          case DescribeContinuousBackupsRequest table -> hidden.is(table.tableName());
          case DescribeTimeToLiveRequest table -> hidden.is(table.tableName());
          case ListTagsOfResourceRequest tags -> hidden.is(tags.resourceArn());
          case GetResourcePolicyRequest get -> hidden.is(get.resourceArn());
          case Request.OfStream<?> stream -> isHidden(stream);
          case DescribeContributorInsightsRequest table -> hidden.is(table.tableName());
          case ListContributorInsightsRequest list ->
              list.tableName() != null && hidden.is(list.tableName());
          case DescribeKinesisStreamingDestinationRequest table -> hidden.is(table.tableName());
          case AbsentRequest absent -> hidden.isIn(absent.body());
        };
    if (isHidden) {
      throw notThere();
    }
    R response = store.describe(request);
    return switch (response) {
      case ListTablesResponse list -> (R) without(list);
      case ListStreamsResponse list -> (R) without(list);
      default -> response;
    };
  }

  private boolean isHidden(Request.OfStream<?> request) {
    return switch (request) {
      case ListStreamsRequest _ -> false;
      case DescribeStreamRequest describe -> hidden.is(describe.streamArn());
      case GetShardIteratorRequest iterator -> hidden.is(iterator.streamArn());
      // An iterator begins with the ARN of its stream.
      case GetRecordsRequest records -> hidden.is(records.shardIterator());
    };
  }

  private ListStreamsResponse without(ListStreamsResponse list) {
    return new ListStreamsResponse(
        list.streams().stream().filter(stream -> !hidden.is(stream.tableName())).toList(),
        list.lastEvaluatedStreamArn());
  }

  /** The names without the hidden one; where that was the last, the one after it says so. */
  private ListTablesResponse without(ListTablesResponse list) {
    List<String> names = new ArrayList<>(list.tableNames());
    String last = list.lastEvaluatedTableName();
    if (names.remove(hidden.text()) && hidden.text().equals(last)) {
      ListTablesResponse next = store.describe(new ListTablesRequest(last, 1));
      names.addAll(next.tableNames());
      last = next.lastEvaluatedTableName();
    }
    return new ListTablesResponse(names, last);
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    ServiceException refusal =
        switch (request) {
          case CreateTableRequest create -> hidden.is(create.tableName()) ? inUse() : null;
          case UpdateTableRequest update -> refusal(update.tableName());
          case DeleteTableRequest delete -> refusal(delete.tableName());
          case UpdateTimeToLiveRequest update -> refusal(update.tableName());
          case TagResourceRequest tag -> refusal(tag.resourceArn());
          case UntagResourceRequest untag -> refusal(untag.resourceArn());
          case PutResourcePolicyRequest put -> refusal(put.resourceArn());
          case DeleteResourcePolicyRequest delete -> refusal(delete.resourceArn());
          case UpdateContinuousBackupsRequest update -> refusal(update.tableName());
          case UpdateContributorInsightsRequest update -> refusal(update.tableName());
          case EnableKinesisStreamingDestinationRequest enable -> refusal(enable.tableName());
          case DisableKinesisStreamingDestinationRequest disable -> refusal(disable.tableName());
          case UpdateKinesisStreamingDestinationRequest update -> refusal(update.tableName());
        };
    return refusal == null ? store.change(request) : CompletableFuture.failedFuture(refusal);
  }

  private @Nullable ServiceException refusal(String nameOrArn) {
    return hidden.is(nameOrArn) ? notThere() : null;
  }

  @Override
  public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    if (hidden.isIn(request.body())) {
      return CompletableFuture.failedFuture(
          request.operationName().equals("CreateTable") ? inUse() : notThere());
    }
    CompletableFuture<ForwardedResponse> response = store.forward(request);
    return switch (request.operationName()) {
      case "ListTables" -> response.thenCompose(this::wholeList);
      // The request says which stream it is, and a record that has the name in it is a client's.
      case "GetRecords" -> response;
      default -> response.thenApply(answers::without);
    };
  }

  /** A list of tables that does not end with the hidden one. */
  private CompletableFuture<ForwardedResponse> wholeList(ForwardedResponse response) {
    ListTablesResponse list = TableNames.read(ForwardedAnswers.bytes(response.body()));
    if (!hidden.text().equals(list.lastEvaluatedTableName())) {
      return CompletableFuture.completedFuture(answers.without(response));
    }
    var next =
        new ForwardedRequest(
            "DynamoDB_20120810.ListTables",
            JsonBytes.of(
                "{\"ExclusiveStartTableName\":\"%s\",\"Limit\":1}"
                    .formatted(hidden.text())
                    .getBytes(UTF_8)));
    return store
        .forward(next)
        .thenApply(
            after -> {
              ListTablesResponse rest = TableNames.read(ForwardedAnswers.bytes(after.body()));
              List<String> names = new ArrayList<>(list.tableNames());
              names.remove(hidden.text());
              names.addAll(rest.tableNames());
              return new ForwardedResponse(
                  JsonBytes.of(
                      TableNames.write(
                          new ListTablesResponse(names, rest.lastEvaluatedTableName()))),
                  response.requestId());
            });
  }

  private static ServiceException notFound() {
    return new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
  }

  private ServiceException notThere() {
    return new ServiceException(
        new ServiceError.ResourceNotFound(
            Messages.NOT_FOUND + ": Table: " + hidden.text() + " not found"));
  }

  private ServiceException inUse() {
    return new ServiceException(
        new ServiceError.ResourceInUse("Table already exists: " + hidden.text()));
  }
}
