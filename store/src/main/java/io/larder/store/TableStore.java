package io.larder.store;

import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UntagResourceResponse;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import java.util.concurrent.CompletableFuture;

/**
 * The port to a store of tables: DynamoDB's operations on valid requests. The store checks what
 * needs a table (existence, key schema, index) and throws {@link
 * io.larder.protocol.error.ServiceException}, or completes a future with it, in the service's
 * words. Safe for any number of threads.
 *
 * <p>Reads may block on storage and return a committed state. Writes are queued and never block;
 * their future completes, on a thread of the store, once the write is durable. A write whose queue
 * is full fails at once.
 */
public interface TableStore extends AutoCloseable {

  /**
   * The table of that name or ARN, from memory, never blocking.
   *
   * @throws io.larder.protocol.error.ServiceException ResourceNotFound
   */
  Table table(String nameOrArn);

  /** Registers a listener for all commits from now on; call before the first write. */
  void addCommitListener(CommitListener listener);

  GetItemResponse getItem(GetItemRequest request);

  QueryResponse query(QueryRequest request);

  ScanResponse scan(ScanRequest request);

  BatchGetItemResponse batchGetItem(BatchGetItemRequest request);

  TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request);

  CompletableFuture<PutItemResponse> putItem(PutItemRequest request);

  CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request);

  CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request);

  CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request);

  CompletableFuture<TransactWriteItemsResponse> transactWriteItems(
      TransactWriteItemsRequest request);

  CompletableFuture<CreateTableResponse> createTable(CreateTableRequest request);

  CompletableFuture<UpdateTableResponse> updateTable(UpdateTableRequest request);

  CompletableFuture<DeleteTableResponse> deleteTable(DeleteTableRequest request);

  CompletableFuture<TagResourceResponse> tagResource(TagResourceRequest request);

  CompletableFuture<UntagResourceResponse> untagResource(UntagResourceRequest request);

  CompletableFuture<UpdateTimeToLiveResponse> updateTimeToLive(UpdateTimeToLiveRequest request);

  DescribeTableResponse describeTable(DescribeTableRequest request);

  ListTablesResponse listTables(ListTablesRequest request);

  ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request);

  DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request);

  DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request);

  DescribeLimitsResponse describeLimits(DescribeLimitsRequest request);

  /** Dispatches to the read of the request's own name. */
  default Response read(Request.Read request) {
    return switch (request) {
      case GetItemRequest getItem -> getItem(getItem);
      case QueryRequest query -> query(query);
      case ScanRequest scan -> scan(scan);
      case BatchGetItemRequest batchGetItem -> batchGetItem(batchGetItem);
      case TransactGetItemsRequest transactGetItems -> transactGetItems(transactGetItems);
    };
  }

  /** Dispatches to the write of the request's own name. */
  default CompletableFuture<? extends Response> write(Request.Write request) {
    return switch (request) {
      case PutItemRequest putItem -> putItem(putItem);
      case UpdateItemRequest updateItem -> updateItem(updateItem);
      case DeleteItemRequest deleteItem -> deleteItem(deleteItem);
      case BatchWriteItemRequest batchWriteItem -> batchWriteItem(batchWriteItem);
      case TransactWriteItemsRequest transactWriteItems -> transactWriteItems(transactWriteItems);
    };
  }

  /** Completes every queued write, then releases the storage. */
  @Override
  void close();
}
