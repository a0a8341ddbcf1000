package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an error of the wire and a defect becomes a log entry. */
public final class ErrorMapper {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
  private static final ServiceError DEFECT =
      new ServiceError.InternalServer("Internal server error");

  private ErrorMapper() {}

  /**
   * What the client is told.
   *
   * @param requestId asked for only if the failure is a defect, which is logged under it
   */
  public static ServiceError map(
      Throwable failure, Supplier<String> requestId, @Nullable String operation) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServiceException expected) {
      return expected.error();
    }
    LOG.atError()
        .addKeyValue("requestId", requestId.get())
        .addKeyValue("operation", operation)
        .addKeyValue("errorType", cause.getClass().getName())
        .setCause(cause)
        .log("Request failed unexpectedly");
    return DEFECT;
  }
}
