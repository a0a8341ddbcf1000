package io.larder.proxy.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/** A channel whose network takes nothing for as long as the test wants. */
final class StallableChannel extends EmbeddedChannel {
  private boolean isStalled;

  StallableChannel(ChannelHandler handler) {
    super(handler);
  }

  void stall(boolean stalled) {
    isStalled = stalled;
    if (!stalled) {
      flush();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
    if (!isStalled) {
      super.doWrite(waiting);
    }
  }
}
