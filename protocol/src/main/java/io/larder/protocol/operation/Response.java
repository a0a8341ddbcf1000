package io.larder.protocol.operation;

/** The answer to a request that succeeded. */
public sealed interface Response extends Lookup
    permits CreateTableResponse,
        DescribeTableResponse,
        ListTablesResponse,
        UpdateTableResponse,
        DeleteTableResponse,
        DescribeLimitsResponse,
        DescribeEndpointsResponse,
        DescribeContinuousBackupsResponse,
        DescribeTimeToLiveResponse,
        UpdateTimeToLiveResponse,
        ListTagsOfResourceResponse,
        TagResourceResponse,
        UntagResourceResponse,
        PutResourcePolicyResponse,
        GetResourcePolicyResponse,
        DeleteResourcePolicyResponse,
        ListStreamsResponse,
        DescribeStreamResponse,
        GetShardIteratorResponse,
        GetRecordsResponse,
        UpdateContinuousBackupsResponse,
        UpdateContributorInsightsResponse,
        DescribeContributorInsightsResponse,
        ListContributorInsightsResponse,
        KinesisStreamingDestinationResponse,
        DescribeKinesisStreamingDestinationResponse,
        ForwardedResponse,
        GetItemResponse,
        PutItemResponse,
        UpdateItemResponse,
        DeleteItemResponse,
        QueryResponse,
        ScanResponse,
        BatchGetItemResponse,
        BatchWriteItemResponse,
        TransactGetItemsResponse,
        TransactWriteItemsResponse,
        ExecuteStatementResponse,
        BatchExecuteStatementResponse,
        ExecuteTransactionResponse {
  /** The bytes of the items in it, which are nearly all of its body if that is large. */
  default long itemBytes() {
    return 0;
  }
}
