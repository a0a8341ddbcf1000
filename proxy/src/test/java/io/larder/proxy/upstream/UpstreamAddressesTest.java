package io.larder.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class UpstreamAddressesTest {
  private InetAddress[] resolved = {address("10.0.0.1"), address("10.0.0.2")};
  private long now;
  private final UpstreamAddresses addresses =
      new UpstreamAddresses(new UpstreamEndpoint(false, "upstream", 80), this::resolve, () -> now);

  private InetAddress[] resolve(String host) throws UnknownHostException {
    if (resolved.length == 0) {
      throw new UnknownHostException(host);
    }
    return resolved;
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static InetSocketAddress socket(String literal) {
    return new InetSocketAddress(address(literal), 80);
  }

  private Stream<@Nullable InetSocketAddress> next(int count) {
    return Stream.generate(addresses::next).limit(count);
  }

  @Test
  void knowsNoneBeforeItHasLooked() {
    assertThat(addresses.next()).isNull();
  }

  @Test
  void takesThemInTurn() {
    addresses.refresh();
    assertThat(next(4))
        .containsExactly(
            socket("10.0.0.1"), socket("10.0.0.2"), socket("10.0.0.1"), socket("10.0.0.2"));
  }

  @Test
  void avoidsForAWhileWhatHasFailed() {
    addresses.refresh();
    addresses.failed(socket("10.0.0.1"));
    assertThat(next(3)).containsOnly(socket("10.0.0.2"));
    now += Duration.ofSeconds(10).toNanos();
    assertThat(next(2)).contains(socket("10.0.0.1"));
  }

  @Test
  void takesAgainWhatHasWorked() {
    addresses.refresh();
    addresses.failed(socket("10.0.0.1"));
    addresses.worked(socket("10.0.0.1"));
    assertThat(next(2)).contains(socket("10.0.0.1"));
  }

  @Test
  void takesAnyWhereAllHaveFailed() {
    addresses.refresh();
    addresses.failed(socket("10.0.0.1"));
    addresses.failed(socket("10.0.0.2"));
    assertThat(next(2)).containsExactlyInAnyOrder(socket("10.0.0.1"), socket("10.0.0.2"));
  }

  @Test
  void followsTheName() {
    addresses.refresh();
    resolved = new InetAddress[] {address("10.0.0.3")};
    addresses.refresh();
    assertThat(next(2)).containsOnly(socket("10.0.0.3"));
  }

  @Test
  void keepsWhatItHasWhileNothingIsFound() {
    addresses.refresh();
    resolved = new InetAddress[0];
    addresses.refresh();
    assertThat(next(2)).hasSize(2).doesNotContainNull();
  }
}
