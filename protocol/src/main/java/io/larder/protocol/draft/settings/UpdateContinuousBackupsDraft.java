package io.larder.protocol.draft.settings;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import org.jspecify.annotations.Nullable;

/** The members of an UpdateContinuousBackups. */
public final class UpdateContinuousBackupsDraft {
  private static final String PATH = "pointInTimeRecoverySpecification";

  public @Nullable String tableName;
  public @Nullable Specification specification;

  /** The specification. */
  public static final class Specification {
    public @Nullable Boolean enabled;
    public @Nullable Integer days;
  }

  /**
   * The request, valid as far as it can be without the table.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public UpdateContinuousBackupsRequest check() {
    String name = ResourceName.requireTable(tableName);
    var violations = new Violations();
    violations.required(specification, PATH);
    Boolean enabled = null;
    Integer days = null;
    if (specification != null) {
      enabled = specification.enabled;
      days = specification.days;
      violations.required(enabled, PATH + ".pointInTimeRecoveryEnabled");
      if (days != null) {
        violations.atLeast(days, 1, PATH + ".recoveryPeriodInDays");
        violations.atMost(days, PointInTimeRecovery.MAX_DAYS, PATH + ".recoveryPeriodInDays");
      }
    }
    violations.throwIfAny();
    boolean isEnabled = Boolean.TRUE.equals(enabled);
    if (!isEnabled && days != null) {
      throw validation(
          "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time"
              + " recovery.");
    }
    return new UpdateContinuousBackupsRequest(name, isEnabled, days);
  }
}
