package io.larder.proxy;

import io.larder.protocol.wire.RenderedJson;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Transport;
import io.larder.proxy.upstream.ConnectionLimits;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.proxy.upstream.NettyUpstreamTransport;
import io.larder.proxy.upstream.UpstreamEndpoint;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamContract;
import io.larder.store.upstream.UpstreamTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of every store with another server as the upstream, through sockets. */
final class UpstreamContractIT extends UpstreamContract {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static @Nullable EventLoops loops;

  /** A way to a server that ends with it. */
  private record ToServer(UpstreamTransport way, Larder server) implements UpstreamTransport {
    @Override
    public CompletableFuture<UpstreamAnswer> send(
        String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
      return way.send(target, body, timeout, mayBeSent);
    }

    @Override
    public void close() {
      way.close();
      server.close();
    }
  }

  @BeforeAll
  static void startLoops() {
    loops = EventLoops.start(Transport.fastest(), 1);
  }

  @AfterAll
  static void stopLoops() {
    Objects.requireNonNull(loops).close();
  }

  @Override
  protected UpstreamTransport transport() {
    Larder server = RunningLarder.inMemory(Map.of());
    try {
      return new ToServer(
          NettyUpstreamTransport.open(
              Objects.requireNonNull(loops),
              new NettyUpstreamTransport.Target(
                  UpstreamEndpoint.of(URI.create(RunningLarder.url(server))),
                  "eu-central-1",
                  new CredentialsSource.Placeholder(),
                  null),
              new ConnectionLimits(100, 10_000, LONG, LONG, LONG, LONG, 64 << 20, 1L << 30)),
          server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // How long keys are kept is the matter of the store at the other end, and takes thousands of
  // calls to show.

  @Override
  public void binariesOfEveryLengthAreInOrderAndRangesOfThemAreExact() {}

  @Override
  public void textsOfEveryLengthAreInOrderAndRangesOfThemAreExact() {}

  @Override
  public void keysOfEveryLengthAreReadReplacedAndDeletedAlone() {}
}
