package io.larder.proxy.call;

import io.larder.protocol.operation.Response;
import java.util.concurrent.CompletableFuture;

/** A completion that keeps what it is told. */
public final class PromisedResponse implements Completion {
  private final CompletableFuture<Response> outcome = new CompletableFuture<>();

  public CompletableFuture<Response> outcome() {
    return outcome;
  }

  @Override
  public void succeeded(Response response) {
    outcome.complete(response);
  }

  @Override
  public void failed(Throwable failure) {
    outcome.completeExceptionally(failure);
  }
}
