package io.larder.proxy.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Closes connections of those who may not come in, before they count for anything. */
final class Gate extends ChannelInboundHandlerAdapter {
  private final Entrance entrance;
  private final ConnectionEvents events;

  Gate(Entrance entrance, ConnectionEvents events) {
    this.entrance = entrance;
    this.events = events;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel arrived && !entrance.admits(arrived)) {
      events.forbidden(arrived.remoteAddress());
      arrived.unsafe().closeForcibly();
    } else {
      context.fireChannelRead(message);
    }
  }
}
