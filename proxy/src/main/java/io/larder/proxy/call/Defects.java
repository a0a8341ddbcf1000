package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.Operation;
import io.larder.store.logging.RareLine;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a defect becomes a log entry. For any number of threads. */
public final class Defects {
  private static final Logger LOG = LoggerFactory.getLogger(Defects.class);
  static final ServiceError TOLD = new ServiceError.InternalServer("Internal server error");

  private final RareLine line;

  /** {@code nanoTime} tells nanoseconds since some moment. */
  public Defects(LongSupplier nanoTime) {
    this.line = new RareLine(nanoTime);
  }

  /** Notes what made the call of that id fail. Returns what the client is told. */
  public ServiceError note(Answer.Failed answer, Call call, String requestId) {
    Operation operation = call.operation();
    line.log(
        LOG.atError()
            .addKeyValue("requestId", requestId)
            .addKeyValue("remoteAddress", call.source().internetAddress())
            .addKeyValue("operation", operation == null ? null : operation.wireName())
            .addKeyValue("errorType", answer.defect().getClass().getName())
            .setCause(answer.defect()),
        "Request failed unexpectedly");
    return TOLD;
  }
}
