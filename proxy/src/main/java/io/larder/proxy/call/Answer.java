package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;
import java.util.concurrent.CompletionException;

/** How a call ends. A response that is at hand at once is handed on bare, for hits are many. */
public sealed interface Answer {
  /** What was asked for was done, or found. */
  record Answered(Response response) implements Answer {}

  /** It was not, for a reason that the client is told. */
  record Refused(ServiceError error) implements Answer {}

  /** It was not, because of a defect, of which the client is told nothing. */
  record Failed(Throwable defect) implements Answer {}

  /** The answer to a call that ended with {@code failure}. */
  static Answer of(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ServiceException expected
        ? new Refused(expected.error())
        : new Failed(cause);
  }
}
