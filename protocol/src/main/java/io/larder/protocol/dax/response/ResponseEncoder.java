package io.larder.protocol.dax.response;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.operation.BatchExecuteStatementResponse;
import io.larder.protocol.operation.BatchGetItemRequest;
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

/** Writes the answers to requests that succeeded. */
public final class ResponseEncoder {
  private ResponseEncoder() {}

  /**
   * Writes the whole answer, with the empty array that says that it is none of an error.
   *
   * @throws MissingAttributeLists if it needs lists that have no number yet; what was written until
   *     then is of no use
   */
  public static void encode(
      DaxRequest request, Response response, AttributeLists lists, CborWriter out) {
    var items = new ItemWriter(lists, out);
    out.beginArray(0);
    switch (response) {
      case GetItemResponse get -> ItemResponses.encode(request, get, items, out);
      case QueryResponse query ->
          ItemResponses.encodePage(request, query.page(), query.consumedCapacity(), items, out);
      case ScanResponse scan ->
          ItemResponses.encodePage(request, scan.page(), scan.consumedCapacity(), items, out);
      case PutItemResponse put ->
          ItemResponses.encodeWrite(
              request,
              put.attributes(),
              put.consumedCapacity(),
              put.itemCollectionMetrics(),
              items,
              out);
      case UpdateItemResponse update ->
          ItemResponses.encodeWrite(
              request,
              update.attributes(),
              update.consumedCapacity(),
              update.itemCollectionMetrics(),
              items,
              out);
      case DeleteItemResponse delete ->
          ItemResponses.encodeWrite(
              request,
              delete.attributes(),
              delete.consumedCapacity(),
              delete.itemCollectionMetrics(),
              items,
              out);
      case BatchGetItemResponse get ->
          BatchResponses.encode(request, (BatchGetItemRequest) request.request(), get, items, out);
      case BatchWriteItemResponse write -> BatchResponses.encode(write, out);
      case TransactGetItemsResponse get -> BatchResponses.encode(request, get, items, out);
      case TransactWriteItemsResponse write -> BatchResponses.encode(write, out);
      case ExecuteStatementResponse _,
          BatchExecuteStatementResponse _,
          ExecuteTransactionResponse _,
          CreateTableResponse _,
          DescribeTableResponse _,
          ListTablesResponse _,
          UpdateTableResponse _,
          DeleteTableResponse _,
          DescribeLimitsResponse _,
          DescribeEndpointsResponse _,
          DescribeContinuousBackupsResponse _,
          DescribeTimeToLiveResponse _,
          UpdateTimeToLiveResponse _,
          ListTagsOfResourceResponse _,
          TagResourceResponse _,
          UntagResourceResponse _,
          PutResourcePolicyResponse _,
          GetResourcePolicyResponse _,
          DeleteResourcePolicyResponse _,
          ListStreamsResponse _,
          DescribeStreamResponse _,
          GetShardIteratorResponse _,
          GetRecordsResponse _,
          UpdateContinuousBackupsResponse _,
          UpdateContributorInsightsResponse _,
          DescribeContributorInsightsResponse _,
          ListContributorInsightsResponse _,
          KinesisStreamingDestinationResponse _,
          DescribeKinesisStreamingDestinationResponse _,
          ForwardedResponse _ ->
          throw new IllegalStateException("no client asks for it: " + response);
    }
    items.end();
  }
}
