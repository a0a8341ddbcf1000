package io.larder.protocol.json.client;

import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteResourcePolicyResponse;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.PutResourcePolicyResponse;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UntagResourceResponse;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsResponse;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.wire.JsonBytes;

/**
 * Reads the answers to requests that succeeded. What an answer says is believed, and members that
 * are not known are ignored; but it is read no further than it is JSON and of the types that it
 * should be, and the memory that it takes is in proportion to its bytes.
 */
public final class ResponseReader {
  private ResponseReader() {}

  /**
   * The response to {@code request} that is {@code length} bytes of {@code json} from {@code
   * start}. It keeps nothing of the array, except if the request was forwarded.
   *
   * @throws MalformedAnswer if it is none
   */
  // The type of a request says what answers it, which the compiler does not see in the switch.
  @SuppressWarnings("unchecked")
  public static <R extends Response> R read(
      Request<R> request, byte[] json, int start, int length) {
    return (R) response(request, json, start, length);
  }

  private static Response response(Request<?> request, byte[] json, int start, int length) {
    return switch (request) {
      case ForwardedRequest _ -> new ForwardedResponse(JsonBytes.of(json, start, length), null);
      case AbsentRequest _ -> new ForwardedResponse(JsonBytes.of(json, start, length), null);
      // These two are answered by no body at all.
      case TagResourceRequest _ -> new TagResourceResponse();
      case UntagResourceRequest _ -> new UntagResourceResponse();
      case Request.Read<?> read -> AnswerReader.whole(json, start, length, in -> read(read, in));
      case Request.Write<?> write -> AnswerReader.whole(json, start, length, in -> read(write, in));
      case Request.Describe<?> describe ->
          AnswerReader.whole(json, start, length, in -> read(describe, in));
      case Request.Statements<?> _ -> throw new IllegalArgumentException("statements are not sent");
      case CreateTableRequest _ ->
          AnswerReader.whole(
              json, start, length, in -> new CreateTableResponse(TableAnswers.changed(in)));
      case UpdateTableRequest update ->
          AnswerReader.whole(
              json, start, length, in -> new UpdateTableResponse(TableAnswers.changed(in), update));
      case DeleteTableRequest _ ->
          AnswerReader.whole(
              json, start, length, in -> new DeleteTableResponse(TableAnswers.changed(in)));
      case PutResourcePolicyRequest _ ->
          AnswerReader.whole(
              json, start, length, in -> new PutResourcePolicyResponse(PolicyAnswers.revision(in)));
      case DeleteResourcePolicyRequest _ ->
          AnswerReader.whole(
              json,
              start,
              length,
              in -> new DeleteResourcePolicyResponse(PolicyAnswers.revisionIfAny(in)));
      case UpdateContinuousBackupsRequest _ ->
          AnswerReader.whole(
              json,
              start,
              length,
              in -> new UpdateContinuousBackupsResponse(SettingsAnswers.recovery(in)));
      case UpdateContributorInsightsRequest _ ->
          AnswerReader.whole(json, start, length, SettingsAnswers::insightsUpdated);
      case EnableKinesisStreamingDestinationRequest _,
          DisableKinesisStreamingDestinationRequest _,
          UpdateKinesisStreamingDestinationRequest _ ->
          AnswerReader.whole(json, start, length, SettingsAnswers::destination);
      case UpdateTimeToLiveRequest update ->
          AnswerReader.whole(json, start, length, in -> TableAnswers.timeToLive(in, update));
      case DescribeEndpointsRequest _ ->
          AnswerReader.whole(json, start, length, TableAnswers::endpoints);
    };
  }

  private static Response read(Request.Read<?> request, AnswerReader in) {
    return switch (request) {
      case GetItemRequest _ -> ItemAnswers.get(in);
      case QueryRequest query -> ItemAnswers.page(in, query.page(), QueryResponse::new);
      case ScanRequest scan -> ItemAnswers.page(in, scan.page(), ScanResponse::new);
      case BatchGetItemRequest batch -> BatchAnswers.get(in, batch);
      case TransactGetItemsRequest _ -> BatchAnswers.transactGet(in);
    };
  }

  private static Response read(Request.Write<?> request, AnswerReader in) {
    return switch (request) {
      case PutItemRequest _ -> ItemAnswers.write(in, PutItemResponse::new);
      case UpdateItemRequest _ -> ItemAnswers.write(in, UpdateItemResponse::new);
      case DeleteItemRequest _ -> ItemAnswers.write(in, DeleteItemResponse::new);
      case BatchWriteItemRequest _ -> BatchAnswers.write(in);
      case TransactWriteItemsRequest _ -> BatchAnswers.transactWrite(in);
    };
  }

  private static Response read(Request.Describe<?> request, AnswerReader in) {
    return switch (request) {
      case DescribeTableRequest _ -> new DescribeTableResponse(TableAnswers.described(in));
      case ListTablesRequest _ -> TableAnswers.list(in);
      case DescribeLimitsRequest _ -> TableAnswers.limits(in);
      case DescribeContinuousBackupsRequest _ ->
          new DescribeContinuousBackupsResponse(SettingsAnswers.recovery(in));
      case DescribeContributorInsightsRequest _ -> SettingsAnswers.insights(in);
      case ListContributorInsightsRequest _ -> SettingsAnswers.listOfInsights(in);
      case DescribeKinesisStreamingDestinationRequest _ -> SettingsAnswers.destinations(in);
      // Answered with what came, as above.
      case AbsentRequest _ -> throw new IllegalArgumentException();
      case DescribeTimeToLiveRequest _ -> TableAnswers.timeToLive(in);
      case ListTagsOfResourceRequest _ -> TableAnswers.tags(in);
      case GetResourcePolicyRequest _ -> PolicyAnswers.get(in);
      case Request.OfStream<?> stream -> StreamAnswers.read(stream, in);
    };
  }
}
