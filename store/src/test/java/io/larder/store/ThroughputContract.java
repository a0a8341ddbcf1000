package io.larder.store;

import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.TableOptions;
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

    assertThat(refusal(store().updateTable(table(null, new WarmThroughput(1L, 1L)))).message())
        .isEqualTo(String.format(lower, "ReadUnitsPerSecond"));
    store().updateTable(table(null, new WarmThroughput(12_001L, null))).join();
    assertThat(refusal(store().updateTable(table(null, new WarmThroughput(12_000L, 9_000L)))))
        .extracting(ServiceError::message)
        .isEqualTo(String.format(lower, "ReadUnitsPerSecond"));
    assertThat(refusal(store().updateTable(table(null, new WarmThroughput(null, 3_999L)))))
        .extracting(ServiceError::message)
        .isEqualTo(String.format(lower, "WriteUnitsPerSecond"));
    assertThat(
            store()
                .describeTable(new DescribeTableRequest(TABLE))
                .table()
                .options()
                .warmThroughput())
        .isEqualTo(new WarmThroughput(12_001L, null));
  }

  @Test
  default void warmThroughputOfAnIndexCanNotBeLowered() {
    createIndexed();

    assertThat(
            refusal(store().updateTable(index("glo", null, new WarmThroughput(100L, 100L))))
                .message())
        .isEqualTo(
            "One or more parameter values were invalid: Requested ReadUnitsPerSecond for"
                + " WarmThroughput for index glo is lower than current WarmThroughput, decreasing"
                + " WarmThroughput is not supported");
    store().updateTable(index("glo", null, new WarmThroughput(12_000L, 4_000L))).join();
  }

  @Test
  default void anIndexOnDemandTakesNoProvisionedThroughput() {
    createIndexed();

    assertThat(
            refusal(store().updateTable(index("glo", new ProvisionedThroughput(1, 1), null)))
                .message())
        .isEqualTo(
            "One or more parameter values were invalid: The only Updates for index: glo when"
                + " TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput,"
                + " WarmThroughput");
  }

  @Test
  default void onlyGlobalIndexesThatExistCanBeUpdated() {
    createIndexed();
    var warm = new WarmThroughput(12_000L, 4_000L);

    assertThat(refusal(store().updateTable(index("ghost", null, warm))))
        .isEqualTo(
            new ServiceError.ResourceNotFound(
                "Requested resource not found: Index ghost for table " + TABLE));
    assertThat(refusal(store().updateTable(index("loc", null, warm))).message())
        .isEqualTo("Cannot update an index that is not a GlobalSecondaryIndex: loc");
    assertThat(
            refusal(
                    store()
                        .updateTable(
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
    create(
        NewTable.named(TABLE, "pk:S", "")
            .options(
                new TableOptions(
                    BillingMode.PROVISIONED,
                    new ProvisionedThroughput(5, 5),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null))
            .global("glo", "g:S", ""));
    var change = index("glo", new ProvisionedThroughput(7, 7), null);
    store().updateTable(change).join();

    assertThat(refusal(store().updateTable(change)).message())
        .startsWith(
            "The provisioned throughput for the index glo will not change. The requested value"
                + " equals the current value.");
  }

  @Test
  default void boundsOfOnDemandThroughputArePositiveOrTakenAway() {
    createTable();

    assertThat(refusal(store().updateTable(table(new OnDemandThroughput(1L, 0L), null))).message())
        .isEqualTo(
            "One or more parameter values were invalid: Requested MaxWriteRequestUnits for"
                + " OnDemandThroughput for table is outside of valid range");
    store().updateTable(table(new OnDemandThroughput(5L, -1L), null)).join();
    assertThat(
            store()
                .describeTable(new DescribeTableRequest(TABLE))
                .table()
                .options()
                .onDemandThroughput())
        .isEqualTo(new OnDemandThroughput(5L, null));
  }
}
