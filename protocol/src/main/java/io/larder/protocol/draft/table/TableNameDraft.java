package io.larder.protocol.draft.table;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.error.ServiceException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The member of every request that consists of the name of a table. */
public record TableNameDraft(@Nullable String tableName) {
  /**
   * What {@code request} makes of the name, which may be the table's ARN.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public <R> R check(Function<String, R> request) {
    return request.apply(ResourceName.requireTable(tableName));
  }
}
