package io.larder.protocol.json.response;

import io.larder.protocol.operation.BatchExecuteStatementResponse;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.DeleteResourcePolicyResponse;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeContributorInsightsResponse;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationResponse;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.ExecuteTransactionResponse;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.KinesisStreamingDestinationResponse;
import io.larder.protocol.operation.ListContributorInsightsResponse;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.PutResourcePolicyResponse;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.UntagResourceResponse;
import io.larder.protocol.operation.UpdateContinuousBackupsResponse;
import io.larder.protocol.operation.UpdateContributorInsightsResponse;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import io.larder.protocol.wire.JsonWriter;

/** Writes responses as the service does: which members appear, in which order, in which form. */
public final class ResponseEncoder {
  private ResponseEncoder() {}

  /** Writes the whole body of {@code response}. */
  public static void encode(Response response, JsonWriter out) {
    switch (response) {
      case GetItemResponse get -> ItemResponses.encode(get, out);
      case QueryResponse query ->
          ItemResponses.encodePage(query.page(), query.consumedCapacity(), out);
      case ScanResponse scan -> ItemResponses.encodePage(scan.page(), scan.consumedCapacity(), out);
      case PutItemResponse put ->
          ItemResponses.encodeWrite(
              put.attributes(), put.consumedCapacity(), put.itemCollectionMetrics(), out);
      case UpdateItemResponse update ->
          ItemResponses.encodeWrite(
              update.attributes(), update.consumedCapacity(), update.itemCollectionMetrics(), out);
      case DeleteItemResponse delete ->
          ItemResponses.encodeWrite(
              delete.attributes(), delete.consumedCapacity(), delete.itemCollectionMetrics(), out);
      case BatchGetItemResponse batch -> BatchResponses.encode(batch, out);
      case BatchWriteItemResponse batch -> BatchResponses.encode(batch, out);
      case TransactGetItemsResponse transaction -> BatchResponses.encode(transaction, out);
      case TransactWriteItemsResponse transaction -> BatchResponses.encode(transaction, out);
      case ExecuteStatementResponse executed -> StatementResponses.encode(executed, out);
      case BatchExecuteStatementResponse batch -> StatementResponses.encode(batch, out);
      case ExecuteTransactionResponse transaction -> StatementResponses.encode(transaction, out);
      case CreateTableResponse create -> TableResponses.encode(create, out);
      case DescribeTableResponse describe -> TableResponses.encode(describe, out);
      case UpdateTableResponse update -> TableResponses.encode(update, out);
      case DeleteTableResponse delete -> TableResponses.encode(delete, out);
      case ListTablesResponse list -> TableResponses.encode(list, out);
      case ListTagsOfResourceResponse tags -> TableResponses.encode(tags, out);
      case PutResourcePolicyResponse put -> TableResponses.encode(put, out);
      case GetResourcePolicyResponse get -> TableResponses.encode(get, out);
      case DeleteResourcePolicyResponse delete -> TableResponses.encode(delete, out);
      case DescribeLimitsResponse limits -> TableResponses.encode(limits, out);
      case DescribeTimeToLiveResponse timeToLive -> TableResponses.encode(timeToLive, out);
      case UpdateTimeToLiveResponse timeToLive -> TableResponses.encode(timeToLive, out);
      case DescribeContinuousBackupsResponse(var recovery) ->
          SettingsResponses.encode(recovery, out);
      case UpdateContinuousBackupsResponse(var recovery) -> SettingsResponses.encode(recovery, out);
      case UpdateContributorInsightsResponse update -> SettingsResponses.encode(update, out);
      case DescribeContributorInsightsResponse describe -> SettingsResponses.encode(describe, out);
      case ListContributorInsightsResponse list -> SettingsResponses.encode(list, out);
      case KinesisStreamingDestinationResponse destination ->
          SettingsResponses.encode(destination, out);
      case DescribeKinesisStreamingDestinationResponse describe ->
          SettingsResponses.encode(describe, out);
      case DescribeEndpointsResponse endpoints -> TableResponses.encode(endpoints, out);
      case ListStreamsResponse list -> StreamResponses.encode(list, out);
      case DescribeStreamResponse describe -> StreamResponses.encode(describe, out);
      case GetShardIteratorResponse iterator -> StreamResponses.encode(iterator, out);
      case GetRecordsResponse records -> StreamResponses.encode(records, out);
      case ForwardedResponse forwarded -> out.value(forwarded.body());
      // These two have no body at all, not even an empty object.
      case TagResourceResponse() -> {}
      case UntagResourceResponse() -> {}
    }
  }
}
