package io.larder.proxy.dispatch;

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
import io.larder.store.CommitListener;
import io.larder.store.Table;
import io.larder.store.TableStore;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A store that a test plays: reads are answered by a function, puts and table creations when the
 * test completes them. It has nothing else.
 */
public final class ScriptedTableStore implements TableStore {
  private final Queue<CompletableFuture<PutItemResponse>> puts = new ArrayDeque<>();
  private Function<Request.Read, Response> reads = _ -> new GetItemResponse(null, null);

  public void answerReads(Function<Request.Read, Response> answer) {
    reads = answer;
  }

  /** The oldest put that was not taken by this method yet. */
  public CompletableFuture<PutItemResponse> nextPut() {
    return puts.remove();
  }

  public int pendingPuts() {
    return puts.size();
  }

  @Override
  public Response read(Request.Read request) {
    return reads.apply(request);
  }

  @Override
  public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
    var future = new CompletableFuture<PutItemResponse>();
    puts.add(future);
    return future;
  }

  @Override
  public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
    return new DescribeLimitsResponse(1, 2, 3, 4);
  }

  private static UnsupportedOperationException notPlayed() {
    return new UnsupportedOperationException("the test does not play this");
  }

  @Override
  public Table table(String nameOrArn) {
    throw notPlayed();
  }

  @Override
  public void addCommitListener(CommitListener listener) {}

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    throw notPlayed();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    throw notPlayed();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    throw notPlayed();
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    throw notPlayed();
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(
      TransactWriteItemsRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<CreateTableResponse> createTable(CreateTableRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<UpdateTableResponse> updateTable(UpdateTableRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<DeleteTableResponse> deleteTable(DeleteTableRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<TagResourceResponse> tagResource(TagResourceRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<UntagResourceResponse> untagResource(UntagResourceRequest request) {
    throw notPlayed();
  }

  @Override
  public CompletableFuture<UpdateTimeToLiveResponse> updateTimeToLive(
      UpdateTimeToLiveRequest request) {
    throw notPlayed();
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    throw notPlayed();
  }

  @Override
  public DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request) {
    throw notPlayed();
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    throw notPlayed();
  }

  @Override
  public ListTablesResponse listTables(ListTablesRequest request) {
    throw notPlayed();
  }

  @Override
  public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
    throw notPlayed();
  }

  @Override
  public void close() {}
}
