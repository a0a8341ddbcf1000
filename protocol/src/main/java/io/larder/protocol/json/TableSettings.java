package io.larder.protocol.json;

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
final class TableSettings {
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

  static final String INVALID = "One or more parameter values were invalid: ";

  @Nullable String billingMode;
  IndexMembers.@Nullable Throughput throughput;
  @Nullable OnDemandThroughput onDemandThroughput;
  @Nullable WarmThroughput warmThroughput;
  @Nullable Stream stream;
  @Nullable SseSpecification sse;
  @Nullable String tableClass;
  @Nullable Boolean deletionProtection;

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

  /** The stream settings. */
  record Stream(@Nullable Boolean enabled, @Nullable String viewType) {
    boolean isEnabled() {
      return Boolean.TRUE.equals(enabled);
    }
  }

  /** Reads the current member if it is a setting; false if the reader still stands at it. */
  boolean read(RequestReader in) {
    switch (in.memberName()) {
      case "BillingMode" -> billingMode = in.string();
      case "ProvisionedThroughput" -> throughput = IndexMembers.Throughput.readProvisioned(in);
      case "OnDemandThroughput" -> onDemandThroughput = IndexMembers.Throughput.readOnDemand(in);
      case "WarmThroughput" -> warmThroughput = IndexMembers.Throughput.readWarm(in);
      case "StreamSpecification" -> stream = readStream(in);
      case "SSESpecification" -> sse = readSse(in);
      case "TableClass" -> tableClass = in.string();
      case "DeletionProtectionEnabled" -> deletionProtection = in.bool();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Stream readStream(RequestReader in) {
    in.enterStructure("StreamSpecification");
    Boolean enabled = null;
    String viewType = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "StreamEnabled" -> enabled = in.bool();
        case "StreamViewType" -> viewType = in.string();
        default -> in.skip();
      }
    }
    return new Stream(enabled, viewType);
  }

  private static SseSpecification readSse(RequestReader in) {
    in.enterStructure("SSESpecification");
    Boolean enabled = null;
    String type = null;
    String key = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Enabled" -> enabled = in.bool();
        case "SSEType" -> type = in.string();
        case "KMSMasterKeyId" -> key = in.string();
        default -> in.skip();
      }
    }
    return new SseSpecification(enabled, type, key);
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
        violations.add(
            keyId,
            "sSESpecification.kMSMasterKeyId",
            "Member must have length greater than or equal to 1");
      }
    }
  }

  boolean isOnDemand() {
    return "PAY_PER_REQUEST".equals(billingMode);
  }

  void rejectThroughputOnDemand() {
    if (isOnDemand() && throughput != null) {
      throw invalid(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
  }

  void rejectThroughputOutOfBounds() {
    if (throughput != null) {
      rejectOutOfBounds(throughput.read(), "ReadCapacityUnits");
      rejectOutOfBounds(throughput.write(), "WriteCapacityUnits");
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
      throw invalid("SSEType can not be specified if Enabled is false");
    }
    if (disabled && sse.kmsMasterKeyId() != null) {
      throw invalid("KMSMasterKeyId can not be specified if Enabled is false");
    }
    if ("AES256".equals(sse.sseType())) {
      throw invalid("SSEType AES256 is not supported");
    }
    if (sse.kmsMasterKeyId() != null && sse.sseType() == null) {
      throw invalid("SSEType KMS is required if KMSMasterKeyId is specified");
    }
  }

  static ServiceException invalid(String detail) {
    return ServiceException.validation(INVALID + detail);
  }

  TableOptions toOptions() {
    return new TableOptions(
        BILLING_MODE.orNull(billingMode),
        IndexMembers.Throughput.toProvisioned(throughput),
        onDemandThroughput,
        warmThroughput,
        stream == null ? null : new StreamSpecification(stream.isEnabled(), stream.viewType),
        toSse(),
        TABLE_CLASS.orNull(tableClass),
        deletionProtection);
  }

  /** Throughput that says nothing counts as not given. */
  void dropEmptyThroughput() {
    onDemandThroughput = IndexMembers.Throughput.orNull(onDemandThroughput);
    warmThroughput = IndexMembers.Throughput.orNull(warmThroughput);
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
