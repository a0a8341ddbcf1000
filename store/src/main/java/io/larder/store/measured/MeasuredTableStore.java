package io.larder.store.measured;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteStatementResponse;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.StreamArn;
import io.larder.store.ForwardingTableStore;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.partiql.StatementWatch;
import io.larder.store.streams.ShardIterator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A store of which is counted what it is asked for, and how it answers. */
public final class MeasuredTableStore extends ForwardingTableStore implements StatementWatch {
  /** Of more tables than an account can have nothing is counted. */
  private static final int MAX_TABLES = 10_000;

  private final TableStore store;
  private final LongSupplier nanos;
  private final Map<String, TableFigures> tables = new ConcurrentHashMap<>();

  /** {@code nanos} is a clock as {@link System#nanoTime} is. */
  public MeasuredTableStore(TableStore store, LongSupplier nanos) {
    super(store);
    this.store = store;
    this.nanos = nanos;
    store.watch(
        event -> {
          if (event instanceof TableEvent.Dropped(var table)) {
            tables.remove(table.name());
          }
        });
  }

  /** What was counted, by the names of tables and in their order. */
  public Map<String, TableFigures> tables() {
    return new TreeMap<>(tables);
  }

  // Asked for every hit of the caches, so not by way of what all such stores share.

  @Override
  public @Nullable Table known(String nameOrArn) {
    return store.known(nameOrArn);
  }

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    Asked asked = Asked.of(request);
    long start = nanos.getAsLong();
    try {
      R response = store.read(request);
      succeeded(
          asked,
          start,
          switch (response) {
            case QueryResponse query -> query.page();
            case ScanResponse scan -> scan.page();
            default -> null;
          });
      return response;
    } catch (RuntimeException e) {
      failed(asked, e);
      throw e;
    }
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    var asked = new Asked(Operation.GET_ITEM, List.of(plan.tableName()));
    long start = nanos.getAsLong();
    try {
      Item item = store.item(plan);
      succeeded(asked, start, null);
      return item;
    } catch (RuntimeException e) {
      failed(asked, e);
      throw e;
    }
  }

  @Override
  public ItemPage page(PagePlan plan) {
    Operation operation = plan instanceof PagePlan.OfQuery ? Operation.QUERY : Operation.SCAN;
    var asked = new Asked(operation, List.of(plan.tableName()));
    long start = nanos.getAsLong();
    try {
      ItemPage page = store.page(plan);
      succeeded(asked, start, page);
      return page;
    } catch (RuntimeException e) {
      failed(asked, e);
      throw e;
    }
  }

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    long start = nanos.getAsLong();
    return store
        .write(request)
        .whenComplete(
            (_, failure) -> {
              Asked asked = Asked.of(request);
              if (failure == null) {
                succeeded(asked, start, null);
              } else {
                failed(asked, failure);
              }
            });
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    long start = nanos.getAsLong();
    R response = store.describe(request);
    if (request instanceof GetRecordsRequest get && response instanceof GetRecordsResponse page) {
      returned(get, page, nanos.getAsLong() - start);
    }
    return response;
  }

  @Override
  public long begin() {
    return nanos.getAsLong();
  }

  @Override
  public void ended(
      ExecuteStatementRequest request,
      long begun,
      @Nullable Response response,
      @Nullable Throwable failure) {
    TableFigures table = figures(request.statement().tableName());
    if (table == null) {
      return;
    }
    OperationFigures figures = table.of(Verb.of(request.statement()));
    if (response instanceof ExecuteStatementResponse answer) {
      figures.succeeded(nanos.getAsLong() - begun);
      figures.returned(answer.items().size());
    } else if (failure != null) {
      ServiceError error = errorOf(failure);
      if (error.isThrottling()) {
        figures.throttled();
      } else if (error.httpStatus() >= 500) {
        figures.failed();
      }
    }
  }

  private void returned(GetRecordsRequest request, GetRecordsResponse page, long tookNanos) {
    StreamArn stream = StreamArn.of(ShardIterator.parse(request.shardIterator()).streamArn());
    TableFigures table = stream == null ? null : figures(stream.tableName());
    if (stream != null && table != null) {
      table.ofStream(stream.streamLabel()).succeeded(tookNanos, page);
    }
  }

  private void succeeded(Asked asked, long start, @Nullable ItemPage page) {
    long took = nanos.getAsLong() - start;
    for (TableFigures table : figures(asked)) {
      OperationFigures figures = table.of(asked.operation());
      figures.succeeded(took);
      if (page != null) {
        figures.returned(page.count());
      }
    }
  }

  private void failed(Asked asked, Throwable failure) {
    ServiceError error = errorOf(failure);
    if (error instanceof ServiceError.TransactionCanceled(var reasons)) {
      cancelled(asked, reasons);
      return;
    }
    for (TableFigures table : figures(asked)) {
      if (error.isThrottling()) {
        table.of(asked.operation()).throttled();
      } else if (error.httpStatus() >= 500) {
        table.of(asked.operation()).failed();
      } else if (error instanceof ServiceError.ConditionalCheckFailed) {
        table.conditionFailed();
      } else if (error instanceof ServiceError.TransactionConflict) {
        table.conflicted();
      }
    }
  }

  private static ServiceError errorOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ServiceException refusal
        ? meaning(refusal.error())
        : new ServiceError.InternalFailure();
  }

  private static ServiceError meaning(ServiceError error) {
    return error instanceof ServiceError.Relayed relayed && relayed.httpStatus() < 500
        ? relayed.meaning()
        : error;
  }

  private void cancelled(Asked asked, List<CancellationReason> reasons) {
    Set<TableFigures> throttled = new HashSet<>();
    int at = 0;
    for (String tableName : asked.tableNames()) {
      TableFigures table = figures(tableName);
      String code = at < reasons.size() ? reasons.get(at).code() : CancellationReason.NONE.code();
      at++;
      if (table == null) {
        continue;
      }
      switch (code) {
        case "ConditionalCheckFailed" -> table.conditionFailed();
        case "TransactionConflict" -> table.conflicted();
        case "ProvisionedThroughputExceeded", "ThrottlingError" -> throttled.add(table);
        default -> {}
      }
    }
    throttled.forEach(table -> table.of(asked.operation()).throttled());
  }

  private Set<TableFigures> figures(Asked asked) {
    if (asked.tableNames().size() == 1) {
      TableFigures one = figures(asked.tableNames().iterator().next());
      return one == null ? Set.of() : Set.of(one);
    }
    Set<TableFigures> all = new HashSet<>();
    for (String tableName : asked.tableNames()) {
      TableFigures one = figures(tableName);
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }

  /** Null of a table that is not there. */
  private @Nullable TableFigures figures(String nameOrArn) {
    Table table = store.defined(nameOrArn);
    if (table == null) {
      return null;
    }
    String name = table.name();
    TableFigures known = tables.get(name);
    return known != null || tables.size() >= MAX_TABLES
        ? known
        : tables.computeIfAbsent(name, _ -> new TableFigures());
  }
}
