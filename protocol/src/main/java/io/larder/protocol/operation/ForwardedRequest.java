package io.larder.protocol.operation;

import io.larder.protocol.wire.RenderedJson;

/**
 * A call that is handed to an upstream as it came: an operation that is not modelled here, or one
 * whose every member must arrive there. Nothing of it has been checked.
 *
 * @param target the value of the header {@code X-Amz-Target}
 * @param body JSON as the client sent it, or anything else that it sent
 */
public record ForwardedRequest(String target, RenderedJson body)
    implements Request<ForwardedResponse> {

  /** The operation's name: what stands behind the last point of the target. */
  public String operationName() {
    return operationName(target);
  }

  /** The name in {@code target}. */
  public static String operationName(String target) {
    return target.substring(target.lastIndexOf('.') + 1);
  }
}
