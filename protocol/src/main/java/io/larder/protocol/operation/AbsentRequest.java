package io.larder.protocol.operation;

import io.larder.protocol.wire.RenderedJson;
import java.util.Map;

/**
 * A request of an operation whose feature is not here. What it is about can be looked up, so that
 * it is answered truthfully; nothing is ever done for it.
 *
 * @param texts members at the top that are text, by their names
 * @param body JSON as the client sent it
 */
public record AbsentRequest(Operation operation, Map<String, String> texts, RenderedJson body)
    implements Request.Describe<ForwardedResponse> {
  public AbsentRequest {
    texts = Map.copyOf(texts);
  }

  /** A member that is text; empty if it was not given. */
  public String text(String name) {
    return texts.getOrDefault(name, "");
  }
}
