package io.larder.proxy.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.proxy.Patience;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceManagerTest {
  @TempDir private Path directory;

  @Test
  void isToldThatTheServerServesAndThatItStops() {
    assumeTrue(Epoll.isAvailable());
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    try {
      String socket = directory.resolve("notify").toString();
      Channel systemd =
          new Bootstrap()
              .group(loops)
              .channel(EpollDomainDatagramChannel.class)
              .handler(
                  new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(
                        ChannelHandlerContext context, DomainDatagramPacket packet) {
                      heard.add(packet.content().toString(US_ASCII));
                    }
                  })
              .bind(new DomainSocketAddress(socket))
              .syncUninterruptibly()
              .channel();
      var manager = new ServiceManager(Map.of("NOTIFY_SOCKET", socket));

      manager.ready();
      manager.stopping();

      Patience.await().untilAsserted(() -> assertThat(heard).hasSize(2));
      assertThat(heard).containsExactly("READY=1", "STOPPING=1");
      systemd.close().syncUninterruptibly();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void aServerThatNobodyListensToServes() {
    String nobody = directory.resolve("nobody").toString();

    assertThatCode(
            () -> {
              new ServiceManager(Map.of()).ready();
              new ServiceManager(Map.of("NOTIFY_SOCKET", "@abstract")).ready();
              new ServiceManager(Map.of("NOTIFY_SOCKET", nobody)).ready();
            })
        .doesNotThrowAnyException();
  }
}
