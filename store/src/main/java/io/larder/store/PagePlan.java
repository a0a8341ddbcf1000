package io.larder.store;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import org.jspecify.annotations.Nullable;

/**
 * A page of a Query or Scan to be read, with what the request names in its table as that was
 * defined when the plan was made.
 */
public sealed interface PagePlan {
  /** The name or ARN of the table, as the request spells it. */
  String tableName();

  Table table();

  /** The index that is read, null for the table itself. */
  @Nullable Index index();

  PageRequest page();

  /** The plan for a table that may be another by now; a plan is good for one definition only. */
  PagePlan in(Table current);

  /** The plan by which a page is read that is kept: consistently, where that can be. */
  PagePlan toKeep();

  /** What the request is answered where this is its page. */
  Response answer(ItemPage page);

  /** A page of an item collection. */
  record OfQuery(QueryRequest request, Table table, @Nullable Index index, KeyCondition condition)
      implements PagePlan {

    @Override
    public String tableName() {
      return request.tableName();
    }

    @Override
    public PageRequest page() {
      return request.page();
    }

    @Override
    public PagePlan in(Table current) {
      return current == table ? this : of(request, current);
    }

    @Override
    public PagePlan toKeep() {
      return isConsistent(this)
          ? this
          : new OfQuery(
              new QueryRequest(
                  request.tableName(),
                  request.keyCondition(),
                  request.scanIndexForward(),
                  consistent(request.page()),
                  ReturnConsumedCapacity.NONE),
              table,
              index,
              condition);
    }

    @Override
    public QueryResponse answer(ItemPage page) {
      return new QueryResponse(page, consumed(request.returnConsumedCapacity(), this, page));
    }
  }

  /** A page of all items. */
  record OfScan(ScanRequest request, Table table, @Nullable Index index) implements PagePlan {

    @Override
    public String tableName() {
      return request.tableName();
    }

    @Override
    public PageRequest page() {
      return request.page();
    }

    @Override
    public PagePlan in(Table current) {
      return current == table ? this : of(request, current);
    }

    @Override
    public PagePlan toKeep() {
      return isConsistent(this)
          ? this
          : new OfScan(
              new ScanRequest(
                  request.tableName(),
                  request.segment(),
                  consistent(request.page()),
                  ReturnConsumedCapacity.NONE,
                  request.layer()),
              table,
              index);
    }

    @Override
    public ScanResponse answer(ItemPage page) {
      return new ScanResponse(page, consumed(request.returnConsumedCapacity(), this, page));
    }
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation: the index cannot be read so, or
   *     the condition is none on its key
   */
  static PagePlan of(QueryRequest request, Table table) {
    String indexName = request.page().indexName();
    Index index = index(request.page(), table);
    KeySchema schema = index == null ? table.keySchema() : index.keySchema();
    return new OfQuery(request, table, index, request.keyCondition().resolve(schema, indexName));
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation: the index cannot be read so
   */
  static PagePlan of(ScanRequest request, Table table) {
    return new OfScan(request, table, index(request.page(), table));
  }

  private static @Nullable Index index(PageRequest page, Table table) {
    String name = page.indexName();
    if (name == null) {
      return null;
    }
    Index index = table.index(name);
    if (index == null) {
      throw validation("The table does not have the specified index: " + name);
    }
    if (index.isGlobal() && page.consistentRead()) {
      throw validation("Consistent reads are not supported on global secondary indexes");
    }
    if (!index.isActive()) {
      throw validation("Cannot read from backfilling global secondary index: " + name);
    }
    return index;
  }

  /** True if the page is read as consistently as can be. */
  private static boolean isConsistent(PagePlan plan) {
    Index index = plan.index();
    return plan.page().consistentRead() || (index != null && index.isGlobal());
  }

  private static PageRequest consistent(PageRequest page) {
    return new PageRequest(
        page.indexName(),
        page.filter(),
        page.projection(),
        page.select(),
        page.limit(),
        page.exclusiveStartKey(),
        true);
  }

  private static @Nullable ConsumedCapacity consumed(
      ReturnConsumedCapacity asked, PagePlan plan, ItemPage page) {
    return ReadUnits.page(
        asked, plan.tableName(), plan.index(), page.cost(), plan.page().consistentRead());
  }
}
