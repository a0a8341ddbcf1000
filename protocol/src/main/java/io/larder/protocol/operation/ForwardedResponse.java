package io.larder.protocol.operation;

import io.larder.protocol.wire.RenderedJson;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream answered to a {@link ForwardedRequest} that succeeded, or what stands for that
 * where an {@link AbsentRequest} is answered.
 *
 * @param body as it came, which may be empty
 * @param requestId by which the upstream knows the call, if it said one
 */
public record ForwardedResponse(RenderedJson body, @Nullable String requestId) implements Response {
  @Override
  public long itemBytes() {
    return body.jsonLength();
  }
}
