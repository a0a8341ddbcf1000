package io.larder.protocol.operation;

/**
 * A decoded request: valid in itself, not yet checked against a table. Its kind says how it is
 * carried out and by whom; {@code R} is how it is answered.
 *
 * <p>An operation is of one of four kinds, which are what a store can do, or of statements, which
 * come to reads and writes. Of none are {@link DescribeEndpointsRequest}, which asks for the server
 * itself, and {@link ForwardedRequest}, of which only an upstream knows what it does.
 */
public sealed interface Request<R extends Response>
    permits Request.Read,
        Request.Write,
        Request.Statements,
        Request.Describe,
        Request.Change,
        ForwardedRequest,
        DescribeEndpointsRequest {

  /** Reads items. */
  sealed interface Read<R extends Response> extends Request<R> permits Cacheable {

    /** True if a filter or a projection is applied to more than one item, which takes long. */
    boolean evaluates();
  }

  /** A read of which a cache may know the answer. */
  sealed interface Cacheable<R extends Response> extends Read<R>
      permits GetItemRequest,
          QueryRequest,
          ScanRequest,
          BatchGetItemRequest,
          TransactGetItemsRequest {}

  /** Writes items. */
  sealed interface Write<R extends Response> extends Request<R>
      permits PutItemRequest,
          UpdateItemRequest,
          DeleteItemRequest,
          BatchWriteItemRequest,
          TransactWriteItemsRequest {}

  /**
   * Carries out statements of PartiQL, which come to reads and writes once their tables are known:
   * no store knows statements.
   */
  sealed interface Statements<R extends Response> extends Request<R>
      permits ExecuteStatementRequest, BatchExecuteStatementRequest, ExecuteTransactionRequest {

    /** True if a filter is applied to more than one item, which takes long. */
    boolean evaluates();
  }

  /** Looks at tables and what belongs to them, not at items. */
  sealed interface Describe<R extends Response> extends Request<R>
      permits DescribeTableRequest,
          ListTablesRequest,
          DescribeLimitsRequest,
          DescribeContinuousBackupsRequest,
          DescribeTimeToLiveRequest,
          ListTagsOfResourceRequest,
          GetResourcePolicyRequest,
          DescribeContributorInsightsRequest,
          ListContributorInsightsRequest,
          DescribeKinesisStreamingDestinationRequest,
          AbsentRequest,
          OfStream {}

  /** Looks at the streams of tables, and reads what they tell. */
  sealed interface OfStream<R extends Response> extends Describe<R>
      permits ListStreamsRequest,
          DescribeStreamRequest,
          GetShardIteratorRequest,
          GetRecordsRequest {}

  /** Changes tables and what belongs to them, not items. */
  sealed interface Change<R extends Response> extends Request<R>
      permits CreateTableRequest,
          UpdateTableRequest,
          DeleteTableRequest,
          UpdateTimeToLiveRequest,
          TagResourceRequest,
          UntagResourceRequest,
          PutResourcePolicyRequest,
          DeleteResourcePolicyRequest,
          UpdateContinuousBackupsRequest,
          UpdateContributorInsightsRequest,
          EnableKinesisStreamingDestinationRequest,
          DisableKinesisStreamingDestinationRequest,
          UpdateKinesisStreamingDestinationRequest {}
}
