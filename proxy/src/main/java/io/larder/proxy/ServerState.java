package io.larder.proxy;

import io.larder.proxy.admin.Readiness;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the server is in its life, as the readiness check sees it. */
final class ServerState implements Readiness {
  private enum Phase {
    STARTING,
    SERVING,
    DRAINING
  }

  private final Supplier<Optional<String>> storeFailure;
  private volatile Phase phase = Phase.STARTING;

  /** {@code storeFailure} says why the store cannot be written, if it cannot. */
  ServerState(Supplier<Optional<String>> storeFailure) {
    this.storeFailure = storeFailure;
  }

  void serving() {
    phase = Phase.SERVING;
  }

  void draining() {
    phase = Phase.DRAINING;
  }

  @Override
  public @Nullable String obstacle() {
    return switch (phase) {
      case STARTING -> "starting";
      case SERVING -> storeFailure.get().orElse(null);
      case DRAINING -> "draining";
    };
  }
}
