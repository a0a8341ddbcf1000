package io.larder.protocol.operation;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a statement returned; {@code nextToken} is null where there is no more. */
public record ExecuteStatementResponse(
    List<Item> items,
    @Nullable String nextToken,
    @Nullable Map<String, AttributeValue> lastEvaluatedKey,
    @Nullable ConsumedCapacity consumedCapacity)
    implements Response {
  public ExecuteStatementResponse {
    items = List.copyOf(items);
  }

  @Override
  public long itemBytes() {
    long bytes = 0;
    for (Item item : items) {
      bytes += item.jsonLength();
    }
    return bytes;
  }
}
