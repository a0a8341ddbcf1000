package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Response;
import java.util.concurrent.CompletableFuture;

/** A completion that keeps what it is told. */
public final class PromisedResponse implements Completion {
  private final CompletableFuture<Response> outcome = new CompletableFuture<>();

  public CompletableFuture<Response> outcome() {
    return outcome;
  }

  @Override
  public void complete(Answer answer) {
    switch (answer) {
      case Answer.Answered(Response response) -> outcome.complete(response);
      case Answer.Refused(ServiceError error) ->
          outcome.completeExceptionally(new ServiceException(error));
      case Answer.Failed(Throwable defect) -> outcome.completeExceptionally(defect);
    }
  }
}
