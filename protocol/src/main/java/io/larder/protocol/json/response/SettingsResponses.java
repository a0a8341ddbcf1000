package io.larder.protocol.json.response;

import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsStatus;
import io.larder.protocol.operation.ContributorInsightsSummary;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DescribeContributorInsightsResponse;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationResponse;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.KinesisStreamingDestinationResponse;
import io.larder.protocol.operation.ListContributorInsightsResponse;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.UpdateContributorInsightsResponse;
import io.larder.protocol.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes the responses about what is set beside a table's definition. */
final class SettingsResponses {
  private static final double MILLIS = 1000.0;

  private SettingsResponses() {}

  /** Continuous backups are on for every table; that says nothing about recovery. */
  static void encode(@Nullable PointInTimeRecovery recovery, JsonWriter out) {
    out.beginObject().name("ContinuousBackupsDescription").beginObject();
    out.name("ContinuousBackupsStatus").value("ENABLED");
    out.name("PointInTimeRecoveryDescription").beginObject();
    out.name("PointInTimeRecoveryStatus").value(recovery == null ? "DISABLED" : "ENABLED");
    if (recovery != null) {
      out.name("RecoveryPeriodInDays").value(recovery.recoveryPeriodInDays());
    }
    out.endObject().endObject().endObject();
  }

  private static void beginIndex(String tableName, @Nullable String indexName, JsonWriter out) {
    out.beginObject().name("TableName").value(tableName);
    if (indexName != null) {
      out.name("IndexName").value(indexName);
    }
  }

  static void encode(UpdateContributorInsightsResponse response, JsonWriter out) {
    beginIndex(response.tableName(), response.indexName(), out);
    out.name("ContributorInsightsStatus").value(response.status().name());
    out.name("ContributorInsightsMode").value(response.mode().name());
    out.endObject();
  }

  static void encode(DescribeContributorInsightsResponse response, JsonWriter out) {
    beginIndex(response.tableName(), response.indexName(), out);
    ContributorInsights insights = response.insights();
    if (insights == null) {
      out.name("ContributorInsightsStatus").value(ContributorInsightsStatus.DISABLED.name());
    } else {
      out.name("ContributorInsightsRuleList").beginArray();
      response.rules().forEach(out::value);
      out.endArray();
      out.name("ContributorInsightsStatus").value(insights.status().name());
      out.name("LastUpdateDateTime").value(insights.lastUpdate().toEpochMilli() / MILLIS);
      out.name("ContributorInsightsMode").value(insights.mode().name());
    }
    out.endObject();
  }

  static void encode(ListContributorInsightsResponse response, JsonWriter out) {
    out.beginObject().name("ContributorInsightsSummaries").beginArray();
    for (ContributorInsightsSummary each : response.contributorInsightsSummaries()) {
      beginIndex(each.tableName(), each.indexName(), out);
      out.name("ContributorInsightsStatus").value(each.status().name());
      out.name("ContributorInsightsMode").value(each.mode().name()).endObject();
    }
    out.endArray();
    if (response.nextToken() != null) {
      out.name("NextToken").value(response.nextToken());
    }
    out.endObject();
  }

  static void encode(KinesisStreamingDestinationResponse response, JsonWriter out) {
    out.beginObject().name("TableName").value(response.tableName());
    out.name("StreamArn").value(response.streamArn());
    out.name("DestinationStatus").value(response.status().name());
    CreationTimePrecision precision = response.precision();
    out.name(
            response.status() == DestinationStatus.UPDATING
                ? "UpdateKinesisStreamingConfiguration"
                : "EnableKinesisStreamingConfiguration")
        .beginObject();
    if (precision != null) {
      encode(precision, out);
    }
    out.endObject().endObject();
  }

  private static void encode(CreationTimePrecision precision, JsonWriter out) {
    out.name("ApproximateCreationDateTimePrecision").value(precision.name());
  }

  static void encode(DescribeKinesisStreamingDestinationResponse response, JsonWriter out) {
    out.beginObject().name("TableName").value(response.tableName());
    out.name("KinesisDataStreamDestinations").beginArray();
    for (KinesisDataStreamDestination each : response.kinesisDataStreamDestinations()) {
      out.beginObject().name("StreamArn").value(each.streamArn());
      out.name("DestinationStatus").value(each.status().name());
      if (each.statusDescription() != null) {
        out.name("DestinationStatusDescription").value(each.statusDescription());
      }
      encode(each.precision(), out);
      out.endObject();
    }
    out.endArray().endObject();
  }
}
