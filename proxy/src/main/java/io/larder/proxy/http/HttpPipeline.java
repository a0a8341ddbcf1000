package io.larder.proxy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.Map;

/** The one place where a client's channel is put together. */
final class HttpPipeline extends ChannelInitializer<Channel> {
  // As large as a read can be: the body of a request that came in one read is then one message.
  private static final int MAX_CHUNK = 1024 * 1024;

  private final RequestProcessor processor;
  private final Map<EventLoop, LoopResources> loops;
  private final ChannelGroup connections;
  private final HttpLimits limits;
  private final BodyMemory bodyMemory;

  HttpPipeline(
      RequestProcessor processor,
      Map<EventLoop, LoopResources> loops,
      ChannelGroup connections,
      HttpLimits limits) {
    this.processor = processor;
    this.loops = loops;
    this.connections = connections;
    this.limits = limits;
    this.bodyMemory = new BodyMemory(limits.bodyMemory());
  }

  @Override
  protected void initChannel(Channel channel) {
    if (connections.size() >= limits.connections()) {
      channel.close();
      return;
    }
    LoopResources loop = loops.get(channel.eventLoop());
    if (loop == null) {
      throw new IllegalStateException("channel of a foreign event loop");
    }
    connections.add(channel);
    channel
        .pipeline()
        .addLast(decoder(limits))
        .addLast(
            new HttpConnection(
                processor,
                loop,
                channel,
                new RequestBody(limits.maxBody(), bodyMemory),
                limits.pipelinedRequests()));
  }

  /** The parser of requests; whatever replaces it must make the same messages. */
  static HttpRequestDecoder decoder(HttpLimits limits) {
    return new HttpRequestDecoder(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxHeader())
            .setMaxHeaderSize(limits.maxHeader())
            .setMaxChunkSize(MAX_CHUNK)
            .setInitialBufferSize(1024));
  }
}
