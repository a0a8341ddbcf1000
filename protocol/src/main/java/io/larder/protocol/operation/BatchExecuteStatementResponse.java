package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the statements of a batch, in their order. */
public record BatchExecuteStatementResponse(
    List<BatchStatementResponse> responses, @Nullable List<ConsumedCapacity> consumedCapacity)
    implements Response {
  public BatchExecuteStatementResponse {
    responses = List.copyOf(responses);
  }

  @Override
  public long itemBytes() {
    long bytes = 0;
    for (BatchStatementResponse response : responses) {
      bytes += response.item() == null ? 0 : response.item().jsonLength();
    }
    return bytes;
  }
}
