package io.larder.protocol.draft.table;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The members of an UpdateTimeToLive. */
public final class UpdateTimeToLiveDraft {
  private static final String PATH = "timeToLiveSpecification";

  public @Nullable String tableName;
  public @Nullable Specification specification;

  /** The specification. */
  public static final class Specification {
    public @Nullable Boolean enabled;
    public @Nullable String attributeName;
  }

  /**
   * The request, valid as far as it can be without the table.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public UpdateTimeToLiveRequest check() {
    String name = ResourceName.requireTable(tableName);
    var violations = new Violations();
    violations.required(specification, PATH);
    if (specification != null) {
      AttributeName.check(specification.attributeName, PATH + ".attributeName", violations);
      violations.required(specification.enabled, PATH + ".enabled");
    }
    violations.throwIfAny();
    Specification given = Objects.requireNonNull(specification);
    return new UpdateTimeToLiveRequest(
        name,
        new TimeToLiveSpecification(
            Objects.requireNonNull(given.attributeName), Boolean.TRUE.equals(given.enabled)));
  }
}
