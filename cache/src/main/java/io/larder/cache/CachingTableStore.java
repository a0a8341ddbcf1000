package io.larder.cache;

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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A table store with an item cache and a query cache before another one. Every read, consistent or
 * not, is answered from memory where {@link Coherence} proves the entry current; writes and table
 * operations go to the other store, whose commits keep the caches coherent.
 */
public final class CachingTableStore implements TableStore {
  private final TableStore store;
  private final ItemCache items;
  private final ItemReads itemReads;
  private final PageReads pageReads;

  private CachingTableStore(TableStore store, CacheOptions options) {
    this.store = store;
    this.items = new ItemCache(options);
    var pages = new QueryCache(options);
    var inFlight = new ReadsInFlight();
    var coherence = new Coherence(items, pages);
    this.itemReads = new ItemReads(store, items, coherence.collections(), inFlight);
    this.pageReads = new PageReads(store, pages, coherence, inFlight);
    store.addCommitListener(coherence);
  }

  /** Puts caches before {@code store}, which must not have been written to by others meanwhile. */
  public static CachingTableStore over(TableStore store, CacheOptions options) {
    return new CachingTableStore(store, options);
  }

  /**
   * The answer from memory, or null if the store must be asked with {@link #read}. Never blocks.
   *
   * @throws io.larder.protocol.error.ServiceException where the request is at fault
   */
  public @Nullable Response cached(Request.Read request) {
    return switch (request) {
      case GetItemRequest getItem -> itemReads.cached(getItem);
      case QueryRequest query -> pageReads.cached(query);
      case ScanRequest scan -> pageReads.cached(scan);
      case BatchGetItemRequest batchGetItem -> itemReads.cached(batchGetItem);
      case TransactGetItemsRequest transactGetItems -> itemReads.cached(transactGetItems);
    };
  }

  public CacheStatistics statistics() {
    return pageReads.statistics(items.statistics());
  }

  @Override
  public Table table(String nameOrArn) {
    return store.table(nameOrArn);
  }

  @Override
  public void addCommitListener(CommitListener listener) {
    store.addCommitListener(listener);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return itemReads.getItem(request);
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return pageReads.query(request);
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return pageReads.scan(request);
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return itemReads.batchGetItem(request);
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    return itemReads.transactGetItems(request);
  }

  @Override
  public CompletableFuture<PutItemResponse> putItem(PutItemRequest request) {
    return store.putItem(request);
  }

  @Override
  public CompletableFuture<UpdateItemResponse> updateItem(UpdateItemRequest request) {
    return store.updateItem(request);
  }

  @Override
  public CompletableFuture<DeleteItemResponse> deleteItem(DeleteItemRequest request) {
    return store.deleteItem(request);
  }

  @Override
  public CompletableFuture<BatchWriteItemResponse> batchWriteItem(BatchWriteItemRequest request) {
    return store.batchWriteItem(request);
  }

  @Override
  public CompletableFuture<TransactWriteItemsResponse> transactWriteItems(
      TransactWriteItemsRequest request) {
    return store.transactWriteItems(request);
  }

  @Override
  public CompletableFuture<CreateTableResponse> createTable(CreateTableRequest request) {
    return store.createTable(request);
  }

  @Override
  public CompletableFuture<UpdateTableResponse> updateTable(UpdateTableRequest request) {
    return store.updateTable(request);
  }

  @Override
  public CompletableFuture<DeleteTableResponse> deleteTable(DeleteTableRequest request) {
    return store.deleteTable(request);
  }

  @Override
  public CompletableFuture<TagResourceResponse> tagResource(TagResourceRequest request) {
    return store.tagResource(request);
  }

  @Override
  public CompletableFuture<UntagResourceResponse> untagResource(UntagResourceRequest request) {
    return store.untagResource(request);
  }

  @Override
  public CompletableFuture<UpdateTimeToLiveResponse> updateTimeToLive(
      UpdateTimeToLiveRequest request) {
    return store.updateTimeToLive(request);
  }

  @Override
  public DescribeTimeToLiveResponse describeTimeToLive(DescribeTimeToLiveRequest request) {
    return store.describeTimeToLive(request);
  }

  @Override
  public DescribeContinuousBackupsResponse describeContinuousBackups(
      DescribeContinuousBackupsRequest request) {
    return store.describeContinuousBackups(request);
  }

  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    return store.describeTable(request);
  }

  @Override
  public ListTablesResponse listTables(ListTablesRequest request) {
    return store.listTables(request);
  }

  @Override
  public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
    return store.listTagsOfResource(request);
  }

  @Override
  public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
    return store.describeLimits(request);
  }

  @Override
  public void close() {
    store.close();
  }
}
