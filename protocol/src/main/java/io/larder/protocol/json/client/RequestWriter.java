package io.larder.protocol.json.client;

import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
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
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
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
import io.larder.protocol.wire.JsonWriter;

/**
 * Writes requests as a client sends them, always in the current form: what was given by legacy
 * parameters becomes the expression that means the same. What a request leaves out by default is
 * not written. Equal requests become equal bytes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations.html">
 *     Actions</a>
 */
public final class RequestWriter {
  private static final String ENABLE_KINESIS = "EnableKinesisStreamingConfiguration";
  private static final String UPDATE_KINESIS = "UpdateKinesisStreamingConfiguration";

  private RequestWriter() {}

  /** The value of the header {@code X-Amz-Target} that goes with {@code request}. */
  public static String target(Request<?> request) {
    return switch (request) {
      case GetItemRequest _ -> Operation.GET_ITEM.target();
      case QueryRequest _ -> Operation.QUERY.target();
      case ScanRequest _ -> Operation.SCAN.target();
      case BatchGetItemRequest _ -> Operation.BATCH_GET_ITEM.target();
      case TransactGetItemsRequest _ -> Operation.TRANSACT_GET_ITEMS.target();
      case PutItemRequest _ -> Operation.PUT_ITEM.target();
      case UpdateItemRequest _ -> Operation.UPDATE_ITEM.target();
      case DeleteItemRequest _ -> Operation.DELETE_ITEM.target();
      case BatchWriteItemRequest _ -> Operation.BATCH_WRITE_ITEM.target();
      case TransactWriteItemsRequest _ -> Operation.TRANSACT_WRITE_ITEMS.target();
      case ExecuteStatementRequest _ -> Operation.EXECUTE_STATEMENT.target();
      case BatchExecuteStatementRequest _ -> Operation.BATCH_EXECUTE_STATEMENT.target();
      case ExecuteTransactionRequest _ -> Operation.EXECUTE_TRANSACTION.target();
      case DescribeTableRequest _ -> Operation.DESCRIBE_TABLE.target();
      case ListTablesRequest _ -> Operation.LIST_TABLES.target();
      case ListStreamsRequest _ -> Operation.LIST_STREAMS.target();
      case DescribeStreamRequest _ -> Operation.DESCRIBE_STREAM.target();
      case GetShardIteratorRequest _ -> Operation.GET_SHARD_ITERATOR.target();
      case GetRecordsRequest _ -> Operation.GET_RECORDS.target();
      case DescribeLimitsRequest _ -> Operation.DESCRIBE_LIMITS.target();
      case DescribeContinuousBackupsRequest _ -> Operation.DESCRIBE_CONTINUOUS_BACKUPS.target();
      case DescribeTimeToLiveRequest _ -> Operation.DESCRIBE_TIME_TO_LIVE.target();
      case ListTagsOfResourceRequest _ -> Operation.LIST_TAGS_OF_RESOURCE.target();
      case CreateTableRequest _ -> Operation.CREATE_TABLE.target();
      case UpdateTableRequest _ -> Operation.UPDATE_TABLE.target();
      case DeleteTableRequest _ -> Operation.DELETE_TABLE.target();
      case UpdateTimeToLiveRequest _ -> Operation.UPDATE_TIME_TO_LIVE.target();
      case TagResourceRequest _ -> Operation.TAG_RESOURCE.target();
      case UntagResourceRequest _ -> Operation.UNTAG_RESOURCE.target();
      case PutResourcePolicyRequest _ -> Operation.PUT_RESOURCE_POLICY.target();
      case GetResourcePolicyRequest _ -> Operation.GET_RESOURCE_POLICY.target();
      case DeleteResourcePolicyRequest _ -> Operation.DELETE_RESOURCE_POLICY.target();
      case UpdateContinuousBackupsRequest _ -> Operation.UPDATE_CONTINUOUS_BACKUPS.target();
      case UpdateContributorInsightsRequest _ -> Operation.UPDATE_CONTRIBUTOR_INSIGHTS.target();
      case DescribeContributorInsightsRequest _ -> Operation.DESCRIBE_CONTRIBUTOR_INSIGHTS.target();
      case ListContributorInsightsRequest _ -> Operation.LIST_CONTRIBUTOR_INSIGHTS.target();
      case EnableKinesisStreamingDestinationRequest _ ->
          Operation.ENABLE_KINESIS_STREAMING_DESTINATION.target();
      case DisableKinesisStreamingDestinationRequest _ ->
          Operation.DISABLE_KINESIS_STREAMING_DESTINATION.target();
      case UpdateKinesisStreamingDestinationRequest _ ->
          Operation.UPDATE_KINESIS_STREAMING_DESTINATION.target();
      case DescribeKinesisStreamingDestinationRequest _ ->
          Operation.DESCRIBE_KINESIS_STREAMING_DESTINATION.target();
      case AbsentRequest absent -> absent.operation().target();
      case DescribeEndpointsRequest _ -> Operation.DESCRIBE_ENDPOINTS.target();
      case ForwardedRequest forwarded -> forwarded.target();
    };
  }

  /** Writes the whole body of {@code request}. */
  public static void write(Request<?> request, JsonWriter out) {
    switch (request) {
      case GetItemRequest get -> ItemRequests.write(get, out);
      case QueryRequest query -> ItemRequests.write(query, out);
      case ScanRequest scan -> ItemRequests.write(scan, out);
      case BatchGetItemRequest batch -> BatchRequests.write(batch, out);
      case TransactGetItemsRequest transaction -> BatchRequests.write(transaction, out);
      case PutItemRequest put -> ItemRequests.write(put, out);
      case UpdateItemRequest update -> ItemRequests.write(update, out);
      case DeleteItemRequest delete -> ItemRequests.write(delete, out);
      case BatchWriteItemRequest batch -> BatchRequests.write(batch, out);
      case TransactWriteItemsRequest transaction -> BatchRequests.write(transaction, out);
      // They are carried out as the reads and writes that they come to.
      case Request.Statements<?> _ -> throw new IllegalArgumentException("statements are not sent");
      case DescribeTableRequest(var table) -> TableRequests.writeName(table, out);
      case ListTablesRequest list -> TableRequests.write(list, out);
      case DescribeContinuousBackupsRequest(var table) -> TableRequests.writeName(table, out);
      case DescribeTimeToLiveRequest(var table) -> TableRequests.writeName(table, out);
      case ListTagsOfResourceRequest list -> TableRequests.write(list, out);
      case CreateTableRequest create -> TableRequests.write(create, out);
      case UpdateTableRequest update -> TableRequests.write(update, out);
      case DeleteTableRequest(var table) -> TableRequests.writeName(table, out);
      case UpdateTimeToLiveRequest update -> TableRequests.write(update, out);
      case TagResourceRequest tag -> TableRequests.write(tag, out);
      case UntagResourceRequest untag -> TableRequests.write(untag, out);
      case PutResourcePolicyRequest put -> TableRequests.write(put, out);
      case GetResourcePolicyRequest get -> TableRequests.write(get, out);
      case DeleteResourcePolicyRequest delete -> TableRequests.write(delete, out);
      case Request.OfStream<?> stream -> StreamRequests.write(stream, out);
      case UpdateContinuousBackupsRequest update -> SettingsRequests.write(update, out);
      case UpdateContributorInsightsRequest update -> SettingsRequests.write(update, out);
      case DescribeContributorInsightsRequest describe -> SettingsRequests.write(describe, out);
      case ListContributorInsightsRequest list -> SettingsRequests.write(list, out);
      case EnableKinesisStreamingDestinationRequest(var table, var stream, var precision) ->
          SettingsRequests.write(table, stream, ENABLE_KINESIS, precision, out);
      case DisableKinesisStreamingDestinationRequest(var table, var stream, var precision) ->
          SettingsRequests.write(table, stream, ENABLE_KINESIS, precision, out);
      case UpdateKinesisStreamingDestinationRequest(var table, var stream, var precision) ->
          SettingsRequests.write(table, stream, UPDATE_KINESIS, precision, out);
      case DescribeKinesisStreamingDestinationRequest(var table) ->
          TableRequests.writeName(table, out);
      case AbsentRequest absent -> out.value(absent.body());
      case DescribeLimitsRequest(), DescribeEndpointsRequest() -> out.beginObject().endObject();
      case ForwardedRequest forwarded -> out.value(forwarded.body());
    }
  }
}
