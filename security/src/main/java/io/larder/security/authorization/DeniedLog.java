package io.larder.security.authorization;

import io.larder.protocol.error.ServiceError;
import io.larder.store.logging.RareLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what would have been denied, where denials are only watched. */
final class DeniedLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeniedLog.class);

  private final RareLine line = new RareLine(System::nanoTime);

  void note(ServiceError denial) {
    line.log(
        LOG.atWarn().addKeyValue("denial", denial.message()),
        "A request was done that would be denied if authorization were enforced");
  }
}
