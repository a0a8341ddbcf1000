package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeEndpointsRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import org.jspecify.annotations.Nullable;

/** Decodes the requests that consist of a table name or of nothing. */
final class TableNameDecoder {
  private TableNameDecoder() {}

  static DescribeTableRequest decodeDescribe(RequestReader in) {
    return new DescribeTableRequest(ResourceName.requireTable(readTableName(in)));
  }

  static DeleteTableRequest decodeDelete(RequestReader in) {
    return new DeleteTableRequest(ResourceName.requireTable(readTableName(in)));
  }

  static DescribeTimeToLiveRequest decodeTimeToLive(RequestReader in) {
    return new DescribeTimeToLiveRequest(ResourceName.requireTable(readTableName(in)));
  }

  static DescribeContinuousBackupsRequest decodeContinuousBackups(RequestReader in) {
    return new DescribeContinuousBackupsRequest(ResourceName.requireTable(readTableName(in)));
  }

  static DescribeLimitsRequest decodeLimits(RequestReader in) {
    skipAll(in);
    return new DescribeLimitsRequest();
  }

  static DescribeEndpointsRequest decodeEndpoints(RequestReader in) {
    skipAll(in);
    return new DescribeEndpointsRequest();
  }

  private static @Nullable String readTableName(RequestReader in) {
    String tableName = null;
    while (in.nextMember()) {
      if (in.memberName().equals("TableName")) {
        tableName = in.string();
      } else {
        in.skip();
      }
    }
    return tableName;
  }

  private static void skipAll(RequestReader in) {
    while (in.nextMember()) {
      in.skip();
    }
  }
}
