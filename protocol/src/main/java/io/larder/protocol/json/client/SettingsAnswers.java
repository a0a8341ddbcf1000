package io.larder.protocol.json.client;

import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsMode;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what answers calls about what is set beside a table's definition. */
final class SettingsAnswers {
  private @Nullable String tableName;
  private @Nullable String indexName;
  private @Nullable String streamArn;
  private @Nullable String nextToken;
  private @Nullable Instant lastUpdate;
  private @Nullable CreationTimePrecision precision;
  private @Nullable String description;
  private ContributorInsightsStatus insightsStatus = ContributorInsightsStatus.DISABLED;
  private ContributorInsightsMode mode = ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS;
  private DestinationStatus destinationStatus = DestinationStatus.ENABLING;
  private List<String> rules = List.of();
  private List<SettingsAnswers> elements = List.of();

  private static SettingsAnswers read(AnswerReader in) {
    var answer = new SettingsAnswers();
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "TableName" -> answer.tableName = in.string();
        case "IndexName" -> answer.indexName = in.string();
        case "StreamArn" -> answer.streamArn = in.string();
        case "NextToken" -> answer.nextToken = in.string();
        case "LastUpdateDateTime" -> answer.lastUpdate = in.time();
        case "ContributorInsightsStatus" ->
            answer.insightsStatus =
                in.oneOf(ContributorInsightsStatus.values(), ContributorInsightsStatus.FAILED);
        case "ContributorInsightsMode" ->
            answer.mode = in.oneOf(ContributorInsightsMode.values(), answer.mode);
        case "ContributorInsightsRuleList" -> answer.rules = in.all(AnswerReader::string);
        case "DestinationStatus" ->
            answer.destinationStatus =
                in.oneOf(DestinationStatus.values(), answer.destinationStatus);
        case "DestinationStatusDescription" -> answer.description = in.string();
        case "ApproximateCreationDateTimePrecision" ->
            answer.precision = in.oneOf(CreationTimePrecision.values(), null);
        case "EnableKinesisStreamingConfiguration", "UpdateKinesisStreamingConfiguration" ->
            answer.precision = read(in).precision;
        case "ContributorInsightsSummaries", "KinesisDataStreamDestinations" ->
            answer.elements = in.all(SettingsAnswers::read);
        default -> in.skip();
      }
    }
    return answer;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static UpdateContributorInsightsResponse insightsUpdated(AnswerReader in) {
    SettingsAnswers answer = read(in);
    return new UpdateContributorInsightsResponse(
        orEmpty(answer.tableName), answer.indexName, answer.insightsStatus, answer.mode);
  }

  static DescribeContributorInsightsResponse insights(AnswerReader in) {
    SettingsAnswers answer = read(in);
    return new DescribeContributorInsightsResponse(
        orEmpty(answer.tableName),
        answer.indexName,
        answer.lastUpdate == null
            ? null
            : new ContributorInsights(
                answer.indexName, answer.insightsStatus, answer.mode, answer.lastUpdate),
        answer.rules);
  }

  static ListContributorInsightsResponse listOfInsights(AnswerReader in) {
    SettingsAnswers answer = read(in);
    return new ListContributorInsightsResponse(
        answer.elements.stream()
            .map(
                each ->
                    new ContributorInsightsSummary(
                        orEmpty(each.tableName), each.indexName, each.insightsStatus, each.mode))
            .toList(),
        answer.nextToken);
  }

  static KinesisStreamingDestinationResponse destination(AnswerReader in) {
    SettingsAnswers answer = read(in);
    return new KinesisStreamingDestinationResponse(
        orEmpty(answer.tableName),
        orEmpty(answer.streamArn),
        answer.destinationStatus,
        answer.precision);
  }

  static DescribeKinesisStreamingDestinationResponse destinations(AnswerReader in) {
    SettingsAnswers answer = read(in);
    return new DescribeKinesisStreamingDestinationResponse(
        orEmpty(answer.tableName),
        answer.elements.stream()
            .map(
                each ->
                    new KinesisDataStreamDestination(
                        orEmpty(each.streamArn),
                        each.destinationStatus,
                        each.description,
                        each.precision == null
                            ? CreationTimePrecision.MILLISECOND
                            : each.precision))
            .toList());
  }

  /** Whether tables are kept as they were; null if not. */
  static @Nullable PointInTimeRecovery recovery(AnswerReader in) {
    return in.only(
            "ContinuousBackupsDescription",
            backups ->
                backups.only("PointInTimeRecoveryDescription", SettingsAnswers::ofDescription))
        .recovery();
  }

  private record Recovery(boolean isOn, int days) {
    @Nullable PointInTimeRecovery recovery() {
      return isOn ? new PointInTimeRecovery(days) : null;
    }
  }

  private static Recovery ofDescription(AnswerReader in) {
    boolean isOn = false;
    int days = PointInTimeRecovery.MAX_DAYS;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "PointInTimeRecoveryStatus" -> isOn = in.string().equals("ENABLED");
        case "RecoveryPeriodInDays" -> days = in.count();
        default -> in.skip();
      }
    }
    return new Recovery(isOn, days);
  }
}
