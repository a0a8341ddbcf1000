package io.larder.store;

import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.WarmThroughput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What UpdateTable may do to throughput. */
interface ThroughputContract extends StoreFixture {

  private static TableOptions options(
      @Nullable OnDemandThroughput onDemand, @Nullable WarmThroughput warm) {
    return new TableOptions(null, null, onDemand, warm, null, null, null, null);
  }

  private static UpdateTableRequest table(
      @Nullable OnDemandThroughput onDemand, @Nullable WarmThroughput warm) {
    return new UpdateTableRequest(TABLE, List.of(), List.of(), options(onDemand, warm));
  }

  private static UpdateTableRequest index(
      String name, @Nullable ProvisionedThroughput throughput, @Nullable WarmThroughput warm) {
    return new UpdateTableRequest(
        TABLE,
        List.of(),
        List.of(new GlobalSecondaryIndexUpdate.Update(name, throughput, null, warm)),
        options(null, null));
  }

  private void createIndexed() {
    create(
        NewTable.named(TABLE, "pk:S", "sk:S").global("glo", "g:S", "").local("loc", "pk:S", "l:S"));
  }

  @Test
  default void warmThroughputCanBeRaisedButNotLowered() {
    createTable();
    String lower =
        "One or more parameter values were invalid: Requested %s for WarmThroughput for table is"
            + " lower than current WarmThroughput, decreasing WarmThroughput is not supported";

    assertThat(refusal(store().change(table(null, new WarmThroughput(1L, 1L)))).message())
        .isEqualTo(String.format(lower, "ReadUnitsPerSecond"));
    store().change(table(null, new WarmThroughput(12_001L, null))).join();
    assertThat(refusal(store().change(table(null, new WarmThroughput(12_000L, 9_000L)))))
        .extracting(ServiceError::message)
        .isEqualTo(String.format(lower, "ReadUnitsPerSecond"));
    assertThat(refusal(store().change(table(null, new WarmThroughput(null, 3_999L)))))
        .extracting(ServiceError::message)
        .isEqualTo(String.format(lower, "WriteUnitsPerSecond"));
    assertThat(store().describe(new DescribeTableRequest(TABLE)).table().options().warmThroughput())
        .isEqualTo(new WarmThroughput(12_001L, 4_000L));
  }

  @Test
  default void warmThroughputOfAnIndexCanNotBeLowered() {
    createIndexed();

    assertThat(
            refusal(store().change(index("glo", null, new WarmThroughput(100L, 100L)))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Requested ReadUnitsPerSecond for"
                + " WarmThroughput for index glo is lower than current WarmThroughput, decreasing"
                + " WarmThroughput is not supported");
    store().change(index("glo", null, new WarmThroughput(12_000L, 4_000L))).join();
  }

  @Test
  default void anIndexOnDemandTakesNoProvisionedThroughput() {
    createIndexed();

    assertThat(
            refusal(store().change(index("glo", new ProvisionedThroughput(1, 1), null))).message())
        .isEqualTo(
            "One or more parameter values were invalid: The only Updates for index: glo when"
                + " TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput,"
                + " WarmThroughput");
    assertThat(refusal(store().change(index("glo", null, null))).message())
        .startsWith("One or more parameter values were invalid: The only Updates for index: glo");
  }

  @Test
  default void onlyGlobalIndexesThatExistCanBeUpdated() {
    createIndexed();
    var warm = new WarmThroughput(12_000L, 4_000L);

    assertThat(refusal(store().change(index("ghost", null, warm))))
        .isEqualTo(new ServiceError.InternalFailure());
    assertThat(refusal(store().change(index("ghost", null, null))))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Index ghost for table " + TABLE));
    assertThat(refusal(store().change(index("loc", null, warm))).message())
        .isEqualTo("Cannot update an index that is not a GlobalSecondaryIndex: loc");
    assertThat(
            refusal(
                    store()
                        .change(
                            new UpdateTableRequest(
                                TABLE,
                                List.of(),
                                List.of(new GlobalSecondaryIndexUpdate.Delete("loc")),
                                options(null, null))))
                .message())
        .isEqualTo("Cannot delete an index that is not a GlobalSecondaryIndex: loc");
  }

  @Test
  default void throughputOfAProvisionedIndexMustChange() {
    createProvisioned();
    var change = index("glo", new ProvisionedThroughput(7, 7), null);

    var answer = store().change(change).join().tableDescription();

    assertThat(answer.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    GlobalSecondaryIndexDescription index = answer.schema().globalSecondaryIndexes().getFirst();
    assertThat(index.indexStatus()).isEqualTo(IndexStatus.UPDATING);
    assertThat(index.index().provisionedThroughput()).isEqualTo(new ProvisionedThroughput(6, 6));
    assertThat(index.throughputChanges().lastIncrease()).isNotNull();
    assertThat(describedIndex().index().provisionedThroughput())
        .isEqualTo(new ProvisionedThroughput(7, 7));
    assertThat(refusal(store().change(change)).message())
        .isEqualTo(
            "The provisioned throughput for the index glo will not change. The requested value"
                + " equals the current value. Current ReadCapacityUnits provisioned for the index:"
                + " 7. Requested ReadCapacityUnits: 7. Current WriteCapacityUnits provisioned for"
                + " the index: 7. Requested WriteCapacityUnits: 7. Refer to the Amazon DynamoDB"
                + " Developer Guide for current limits and how to request higher limits.");
  }

  private void createProvisioned() {
    create(NewTable.named(TABLE, "pk:S", "").options(provisioned(5, 5)));
    store().change(addIndex(new ProvisionedThroughput(6, 6))).join();
    await().pollInSameThread().until(() -> describedIndex().indexStatus() == IndexStatus.ACTIVE);
  }

  private GlobalSecondaryIndexDescription describedIndex() {
    return describe().schema().globalSecondaryIndexes().getFirst();
  }

  private TableDescription describe() {
    return store().describe(new DescribeTableRequest(TABLE)).table();
  }

  private static TableOptions provisioned(long read, long write) {
    return new TableOptions(
        BillingMode.PROVISIONED,
        new ProvisionedThroughput(read, write),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static UpdateTableRequest addIndex(@Nullable ProvisionedThroughput throughput) {
    return addIndex(throughput, null);
  }

  private static UpdateTableRequest addIndex(
      @Nullable ProvisionedThroughput throughput, @Nullable OnDemandThroughput bounds) {
    var definition = NewTable.named(TABLE, "g:S", "");
    return new UpdateTableRequest(
        TABLE,
        definition.definitions(),
        List.of(
            new GlobalSecondaryIndexUpdate.Create(
                new GlobalSecondaryIndex(
                    "glo",
                    definition.request().keySchema(),
                    NewTable.projection(),
                    throughput,
                    bounds,
                    null))),
        options(null, null));
  }

  @Test
  default void aNewIndexHasTheThroughputThatTheModeOfTheTableAsksFor() {
    create(NewTable.named(TABLE, "pk:S", "").options(provisioned(5, 5)));

    assertThat(refusal(store().change(addIndex(null))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Both ReadCapacityUnits and"
                + " WriteCapacityUnits must be specified for index: glo");

    store().change(new DeleteTableRequest(TABLE)).join();
    createTable();

    assertThat(refusal(store().change(addIndex(new ProvisionedThroughput(1, 1)))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Neither ReadCapacityUnits nor"
                + " WriteCapacityUnits can be specified for index: glo when BillingMode is"
                + " PAY_PER_REQUEST");
  }

  @Test
  default void aNewIndexOfAProvisionedTableTakesNoBoundsForRequests() {
    create(NewTable.named(TABLE, "pk:S", "").options(provisioned(5, 5)));
    var bounded = addIndex(new ProvisionedThroughput(6, 6), new OnDemandThroughput(5L, null));

    assertThat(refusal(store().change(bounded)).message())
        .isEqualTo(
            "One or more parameter values were invalid: MaxReadRequestUnits for"
                + " OnDemandThroughput for index : glo cannot be specified when the table"
                + " BillingMode is PROVISIONED");
  }

  @Test
  default void aProvisionedIndexTakesNoBoundsForRequests() {
    createProvisioned();
    var bounds =
        new UpdateTableRequest(
            TABLE,
            List.of(),
            List.of(
                new GlobalSecondaryIndexUpdate.Update(
                    "glo", null, new OnDemandThroughput(null, 5L), null)),
            options(null, null));

    assertThat(refusal(store().change(bounds)).message())
        .isEqualTo(
            "One or more parameter values were invalid: MaxWriteRequestUnits for"
                + " OnDemandThroughput for index : glo cannot be specified when the table"
                + " BillingMode is PROVISIONED");
    assertThat(refusal(store().change(index("glo", null, null))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Both ReadCapacityUnits and"
                + " WriteCapacityUnits must be specified for index: glo");
  }

  @Test
  default void throughputHasTheDefaultQuotas() {
    createProvisioned();
    var table = new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(40_001, 1));

    assertThat(refusal(store().change(table)))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "The requested ReadCapacityUnits, 40001, is above the per table maximum for the"
                    + " account in us-east-1. Per table maximum: 40000. Refer to the Amazon"
                    + " DynamoDB Developer Guide for current limits and how to request higher"
                    + " limits."));
    assertThat(
            refusal(store().change(index("glo", new ProvisionedThroughput(7, 40_001), null)))
                .message())
        .startsWith(
            "The requested WriteCapacityUnits for index glo, 40001, is above the per index maximum"
                + " for the account in us-east-1. Per table maximum: 40000.");
    assertThat(
            refusal(store().change(index("glo", null, new WarmThroughput(40_001L, null))))
                .message())
        .isEqualTo(
            "Subscriber limit exceeded: Requested ReadUnitsPerSecond for WarmThroughput for index"
                + " glo exceeds TableMaxReadCapacityUnits of the account in region us-east-1");
    assertThat(
            refusal(
                    store()
                        .change(
                            index("none", new ProvisionedThroughput(1, 1_000_000_000_001L), null)))
                .message())
        .isEqualTo(
            "This operation cannot be performed with given input values. Please contact DynamoDB"
                + " service team for more info: Action Blocked: IndexUpdate");
    assertThat(
            refusal(
                store()
                    .change(
                        NewTable.named("Other", "pk:S", "")
                            .options(
                                new TableOptions(
                                    BillingMode.PAY_PER_REQUEST,
                                    null,
                                    new OnDemandThroughput(1L, 40_001L),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null))
                            .request())))
        .isEqualTo(
            new ServiceError.LimitExceeded(
                "Subscriber limit exceeded: Requested MaxWriteRequestUnits for OnDemandThroughput"
                    + " for table exceeds TableMaxWriteCapacityUnits of the account in region"
                    + " us-east-1"));
  }

  @Test
  default void aTableThatBecomesProvisionedHasItsThroughputRaised() {
    create(NewTable.named(TABLE, "pk:S", ""));

    var answer =
        store()
            .change(new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(1, 1)))
            .join()
            .tableDescription();

    assertThat(answer.history().throughputChanges().lastIncrease()).isNotNull();
    assertThat(describe().history().throughputChanges().lastIncrease()).isNotNull();
    assertThat(describe().history().throughputChanges().lastDecrease()).isNull();
  }

  @Test
  default void throughputIsLoweredFourTimesADay() {
    createProvisioned();
    for (int units = 4; units > 0; units--) {
      var lower = new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(units, units));
      var answer = store().change(lower).join().tableDescription();
      assertThat(answer.history().throughputChanges().decreasesToday()).isEqualTo(4 - units);
      assertThat(answer.history().throughputChanges().lastDecrease()).isNotNull();
    }
    store().change(new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(9, 9))).join();
    var fifth = new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(8, 10));

    assertThat(describe().history().throughputChanges().decreasesToday()).isEqualTo(4);
    assertThat(refusal(store().change(fifth)))
        .isInstanceOf(ServiceError.LimitExceeded.class)
        .extracting(ServiceError::message)
        .asString()
        .startsWith(
            "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given"
                + " UTC day.");
    store().change(index("glo", new ProvisionedThroughput(5, 5), null)).join();
    assertThat(describedIndex().throughputChanges().decreasesToday()).isEqualTo(1);
  }

  @Test
  default void warmThroughputStaysAsHighAsItWas() {
    createProvisioned();

    store().change(new UpdateTableRequest(TABLE, List.of(), List.of(), provisioned(1, 9))).join();
    store().change(index("glo", new ProvisionedThroughput(1, 1), null)).join();

    assertThat(describe().options().warmThroughput()).isEqualTo(new WarmThroughput(5L, 5L));
    assertThat(refusal(store().change(table(null, new WarmThroughput(5L, 8L)))).message())
        .startsWith(
            "One or more parameter values were invalid: Requested WriteUnitsPerSecond for"
                + " WarmThroughput for table is lower");
    assertThat(describedIndex().index().warmThroughput()).isEqualTo(new WarmThroughput(6L, 6L));
  }

  @Test
  default void aTableOnDemandShowsTheSwitchAsADecreaseOfItsIndexes() {
    createProvisioned();
    var onDemand =
        new TableOptions(
            BillingMode.PAY_PER_REQUEST,
            null,
            new OnDemandThroughput(100L, null),
            null,
            null,
            null,
            null,
            null);

    var answer =
        store()
            .change(new UpdateTableRequest(TABLE, List.of(), List.of(), onDemand))
            .join()
            .tableDescription();

    assertThat(answer.options().provisionedThroughput()).isNull();
    assertThat(answer.history().lastUpdateToPayPerRequest()).isNull();
    assertThat(answer.history().throughputChanges().lastDecrease()).isNotNull();
    assertThat(answer.schema().globalSecondaryIndexes().getFirst().indexStatus())
        .isEqualTo(IndexStatus.UPDATING);
    assertThat(
            answer
                .schema()
                .globalSecondaryIndexes()
                .getFirst()
                .throughputChanges()
                .decreasesToday())
        .isZero();
    assertThat(describe().history().lastUpdateToPayPerRequest()).isNotNull();
    assertThat(describe().history().throughputChanges().lastDecrease()).isNull();
    assertThat(describedIndex().throughputChanges().decreasesToday()).isEqualTo(1);
  }

  @Test
  default void aTableThatBecomesProvisionedLosesItsBoundsAndKeepsItsWarmThroughput() {
    createIndexed();
    store().change(table(new OnDemandThroughput(5L, 5L), null)).join();
    var back =
        new UpdateTableRequest(
            TABLE,
            List.of(),
            List.of(
                new GlobalSecondaryIndexUpdate.Update(
                    "glo", new ProvisionedThroughput(2, 2), null, null)),
            provisioned(1, 1));

    var answer = store().change(back).join().tableDescription();

    assertThat(answer.options().provisionedThroughput()).isEqualTo(new ProvisionedThroughput(1, 1));
    assertThat(answer.schema().globalSecondaryIndexes().getFirst().index().provisionedThroughput())
        .isEqualTo(new ProvisionedThroughput(2, 2));
    assertThat(describe().options().onDemandThroughput()).isNull();
    assertThat(describe().options().warmThroughput()).isEqualTo(WarmThroughput.ON_DEMAND);
    assertThat(describedIndex().index().warmThroughput()).isEqualTo(WarmThroughput.ON_DEMAND);
  }

  @Test
  default void boundsOfOnDemandThroughputArePositiveOrTakenAway() {
    createTable();

    assertThat(refusal(store().change(table(new OnDemandThroughput(1L, 0L), null))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Requested MaxWriteRequestUnits for"
                + " OnDemandThroughput for table is outside of valid range");
    store().change(table(new OnDemandThroughput(5L, 6L), null)).join();
    assertThat(
            store()
                .change(table(new OnDemandThroughput(null, -1L), null))
                .join()
                .tableDescription()
                .options()
                .onDemandThroughput())
        .isEqualTo(new OnDemandThroughput(5L, -1L));
    assertThat(
            store()
                .describe(new DescribeTableRequest(TABLE))
                .table()
                .options()
                .onDemandThroughput())
        .isEqualTo(new OnDemandThroughput(5L, null));
  }
}
