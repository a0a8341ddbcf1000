package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** The settings of a table that do not shape its data. Null members were not given. */
public record TableOptions(
    @Nullable BillingMode billingMode,
    @Nullable ProvisionedThroughput provisionedThroughput,
    @Nullable OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput,
    @Nullable StreamSpecification streamSpecification,
    @Nullable SseSpecification sseSpecification,
    @Nullable TableClass tableClass,
    @Nullable Boolean deletionProtectionEnabled) {
  /** The settings with others for encryption. */
  public TableOptions withSse(@Nullable SseSpecification sse) {
    return new TableOptions(
        billingMode,
        provisionedThroughput,
        onDemandThroughput,
        warmThroughput,
        streamSpecification,
        sse,
        tableClass,
        deletionProtectionEnabled);
  }
}
