package io.larder.protocol.operation;

import io.larder.protocol.item.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out up to 100 PartiQL statements or none; all read or all write. {@code fingerprint} is a
 * SHA-256 of their texts and parameters, as {@link TransactWriteItemsRequest#fingerprint}.
 */
public record ExecuteTransactionRequest(
    List<TransactStatement> statements,
    @Nullable String clientRequestToken,
    Bytes fingerprint,
    ReturnConsumedCapacity returnConsumedCapacity)
    implements Request.Statements<ExecuteTransactionResponse> {
  public ExecuteTransactionRequest {
    statements = List.copyOf(statements);
  }

  @Override
  public boolean evaluates() {
    return false;
  }
}
