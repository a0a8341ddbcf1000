package io.larder.proxy.net;

import io.netty.channel.Channel;

/** What clients are spoken to in. */
@FunctionalInterface
public interface Protocol {
  /**
   * Puts the protocol's handlers into the pipeline of a new connection, and returns the connection
   * as it is to be watched. Called by the thread of {@code loop}, whose channel it is.
   */
  Watched connect(Channel channel, LoopResources loop);

  /** Told to every connection by an event of its pipeline. */
  enum Event {
    /** The server has begun to stop: close as soon as all is answered that was received. */
    DRAIN
  }
}
