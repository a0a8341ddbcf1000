package io.larder.protocol.draft.table;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.quota.ServiceQuotas;
import org.jspecify.annotations.Nullable;

/** The members of a ListTables. */
public record ListTablesDraft(@Nullable String exclusiveStartTableName, @Nullable Integer limit) {
  /**
   * The request, with the greatest limit if none was given.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public ListTablesRequest check() {
    var violations = new Violations();
    if (exclusiveStartTableName != null) {
      ResourceName.checkAll(exclusiveStartTableName, "exclusiveStartTableName", violations);
    }
    if (limit != null) {
      violations.atLeast(limit, 1, "limit");
      violations.atMost(limit, ServiceQuotas.MAX_LISTED_TABLES, "limit");
    }
    violations.throwIfAny();
    return new ListTablesRequest(
        exclusiveStartTableName, limit == null ? ServiceQuotas.MAX_LISTED_TABLES : limit);
  }
}
