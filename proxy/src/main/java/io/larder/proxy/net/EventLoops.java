package io.larder.proxy.net;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.util.concurrent.TimeUnit;

/** The threads of all connections, those that clients open and those that the server opens. */
public final class EventLoops implements AutoCloseable {
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup group;

  private EventLoops(Transport transport, MultiThreadIoEventLoopGroup group) {
    this.transport = transport;
    this.group = group;
  }

  /** So many of them, which run; zero for two per processor. */
  public static EventLoops start(Transport transport, int count) {
    return new EventLoops(transport, transport.newGroup(count, "net"));
  }

  /** What they reach the network by. */
  public Transport transport() {
    return transport;
  }

  public MultiThreadIoEventLoopGroup group() {
    return group;
  }

  /** Ends them, and cuts off all connections that are left. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
