package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.WarmThroughput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a table as CreateTable and UpdateTable give them. */
public final class SettingsDraft {
  private static final EnumText<BillingMode> BILLING_MODE =
      EnumText.listedAs(List.of(BillingMode.PROVISIONED, BillingMode.PAY_PER_REQUEST));
  private static final EnumText<TableClass> TABLE_CLASS =
      EnumText.listedAs(List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS));
  private static final EnumText<SseType> SSE_TYPE =
      EnumText.listedAs(List.of(SseType.AES256, SseType.KMS));
  private static final EnumText<StreamView> STREAM_VIEW =
      EnumText.listedAs(
          List.of(
              StreamView.OLD_IMAGE,
              StreamView.KEYS_ONLY,
              StreamView.NEW_AND_OLD_IMAGES,
              StreamView.NEW_IMAGE));
  private static final long MAX_THROUGHPUT = 1_000_000_000_000L;

  public @Nullable String billingMode;
  public @Nullable ThroughputDraft throughput;
  public @Nullable OnDemandThroughput onDemandThroughput;
  public @Nullable WarmThroughput warmThroughput;
  public @Nullable StreamDraft stream;
  public @Nullable SseSpecification sse;
  public @Nullable String tableClass;
  public @Nullable Boolean deletionProtection;

  private enum SseType {
    AES256,
    KMS
  }

  private enum StreamView {
    NEW_IMAGE,
    OLD_IMAGE,
    NEW_AND_OLD_IMAGES,
    KEYS_ONLY
  }

  /** The settings of a table's stream. */
  public record StreamDraft(@Nullable Boolean enabled, @Nullable String viewType) {
    boolean isEnabled() {
      return Boolean.TRUE.equals(enabled);
    }
  }

  /** The shape of billing mode and throughput, which the service looks at before the keys. */
  void checkBilling(Violations violations) {
    violations.memberOf(BILLING_MODE, billingMode, "billingMode");
    if (throughput != null) {
      throughput.check("provisionedThroughput", violations);
    }
  }

  /** The shape of the other settings. */
  void checkFeatures(Violations violations) {
    if (stream != null) {
      violations.required(stream.enabled, "streamSpecification.streamEnabled");
      violations.memberOf(STREAM_VIEW, stream.viewType, "streamSpecification.streamViewType");
    }
    if (sse != null) {
      violations.memberOf(SSE_TYPE, sse.sseType(), "sSESpecification.sSEType");
      String keyId = sse.kmsMasterKeyId();
      if (keyId != null && keyId.isEmpty()) {
        violations.add(keyId, "sSESpecification.kMSMasterKeyId", Constraint.lengthAtLeast(1));
      }
    }
  }

  boolean isOnDemand() {
    return "PAY_PER_REQUEST".equals(billingMode);
  }

  void rejectThroughputOnDemand() {
    if (isOnDemand() && throughput != null) {
      throw ServiceException.invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
  }

  void rejectThroughputOutOfBounds() {
    if (throughput != null) {
      rejectOutOfBounds(throughput.readCapacityUnits(), "ReadCapacityUnits");
      rejectOutOfBounds(throughput.writeCapacityUnits(), "WriteCapacityUnits");
    }
  }

  private static void rejectOutOfBounds(@Nullable Long units, String name) {
    if (units != null && units > MAX_THROUGHPUT) {
      throw ServiceException.validation(
          "Given value " + units + " for " + name + " is out of bounds");
    }
  }

  void rejectUnknownTableClass() {
    if (tableClass != null && !TABLE_CLASS.contains(tableClass)) {
      throw ServiceException.validation(
          "Invalid table-class parameter provided. Please try again with a valid table-class"
              + " value: [STANDARD, STANDARD_INFREQUENT_ACCESS].");
    }
  }

  void rejectContradictingSse() {
    if (sse == null) {
      return;
    }
    boolean disabled = Boolean.FALSE.equals(sse.enabled());
    if (disabled && sse.sseType() != null) {
      throw ServiceException.invalidParameter("SSEType can not be specified if Enabled is false");
    }
    if (disabled && sse.kmsMasterKeyId() != null) {
      throw ServiceException.invalidParameter(
          "KMSMasterKeyId can not be specified if Enabled is false");
    }
    if ("AES256".equals(sse.sseType())) {
      throw ServiceException.invalidParameter("SSEType AES256 is not supported");
    }
    if (sse.kmsMasterKeyId() != null && sse.sseType() == null) {
      throw ServiceException.invalidParameter(
          "SSEType KMS is required if KMSMasterKeyId is specified");
    }
  }

  TableOptions toOptions() {
    return new TableOptions(
        BILLING_MODE.orNull(billingMode),
        ThroughputDraft.toProvisioned(throughput),
        onDemandThroughput,
        warmThroughput,
        stream == null ? null : new StreamSpecification(stream.isEnabled(), stream.viewType),
        toSse(),
        TABLE_CLASS.orNull(tableClass),
        deletionProtection);
  }

  /** Throughput that says nothing counts as not given. */
  void dropEmptyThroughput() {
    onDemandThroughput = ThroughputDraft.orNull(onDemandThroughput);
    warmThroughput = ThroughputDraft.orNull(warmThroughput);
  }

  /** A type without {@code Enabled} switches encryption on. */
  private @Nullable SseSpecification toSse() {
    return sse == null
        ? null
        : new SseSpecification(
            sse.enabled() == null ? sse.sseType() != null : sse.enabled(),
            sse.sseType(),
            sse.kmsMasterKeyId());
  }
}
