package io.larder.protocol.operation;

import io.larder.protocol.item.Item;
import io.larder.protocol.wire.RenderedJson;
import org.jspecify.annotations.Nullable;

/** What became of one statement of a batch. {@code tableName} is null where it did not run. */
public record BatchStatementResponse(
    @Nullable Failure error, @Nullable String tableName, @Nullable Item item) {

  /**
   * Why it failed.
   *
   * @param code such as {@code ConditionalCheckFailed}
   * @param item the stored item, where it was asked for
   */
  public record Failure(String code, String message, @Nullable RenderedJson item) {}
}
