package io.larder.protocol.operation;

/** A decoded request: valid in itself, not yet checked against a table. */
public sealed interface Request {
  /** Reads items; may be answered from a cache. */
  sealed interface Read extends Request
      permits GetItemRequest,
          QueryRequest,
          ScanRequest,
          BatchGetItemRequest,
          TransactGetItemsRequest {}

  /** Writes items. */
  sealed interface Write extends Request
      permits PutItemRequest,
          UpdateItemRequest,
          DeleteItemRequest,
          BatchWriteItemRequest,
          TransactWriteItemsRequest {}

  /** Works on tables, not on items. */
  sealed interface Control extends Request
      permits CreateTableRequest,
          DescribeTableRequest,
          ListTablesRequest,
          UpdateTableRequest,
          DeleteTableRequest,
          DescribeLimitsRequest,
          DescribeEndpointsRequest,
          DescribeContinuousBackupsRequest,
          DescribeTimeToLiveRequest,
          UpdateTimeToLiveRequest,
          ListTagsOfResourceRequest,
          TagResourceRequest,
          UntagResourceRequest {}
}
