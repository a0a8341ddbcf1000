package io.larder.security.access;

import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.Select;
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
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.operation.WriteReturns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request does to what: the actions that its caller needs, on which resources, and what
 * their conditions may ask for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">
 *     Actions, resources, and condition keys for Amazon DynamoDB</a>
 */
public final class RequestAccess {
  public static final String SERVICE = "dynamodb:";

  private final Arns arns;
  private final ForwardedAccess forwarded;

  public RequestAccess(Arns arns) {
    this.arns = arns;
    this.forwarded = new ForwardedAccess(arns);
  }

  /**
   * All that must be allowed for the request to be carried out; at least one, unless it does
   * nothing.
   *
   * @throws UndeterminedException if that cannot be told
   */
  public List<Access> of(Request<?> request) {
    return switch (request) {
      case GetItemRequest get ->
          item("GetItem", get.tableName(), () -> read(get).consumed(get.returnConsumedCapacity()));
      case PutItemRequest put ->
          item(
              "PutItem",
              put.tableName(),
              () ->
                  written(put.returns()).item(put.item().attributes()).condition(put.condition()));
      case UpdateItemRequest update ->
          item(
              "UpdateItem",
              update.tableName(),
              () ->
                  written(update.returns())
                      .item(update.key())
                      .update(update.update())
                      .condition(update.condition()));
      case DeleteItemRequest delete ->
          item(
              "DeleteItem",
              delete.tableName(),
              () -> written(delete.returns()).item(delete.key()).condition(delete.condition()));
      case QueryRequest query ->
          page(
              "Query",
              query.tableName(),
              query.page(),
              () ->
                  page(query.page(), query.returnConsumedCapacity())
                      .keyCondition(query.keyCondition()));
      case ScanRequest scan ->
          page(
              "Scan",
              scan.tableName(),
              scan.page(),
              () -> page(scan.page(), scan.returnConsumedCapacity()));
      case BatchGetItemRequest batch -> batch(batch);
      case BatchWriteItemRequest batch -> batch(batch);
      case TransactGetItemsRequest transaction -> TransactionAccess.of(transaction, arns);
      case TransactWriteItemsRequest transaction -> TransactionAccess.of(transaction, arns);
      case Request.Statements<?> statements -> StatementAccess.of(statements, arns);
      case CreateTableRequest create -> create(create);
      case UpdateTableRequest update -> table("UpdateTable", update.tableName());
      case DeleteTableRequest delete -> table("DeleteTable", delete.tableName());
      case DescribeTableRequest describe -> table("DescribeTable", describe.tableName());
      case DescribeContinuousBackupsRequest describe ->
          table("DescribeContinuousBackups", describe.tableName());
      case DescribeTimeToLiveRequest describe -> table("DescribeTimeToLive", describe.tableName());
      case UpdateTimeToLiveRequest update -> table("UpdateTimeToLive", update.tableName());
      case ListTagsOfResourceRequest list -> table("ListTagsOfResource", list.resourceArn());
      case TagResourceRequest tag ->
          item("TagResource", tag.resourceArn(), () -> new Mentions().tags(tag.tags()));
      case UntagResourceRequest untag ->
          item("UntagResource", untag.resourceArn(), () -> new Mentions().tagKeys(untag.tagKeys()));
      case PutResourcePolicyRequest put -> table("PutResourcePolicy", put.resourceArn());
      case GetResourcePolicyRequest get -> table("GetResourcePolicy", get.resourceArn());
      case DeleteResourcePolicyRequest delete ->
          table("DeleteResourcePolicy", delete.resourceArn());
      case ListStreamsRequest _ -> List.of(Access.on(SERVICE + "ListStreams", Arns.ALL));
      case DescribeStreamRequest describe ->
          List.of(Access.onStream(SERVICE + "DescribeStream", describe.streamArn()));
      case GetShardIteratorRequest iterator ->
          List.of(Access.onStream(SERVICE + "GetShardIterator", iterator.streamArn()));
      case GetRecordsRequest records ->
          List.of(
              Access.onStream(
                  SERVICE + "GetRecords", ForwardedAccess.streamOf(records.shardIterator())));
      case UpdateContinuousBackupsRequest update ->
          table("UpdateContinuousBackups", update.tableName());
      case UpdateContributorInsightsRequest update ->
          index("UpdateContributorInsights", update.tableName(), update.indexName());
      case DescribeContributorInsightsRequest describe ->
          index("DescribeContributorInsights", describe.tableName(), describe.indexName());
      case ListContributorInsightsRequest _ ->
          List.of(Access.on(SERVICE + "ListContributorInsights", Arns.ALL));
      case EnableKinesisStreamingDestinationRequest enable ->
          table("EnableKinesisStreamingDestination", enable.tableName());
      case DisableKinesisStreamingDestinationRequest disable ->
          table("DisableKinesisStreamingDestination", disable.tableName());
      case UpdateKinesisStreamingDestinationRequest update ->
          table("UpdateKinesisStreamingDestination", update.tableName());
      case DescribeKinesisStreamingDestinationRequest describe ->
          table("DescribeKinesisStreamingDestination", describe.tableName());
      case AbsentRequest absent ->
          forwarded.of(new ForwardedRequest(absent.operation().target(), absent.body()));
      case ListTablesRequest _ -> List.of(Access.on(SERVICE + "ListTables", arns.allTables()));
      case DescribeLimitsRequest _ -> List.of(Access.on(SERVICE + "DescribeLimits", Arns.ALL));
      case DescribeEndpointsRequest _ ->
          List.of(Access.on(SERVICE + "DescribeEndpoints", Arns.ALL));
      case ForwardedRequest given -> forwarded.of(given);
    };
  }

  /** What is done to items of a table or of an index, whichever these are. */
  public Access items(String action, String nameOrArn, @Nullable String index) {
    return new Access(
        SERVICE + action, arns.index(nameOrArn, index), nameOrArn, index, Mentions::new);
  }

  private List<Access> table(String action, String nameOrArn) {
    return item(action, nameOrArn, Mentions::new);
  }

  private List<Access> index(String action, String nameOrArn, @Nullable String index) {
    return List.of(items(action, nameOrArn, index));
  }

  private List<Access> item(String action, String nameOrArn, Supplier<Mentions> mentions) {
    return List.of(access(action, nameOrArn, mentions));
  }

  private Access access(String action, String nameOrArn, Supplier<Mentions> mentions) {
    return new Access(
        SERVICE + action, arns.table(nameOrArn), Arns.withoutStream(nameOrArn), null, mentions);
  }

  private List<Access> page(
      String action, String nameOrArn, PageRequest page, Supplier<Mentions> mentions) {
    return List.of(
        new Access(
            SERVICE + action,
            arns.index(nameOrArn, page.indexName()),
            nameOrArn,
            page.indexName(),
            mentions));
  }

  private static Mentions read(GetItemRequest get) {
    return new Mentions().item(get.key()).projection(get.projection());
  }

  private static Mentions written(WriteReturns returns) {
    return new Mentions().returns(returns.values()).consumed(returns.consumedCapacity());
  }

  private static Mentions page(PageRequest page, ReturnConsumedCapacity consumed) {
    Mentions mentions =
        new Mentions().projection(page.projection()).condition(page.filter()).consumed(consumed);
    Select given = page.select();
    if (given != null) {
      return mentions.selected(given);
    }
    return page.projection() == null && page.indexName() != null
        ? mentions.selected(Select.ALL_PROJECTED_ATTRIBUTES)
        : mentions;
  }

  private List<Access> batch(BatchGetItemRequest batch) {
    List<Access> all = new ArrayList<>(batch.requestItems().size());
    for (Map.Entry<String, KeysAndAttributes> table : batch.requestItems().entrySet()) {
      KeysAndAttributes keys = table.getValue();
      all.add(
          access(
              "BatchGetItem",
              table.getKey(),
              () ->
                  new Mentions()
                      .items(keys.keys())
                      .projection(keys.projection())
                      .consumed(batch.returnConsumedCapacity())));
    }
    return all;
  }

  private List<Access> batch(BatchWriteItemRequest batch) {
    List<Access> all = new ArrayList<>(batch.requestItems().size());
    for (Map.Entry<String, List<WriteRequest>> table : batch.requestItems().entrySet()) {
      all.add(
          access(
              "BatchWriteItem",
              table.getKey(),
              () -> {
                Mentions mentions = new Mentions().consumed(batch.returnConsumedCapacity());
                for (WriteRequest write : table.getValue()) {
                  switch (write) {
                    case WriteRequest.Put(var item) -> mentions.item(item.attributes());
                    case WriteRequest.Delete(var key) -> mentions.item(key);
                  }
                }
                return mentions;
              }));
    }
    return all;
  }

  private List<Access> create(CreateTableRequest create) {
    Supplier<Mentions> mentions = () -> new Mentions().tags(create.tags());
    List<Access> all = new ArrayList<>(3);
    all.add(access("CreateTable", create.tableName(), mentions));
    if (!create.tags().isEmpty()) {
      all.add(access("TagResource", create.tableName(), mentions));
    }
    if (create.resourcePolicy() != null) {
      all.add(access("PutResourcePolicy", create.tableName(), mentions));
    }
    return all;
  }
}
