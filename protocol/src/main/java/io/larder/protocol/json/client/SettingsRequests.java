package io.larder.protocol.json.client;

import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes requests about what is set beside a table's definition. */
final class SettingsRequests {
  private SettingsRequests() {}

  static void write(UpdateContinuousBackupsRequest request, JsonWriter out) {
    out.beginObject().name("TableName").value(request.tableName());
    out.name("PointInTimeRecoverySpecification").beginObject();
    out.name("PointInTimeRecoveryEnabled").value(request.pointInTimeRecoveryEnabled());
    if (request.recoveryPeriodInDays() != null) {
      out.name("RecoveryPeriodInDays").value(request.recoveryPeriodInDays());
    }
    out.endObject().endObject();
  }

  static void write(UpdateContributorInsightsRequest request, JsonWriter out) {
    beginIndex(request.tableName(), request.indexName(), out);
    out.name("ContributorInsightsAction").value(request.enable() ? "ENABLE" : "DISABLE");
    if (request.mode() != null) {
      out.name("ContributorInsightsMode").value(request.mode().name());
    }
    out.endObject();
  }

  static void write(DescribeContributorInsightsRequest request, JsonWriter out) {
    beginIndex(request.tableName(), request.indexName(), out);
    out.endObject();
  }

  private static void beginIndex(String tableName, @Nullable String indexName, JsonWriter out) {
    out.beginObject().name("TableName").value(tableName);
    if (indexName != null) {
      out.name("IndexName").value(indexName);
    }
  }

  static void write(ListContributorInsightsRequest request, JsonWriter out) {
    out.beginObject();
    if (request.tableName() != null) {
      out.name("TableName").value(request.tableName());
    }
    if (request.nextToken() != null) {
      out.name("NextToken").value(request.nextToken());
    }
    if (request.maxResults() != ListContributorInsightsRequest.MAX_RESULTS) {
      out.name("MaxResults").value(request.maxResults());
    }
    out.endObject();
  }

  /** A request about a Kinesis data stream, with its precision in that member. */
  static void write(
      String tableName,
      String streamArn,
      String member,
      @Nullable CreationTimePrecision precision,
      JsonWriter out) {
    out.beginObject().name("TableName").value(tableName).name("StreamArn").value(streamArn);
    if (precision != null) {
      out.name(member).beginObject();
      out.name("ApproximateCreationDateTimePrecision").value(precision.name()).endObject();
    }
    out.endObject();
  }
}
