package io.larder.proxy.admin;

import io.larder.proxy.http.Listeners;
import io.larder.proxy.http.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The server of the admin port. */
public final class AdminServer implements AutoCloseable {
  private static final int MAX_BODY = 64 * 1024;

  private final MultiThreadIoEventLoopGroup group;
  private final Channel listener;

  private AdminServer(MultiThreadIoEventLoopGroup group, Channel listener) {
    this.group = group;
    this.listener = listener;
  }

  /**
   * Answers {@code pages} on {@code address}.
   *
   * @throws IOException if the address cannot be had
   */
  public static AdminServer start(InetSocketAddress address, Transport transport, AdminPages pages)
      throws IOException {
    MultiThreadIoEventLoopGroup group = transport.newGroup(1, "admin");
    var bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpObjectAggregator(MAX_BODY))
                        .addLast(new AdminHandler(pages));
                  }
                });
    try {
      return new AdminServer(group, Listeners.bind(bootstrap, address));
    } catch (IOException e) {
      group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw e;
    }
  }

  /** Where the server listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  @Override
  public void close() {
    listener.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
