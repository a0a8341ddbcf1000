package io.larder.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.UnaryOperator;

/**
 * Says at once what {@code answer} makes of what the client says, and ends when it is told that the
 * server stops.
 */
public record PlainProtocol(UnaryOperator<ByteBuf> answer) implements Protocol {
  /** Says what the client says. */
  public static PlainProtocol echo() {
    return new PlainProtocol(said -> said);
  }

  @Override
  public Watched connect(Channel channel, LoopResources loop) {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                context.writeAndFlush(answer.apply((ByteBuf) message));
              }

              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event == Protocol.Event.DRAIN) {
                  context.close();
                }
              }
            });
    return atRest();
  }

  /** A connection of which nothing is under way from now on. */
  public static Watched atRest() {
    return new AtRest(System.nanoTime());
  }

  private record AtRest(long lastAnswered) implements Watched {
    @Override
    public Phase phase() {
      return Phase.REQUEST;
    }

    @Override
    public long written() {
      return 0;
    }

    @Override
    public int receivedOfBody() {
      return 0;
    }

    @Override
    public void refuseSlowBody() {
      throw new IllegalStateException("it has no bodies");
    }
  }
}
