package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.Request;
import io.larder.proxy.tracing.CallTrace;
import io.larder.store.measured.Asked;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of a call to its trace. */
final class Traced {
  private Traced() {}

  /** Tells what became of {@code call}, which is answered at that moment. */
  static void end(Call call, CallTrace trace, @Nullable ServiceError error, long nanoTime) {
    Request<?> request = call.knownRequest();
    String name = call.operationName();
    if (name != null) {
      trace.asks(name, tables(request));
    }
    if (error == null && request instanceof Request.Read<?>) {
      trace.cache(
          switch (call.cacheResult()) {
            case HIT -> "hit";
            case MISS -> "miss";
            case NONE -> "bypass";
          });
    }
    trace.end(error, nanoTime);
  }

  private static Collection<String> tables(@Nullable Request<?> request) {
    return switch (request) {
      case Request.Read<?> read -> Asked.of(read).tableNames();
      case Request.Write<?> write -> Asked.of(write).tableNames();
      case null, default -> List.of();
    };
  }
}
