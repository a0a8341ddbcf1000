package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of the upstream. Its methods block. */
final class UpstreamReads {
  private final UpstreamTables tables;
  private final TableFinder finder;
  private final Upstream upstream;
  private final boolean fillsConsistently;

  UpstreamReads(
      UpstreamTables tables, TableFinder finder, Upstream upstream, boolean fillsConsistently) {
    this.tables = tables;
    this.finder = finder;
    this.upstream = upstream;
    this.fillsConsistently = fillsConsistently;
  }

  /** Reads what was asked for, as it was asked for. */
  <R extends Response> R read(Request.Read<R> request) {
    Collection<String> names = tableNames(request);
    for (String name : names) {
      if (tables.fresh(name) == null) {
        finder.want(name);
      }
    }
    return ask(request, names);
  }

  private static Collection<String> tableNames(Request.Read<?> request) {
    return switch (request) {
      case GetItemRequest get -> List.of(get.tableName());
      case QueryRequest query -> List.of(query.tableName());
      case ScanRequest scan -> List.of(scan.tableName());
      case BatchGetItemRequest batch -> batch.requestItems().keySet();
      case TransactGetItemsRequest transaction -> {
        Set<String> names = new LinkedHashSet<>();
        transaction.items().forEach(get -> names.add(get.tableName()));
        yield names;
      }
    };
  }

  /** Reads a whole item that may be kept. */
  @Nullable Item item(PointPlan plan) {
    var request =
        new GetItemRequest(
            plan.tableName(),
            plan.attributes(),
            null,
            fillsConsistently,
            ReturnConsumedCapacity.NONE);
    return ask(request, List.of(plan.tableName())).item();
  }

  /** Reads a page that may be kept, and what it cost. */
  ItemPage page(PagePlan plan) {
    List<String> names = List.of(plan.tableName());
    return switch (plan) {
      case PagePlan.OfQuery(var query, _, _, _) ->
          ask(
                  new QueryRequest(
                      query.tableName(),
                      query.keyCondition(),
                      query.scanIndexForward(),
                      query.page(),
                      ReturnConsumedCapacity.INDEXES),
                  names)
              .page();
      case PagePlan.OfScan(var scan, _, _) ->
          ask(
                  new ScanRequest(
                      scan.tableName(),
                      scan.segment(),
                      scan.page(),
                      ReturnConsumedCapacity.INDEXES,
                      scan.layer()),
                  names)
              .page();
    };
  }

  private <R extends Response> R ask(Request<R> request, Collection<String> names) {
    try {
      return upstream.ask(request);
    } catch (ServiceException e) {
      if (TableFinder.meaning(e) instanceof ServiceError.ResourceNotFound) {
        finder.suspect(names);
      }
      throw e;
    }
  }
}
