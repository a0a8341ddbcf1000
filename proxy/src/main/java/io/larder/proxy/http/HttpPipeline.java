package io.larder.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import java.util.Map;

/** The one place where a client's channel is put together. */
final class HttpPipeline extends ChannelInitializer<Channel> {
  private final RequestProcessor processor;
  private final Map<EventLoop, LoopResources> loops;
  private final ChannelGroup connections;
  private final HttpLimits limits;
  private final ConnectionEvents events;
  private final RequestMemory memory;

  HttpPipeline(
      RequestProcessor processor,
      Map<EventLoop, LoopResources> loops,
      ChannelGroup connections,
      HttpLimits limits,
      ConnectionEvents events,
      RequestMemory memory) {
    this.processor = processor;
    this.loops = loops;
    this.connections = connections;
    this.limits = limits;
    this.events = events;
    this.memory = memory;
  }

  @Override
  protected void initChannel(Channel channel) {
    LoopResources loop = loop(channel);
    var connection = new HttpConnection(processor, loop, channel, memory, limits);
    var decoder = new RequestDecoder(limits, loop.plainRequest, connection);
    channel.pipeline().addLast(decoder).addLast(connection);
    var watch = new ConnectionWatch(channel, connection, decoder, limits.timeouts(), events);
    loop.sweep.add(watch);
    channel.closeFuture().addListener(_ -> loop.sweep.remove(watch));
    channel.attr(ConnectionWatch.KEY).set(watch);
    connections.add(channel);
  }

  private LoopResources loop(Channel channel) {
    LoopResources loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("channel of a foreign event loop");
    }
    return loop;
  }
}
