package io.larder.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.Transport;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamFailure;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConnectionPoolTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final EventLoops loops = EventLoops.start(Transport.fastest(), 1);
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final AtomicInteger failures = new AtomicInteger();

  @AfterEach
  void close() {
    upstream.close();
    loops.close();
  }

  private CompletableFuture<UpstreamAnswer> send() {
    var endpoint = new UpstreamEndpoint(false, "localhost", upstream.port());
    var addresses =
        new UpstreamAddresses(
            endpoint, _ -> new InetAddress[] {NetUtil.LOCALHOST4}, System::nanoTime);
    addresses.refresh();
    EventLoop loop = loops.group().next();
    ChannelFactory<Channel> sockets =
        () -> {
          if (failures.getAndDecrement() > 0) {
            throw new ChannelException("too many open files");
          }
          return Transport.fastest().newSocket(LONG);
        };
    var pool =
        new ConnectionPool(
            loop,
            sockets,
            new Site(endpoint, addresses, null),
            new ConnectionLimits(4, 10, LONG, LONG, LONG, LONG, 1000, 10_000),
            new RequestMemory(10_000),
            new UpstreamCounts());
    byte[] request =
        "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    var call = new UpstreamCall(request, LONG, System.nanoTime() + LONG.toNanos(), () -> true);
    loop.execute(() -> pool.submit(call));
    return call.answer().orTimeout(60, TimeUnit.SECONDS);
  }

  @Test
  void triesAgainWhereNoSocketCouldBeHad() {
    failures.set(1);
    assertThat(send().join().status()).isEqualTo(200);
  }

  @Test
  void saysThatNoSocketCanBeHad() {
    failures.set(10);
    assertThat(send().handle((_, failure) -> failure).join())
        .isInstanceOfSatisfying(
            UpstreamFailure.class,
            failure ->
                assertThat(failure)
                    .hasMessageContaining("too many open files")
                    .returns(false, UpstreamFailure::mayHaveArrived));
  }
}
