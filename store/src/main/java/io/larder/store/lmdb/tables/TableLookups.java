package io.larder.store.lmdb.tables;

import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.store.Table;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import java.util.ArrayList;
import java.util.List;

/** DescribeTable and ListTables. */
public final class TableLookups {
  private TableLookups() {}

  public static DescribeTableResponse describe(
      Tables tables, Sizes sizes, DescribeTableRequest request) {
    Table table = tables.described(request.tableName()).table();
    return new DescribeTableResponse(Descriptions.counted(table, sizes));
  }

  public static ListTablesResponse list(Tables tables, ListTablesRequest request) {
    List<String> names = new ArrayList<>();
    for (String name : tables.after(request.exclusiveStartTableName()).keySet()) {
      if (names.size() == request.limit()) {
        return new ListTablesResponse(names, names.getLast());
      }
      names.add(name);
    }
    return new ListTablesResponse(names, null);
  }
}
