package io.larder.protocol.draft.settings;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of EnableKinesisStreamingDestination, DisableKinesisStreamingDestination and
 * UpdateKinesisStreamingDestination. All checks throw Validation. Any ARN will do: whether there is
 * such a stream is found when it is written to.
 */
public final class KinesisStreamingDestinationDraft {
  private static final int MIN_ARN = 37;
  private static final int MAX_ARN = 1024;
  private static final EnumText<CreationTimePrecision> PRECISION =
      EnumText.listedAs(
          List.of(CreationTimePrecision.MILLISECOND, CreationTimePrecision.MICROSECOND));

  public @Nullable String tableName;
  public @Nullable String streamArn;
  public @Nullable Configuration enable;
  public @Nullable Configuration update;

  /** EnableKinesisStreamingConfiguration or UpdateKinesisStreamingConfiguration. */
  public static final class Configuration {
    public @Nullable String precision;
  }

  public EnableKinesisStreamingDestinationRequest checkEnable() {
    String name = checked(enable, "enableKinesisStreamingConfiguration");
    return new EnableKinesisStreamingDestinationRequest(name, arn(), precision(enable));
  }

  public DisableKinesisStreamingDestinationRequest checkDisable() {
    String name = checked(enable, "enableKinesisStreamingConfiguration");
    if (enable != null) {
      throw validation(
          "EnableKinesisStreamingConfiguration cannot be specified when disabling a Kinesis"
              + " Streaming Destination");
    }
    return new DisableKinesisStreamingDestinationRequest(name, arn(), null);
  }

  public UpdateKinesisStreamingDestinationRequest checkUpdate() {
    String name = checked(update, "updateKinesisStreamingConfiguration");
    CreationTimePrecision precision = precision(update);
    if (precision == null) {
      throw validation(
          "Streaming destination cannot be updated with given parameters:"
              + " UpdateKinesisStreamingConfiguration cannot be null or contain only null values");
    }
    return new UpdateKinesisStreamingDestinationRequest(name, arn(), precision);
  }

  private String arn() {
    return String.valueOf(streamArn);
  }

  private static @Nullable CreationTimePrecision precision(@Nullable Configuration given) {
    return given == null ? null : PRECISION.orNull(given.precision);
  }

  private String checked(@Nullable Configuration configuration, String path) {
    String name = ResourceName.requireTable(tableName);
    var violations = new Violations();
    violations.required(streamArn, "streamArn");
    if (streamArn != null && streamArn.length() < MIN_ARN) {
      violations.add(streamArn, "streamArn", Constraint.lengthAtLeast(MIN_ARN));
    } else if (streamArn != null && streamArn.length() > MAX_ARN) {
      violations.add(streamArn, "streamArn", Constraint.lengthAtMost(MAX_ARN));
    }
    if (configuration != null) {
      violations.memberOf(
          PRECISION, configuration.precision, path + ".approximateCreationDateTimePrecision");
    }
    violations.throwIfAny();
    return name;
  }
}
