package io.larder.store;

import static io.larder.store.StoreFixture.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsMode;
import io.larder.protocol.operation.ContributorInsightsStatus;
import io.larder.protocol.operation.ContributorInsightsSummary;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeContributorInsightsResponse;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.store.settings.TableSettings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is set of tables beside their definitions, and features that are not there. */
interface SettingsContract extends StoreFixture {
  String KINESIS = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";

  private @Nullable PointInTimeRecovery recovery() {
    return store().describe(new DescribeContinuousBackupsRequest(TABLE)).pointInTimeRecovery();
  }

  private void setRecovery(boolean isOn, @Nullable Integer days) {
    var answer = store().change(new UpdateContinuousBackupsRequest(TABLE, isOn, days)).join();
    assertThat(answer.pointInTimeRecovery()).isEqualTo(recovery());
  }

  @Test
  default void recoveryIsSetForAsManyDaysAsWishedAndForgottenWithTheTable() {
    create(NewTable.named(TABLE, "pk:S", ""));
    assertThat(recovery()).isNull();

    setRecovery(true, null);
    assertThat(recovery()).isEqualTo(new PointInTimeRecovery(35));
    setRecovery(true, 7);
    assertThat(recovery()).isEqualTo(new PointInTimeRecovery(7));
    setRecovery(false, null);
    setRecovery(true, null);
    assertThat(recovery()).isEqualTo(new PointInTimeRecovery(35));

    store().change(new DeleteTableRequest(TABLE)).join();
    create(NewTable.named(TABLE, "pk:S", ""));
    assertThat(store().describe(new DescribeContinuousBackupsRequest(TABLE)))
        .isEqualTo(new DescribeContinuousBackupsResponse(null));
  }

  @Test
  default void recoveryOfNoTableIsNotFoundAsBackupsSayIt() {
    assertThat(refusal(store().change(new UpdateContinuousBackupsRequest("Nowhere", true, null))))
        .extracting(ServiceError::type, ServiceError::message)
        .containsExactly(new ServiceError.TableNotFound("").type(), "Table not found: Nowhere");
  }

  private DescribeContributorInsightsResponse insights(@Nullable String index) {
    return store().describe(new DescribeContributorInsightsRequest(TABLE, index));
  }

  private ContributorInsightsStatus watch(
      @Nullable String index, boolean isOn, @Nullable ContributorInsightsMode mode) {
    var request = new UpdateContributorInsightsRequest(TABLE, index, isOn, mode);
    return store().change(request).join().status();
  }

  private List<String> watched(ListContributorInsightsRequest request) {
    return store().describe(request).contributorInsightsSummaries().stream()
        .map(each -> each.tableName() + "/" + each.indexName())
        .toList();
  }

  @Test
  default void keysOfTablesAndIndexesAreWatchedAndListed() {
    create(NewTable.named("Albums", "pk:S", ""));
    create(NewTable.named(TABLE, "pk:S", "sk:S").global("global", "sk:S", "", "*"));
    assertThat(insights(null).insights()).isNull();

    assertThat(watch(null, true, null)).isEqualTo(ContributorInsightsStatus.ENABLING);
    watch("global", true, ContributorInsightsMode.THROTTLED_KEYS);

    ContributorInsights onTable = Objects.requireNonNull(insights(null).insights());
    assertThat(onTable.status()).isEqualTo(ContributorInsightsStatus.ENABLED);
    assertThat(onTable.mode()).isEqualTo(ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS);
    long since = onTable.lastUpdate().toEpochMilli();
    assertThat(insights(null).rules())
        .containsExactly(
            "DynamoDBContributorInsights-PKC-" + TABLE + "-" + since,
            "DynamoDBContributorInsights-PKT-" + TABLE + "-" + since,
            "DynamoDBContributorInsights-SKC-" + TABLE + "-" + since,
            "DynamoDBContributorInsights-SKT-" + TABLE + "-" + since);
    assertThat(insights("global").rules())
        .singleElement()
        .asString()
        .startsWith("DynamoDBContributorInsights-PKT-" + TABLE + "-global-");
    store().change(new UpdateContributorInsightsRequest("Albums", null, true, null)).join();
    var page = store().describe(new ListContributorInsightsRequest(null, null, 2));
    assertThat(page.contributorInsightsSummaries())
        .containsExactly(
            new ContributorInsightsSummary(
                "Albums",
                null,
                ContributorInsightsStatus.ENABLED,
                ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS),
            new ContributorInsightsSummary(
                TABLE,
                null,
                ContributorInsightsStatus.ENABLED,
                ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS));
    assertThat(watched(new ListContributorInsightsRequest(null, page.nextToken(), 2)))
        .containsExactly(TABLE + "/global");
    assertThat(watched(new ListContributorInsightsRequest("Albums", null, 100)))
        .containsExactly("Albums/null");

    assertThat(watch(null, false, null)).isEqualTo(ContributorInsightsStatus.DISABLING);
    assertThat(Objects.requireNonNull(insights(null).insights()).status())
        .isEqualTo(ContributorInsightsStatus.DISABLED);
    assertThat(watched(new ListContributorInsightsRequest(TABLE, null, 100)))
        .containsExactly(TABLE + "/global");
  }

  @Test
  default void anIndexIsNoLongerWatchedOnceItIsDeleted() {
    create(NewTable.named(TABLE, "pk:S", "").global("global", "pk:S", "", "*"));
    watch("global", true, null);

    store()
        .change(
            new UpdateTableRequest(
                TABLE,
                List.of(),
                List.of(new GlobalSecondaryIndexUpdate.Delete("global")),
                TableContract.NO_OPTIONS))
        .join();

    assertThat(watched(new ListContributorInsightsRequest(TABLE, null, 100))).isEmpty();
    assertThat(
            refusal(() -> store().describe(new DescribeContributorInsightsRequest(TABLE, "global")))
                .type())
        .isEqualTo(new ServiceError.ResourceNotFound("").type());
  }

  private List<KinesisDataStreamDestination> destinations() {
    return store()
        .describe(new DescribeKinesisStreamingDestinationRequest(TABLE))
        .kinesisDataStreamDestinations();
  }

  @Test
  default void aKinesisDataStreamThatCannotBeReachedFails() {
    create(NewTable.named(TABLE, "pk:S", ""));
    assertThat(destinations()).isEmpty();

    var answer =
        store()
            .change(
                new EnableKinesisStreamingDestinationRequest(
                    TABLE, KINESIS, CreationTimePrecision.MICROSECOND))
            .join();

    assertThat(answer.status()).isEqualTo(DestinationStatus.ENABLING);
    assertThat(answer.precision()).isEqualTo(CreationTimePrecision.MICROSECOND);
    KinesisDataStreamDestination failed = destinations().getFirst();
    assertThat(failed.status()).isEqualTo(DestinationStatus.ENABLE_FAILED);
    assertThat(failed.statusDescription()).contains("cannot be reached");
    assertThat(
            refusal(
                    store()
                        .change(
                            new DisableKinesisStreamingDestinationRequest(TABLE, KINESIS, null)))
                .message())
        .isEqualTo(
            "Table is not in a valid state to disable Kinesis Streaming Destination:"
                + " KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
    assertThat(
            refusal(
                    store()
                        .change(
                            new UpdateKinesisStreamingDestinationRequest(
                                TABLE, KINESIS + "2", CreationTimePrecision.MICROSECOND)))
                .message())
        .isEqualTo(
            "No streaming destination with streamArn: "
                + KINESIS
                + "2 found for table with tableName: "
                + TABLE);
  }

  @Test
  default void onlySoManyKinesisDataStreamsAreRemembered() {
    create(NewTable.named(TABLE, "pk:S", ""));

    for (int i = 0; i < 2 * TableSettings.MAX_DESTINATIONS; i++) {
      store().change(new EnableKinesisStreamingDestinationRequest(TABLE, KINESIS + i, null)).join();
    }

    assertThat(destinations()).hasSize(TableSettings.MAX_DESTINATIONS);
    assertThat(destinations().getLast().streamArn())
        .isEqualTo(KINESIS + (2 * TableSettings.MAX_DESTINATIONS - 1));
  }

  private static AbsentRequest absent(Operation operation, String body) {
    byte[] json = body.replace('\'', '"').getBytes(UTF_8);
    return (AbsentRequest)
        RequestDecoder.decode(operation, json, 0, json.length, ValidationReport.ALL);
  }

  private String answer(Operation operation, String body) {
    ForwardedResponse response = store().describe(absent(operation, body));
    byte[] json = new byte[response.body().jsonLength()];
    response.body().copyJsonTo(json, 0);
    return new String(json, UTF_8).replace('"', '\'');
  }

  private String refused(Operation operation, String body) {
    ServiceError error = refusal(() -> store().describe(absent(operation, body)));
    return error.type().substring(error.type().indexOf('#') + 1) + ": " + error.message();
  }

  @Test
  default void thereIsNothingOfFeaturesThatAreAbsent() {
    create(NewTable.named(TABLE, "pk:S", ""));

    assertThat(answer(Operation.LIST_BACKUPS, "{}")).isEqualTo("{'BackupSummaries':[]}");
    assertThat(answer(Operation.LIST_EXPORTS, "{}")).isEqualTo("{'ExportSummaries':[]}");
    assertThat(answer(Operation.LIST_IMPORTS, "{}")).isEqualTo("{'ImportSummaryList':[]}");
    assertThat(answer(Operation.LIST_GLOBAL_TABLES, "{}")).isEqualTo("{'GlobalTables':[]}");
    assertThat(answer(Operation.LIST_BULK_OPERATIONS, "{}"))
        .isEqualTo("{'BulkOperationsSummaryList':[]}");
    assertThat(
            answer(Operation.DESCRIBE_TABLE_REPLICA_AUTO_SCALING, "{'TableName':'" + TABLE + "'}"))
        .isEqualTo(
            "{'TableAutoScalingDescription':{'TableName':'"
                + TABLE
                + "','TableStatus':'ACTIVE','Replicas':[{'RegionName':'us-east-1',"
                + "'GlobalSecondaryIndexes':[],'ReplicaStatus':'ACTIVE'}]}}");
  }

  @Test
  default void whatFeaturesWouldHaveMadeIsNotFoundAndNothingIsMade() {
    String arn = create(NewTable.named(TABLE, "pk:S", "")).description().identity().tableArn();
    String backup = arn + "/backup/01576616366715-b4e58d3a";

    assertThat(refused(Operation.CREATE_BACKUP, "{'TableName':'Nowhere','BackupName':'friday'}"))
        .isEqualTo("TableNotFoundException: Table not found: Nowhere");
    assertThat(refused(Operation.CREATE_BACKUP, "{'TableName':'" + TABLE + "','BackupName':'abc'}"))
        .startsWith("ContinuousBackupsUnavailableException: ");
    assertThat(refused(Operation.DESCRIBE_BACKUP, "{'BackupArn':'" + backup + "'}"))
        .isEqualTo("BackupNotFoundException: Backup not found: " + backup);
    assertThat(
            refused(
                Operation.RESTORE_TABLE_FROM_BACKUP,
                "{'TargetTableName':'" + TABLE + "','BackupArn':'" + backup + "'}"))
        .isEqualTo("TableAlreadyExistsException: Table already exists: " + TABLE);
    store().change(new UpdateContinuousBackupsRequest(TABLE, true, null)).join();
    assertThat(
            refused(
                Operation.RESTORE_TABLE_TO_POINT_IN_TIME,
                "{'SourceTableName':'"
                    + TABLE
                    + "','TargetTableName':'Then','UseLatestRestorableTime':true}"))
        .startsWith("PointInTimeRecoveryUnavailableException: ");
    assertThat(
            refused(
                Operation.EXPORT_TABLE_TO_POINT_IN_TIME,
                "{'TableArn':'" + arn + "','S3Bucket':'bucket'}"))
        .startsWith("PointInTimeRecoveryUnavailableException: ");
    assertThat(refused(Operation.DESCRIBE_GLOBAL_TABLE, "{'GlobalTableName':'" + TABLE + "'}"))
        .isEqualTo(
            "GlobalTableNotFoundException: Global table not found: Global table with name: '"
                + TABLE
                + "' does not exist.");
    assertThat(
            refused(
                Operation.SEARCH_VECTORS,
                "{'TableName':'"
                    + TABLE
                    + "','IndexName':'near','SearchVector':[{'N':'1'}],'TopK':1}"))
        .isEqualTo("ValidationException: The table does not have the specified index: near");
    assertThat(
            refused(
                Operation.IMPORT_TABLE,
                "{'S3BucketSource':{},'InputFormat':'CSV','TableCreationParameters':{}}"))
        .isEqualTo("ValidationException: ImportTable is not offered by this server");
  }
}
