package io.larder.store.lmdb.tables;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.Table;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import java.util.ArrayList;
import java.util.List;

/** The questions about tables. */
public final class TableLookups {
  private TableLookups() {}

  /** What a question about tables is answered with. */
  public static Response answer(Tables tables, Sizes sizes, Request.Describe<?> request) {
    return switch (request) {
      case DescribeTableRequest table -> describe(tables, sizes, table);
      case ListTablesRequest list -> list(tables, list);
      case DescribeContinuousBackupsRequest backups -> describe(tables, backups);
      case DescribeTimeToLiveRequest expiry -> TimeToLiveUpdates.describe(tables, expiry);
      case ListTagsOfResourceRequest list -> Tags.list(tables, list);
      case GetResourcePolicyRequest get -> ResourcePolicies.get(tables, get);
      case DescribeLimitsRequest() -> ThroughputQuotas.LIMITS;
      case Request.OfStream<?> _ -> throw new IllegalArgumentException("not about tables");
    };
  }

  private static DescribeTableResponse describe(
      Tables tables, Sizes sizes, DescribeTableRequest request) {
    Table table = tables.described(request.tableName()).table();
    return new DescribeTableResponse(Descriptions.counted(table, sizes));
  }

  private static ListTablesResponse list(Tables tables, ListTablesRequest request) {
    List<String> names = new ArrayList<>();
    for (String name : tables.after(request.exclusiveStartTableName()).keySet()) {
      if (names.size() == request.limit()) {
        return new ListTablesResponse(names, names.getLast());
      }
      names.add(name);
    }
    return new ListTablesResponse(names, null);
  }

  private static DescribeContinuousBackupsResponse describe(
      Tables tables, DescribeContinuousBackupsRequest request) {
    if (tables.find(request.tableName()) == null) {
      throw new ServiceException(
          new ServiceError.TableNotFound("Table not found: " + Tables.nameOf(request.tableName())));
    }
    return new DescribeContinuousBackupsResponse();
  }
}
