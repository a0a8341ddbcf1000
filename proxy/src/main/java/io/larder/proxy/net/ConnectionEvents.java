package io.larder.proxy.net;

import io.larder.proxy.metrics.ConnectionMetrics;
import io.larder.proxy.metrics.ConnectionMetrics.Closing;
import io.larder.store.logging.RareLine;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators what becomes of connections: counts everything, and writes a line now and then.
 * For any number of threads.
 */
final class ConnectionEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionEvents.class);

  private final ConnectionMetrics metrics;
  private final RareLine atLimit;
  private final RareLine tooSlow;
  private final RareLine forbidden;

  ConnectionEvents(ConnectionMetrics metrics, LongSupplier nanoTime) {
    this.metrics = metrics;
    this.atLimit = new RareLine(nanoTime);
    this.tooSlow = new RareLine(nanoTime);
    this.forbidden = new RareLine(nanoTime);
  }

  void accepted() {
    metrics.accepted();
  }

  /** No other connection could give way to one from {@code client}. */
  void refused(SocketAddress client) {
    metrics.refused();
    atLimit.log(
        LOG.atWarn().addKeyValue("remoteAddress", client),
        "Connection refused: the limit is reached and all others are at work");
  }

  /** Nobody at {@code client} may connect there. */
  void forbidden(SocketAddress client) {
    metrics.forbidden();
    forbidden.log(
        LOG.atWarn().addKeyValue("remoteAddress", client),
        "Connection refused: its client is not among those that may connect");
  }

  /** The server closes the connection of {@code client}. */
  void closed(Closing reason, SocketAddress client) {
    metrics.closed(reason);
    switch (reason) {
      case IDLE -> LOG.atDebug().addKeyValue("remoteAddress", client).log("Idle connection closed");
      case LIMIT ->
          atLimit.log(
              LOG.atWarn().addKeyValue("remoteAddress", client),
              "Connection closed for a new one: the limit is reached");
      case HANDSHAKE, HEADER, BODY, WRITE ->
          tooSlow.log(
              LOG.atWarn()
                  .addKeyValue("remoteAddress", client)
                  .addKeyValue("timeout", reason.name().toLowerCase(Locale.ROOT)),
              "Connection closed: its client took too long");
    }
  }
}
