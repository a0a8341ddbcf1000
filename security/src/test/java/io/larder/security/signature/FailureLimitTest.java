package io.larder.security.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FailureLimitTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("2001:db8:1:1::1");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final FailureLimit limit = new FailureLimit(nanos::get, 42);

  private void exhaust(InetAddress address) {
    for (int i = 0; i < FailureLimit.BURST; i++) {
      assertThat(limit.isReached(address)).isFalse();
      limit.failed(address);
    }
    assertThat(limit.isReached(address)).isTrue();
  }

  @Test
  void aNetworkOfIpv6CountsAsOneAddress() {
    exhaust(HERE);

    assertThat(limit.isReached(InetAddress.ofLiteral("2001:db8:1:1:ffff::2"))).isTrue();
    assertThat(limit.isReached(InetAddress.ofLiteral("2001:db8:1:2::1"))).isFalse();
    assertThat(limit.isReached(InetAddress.ofLiteral("192.0.2.1"))).isFalse();
  }

  @Test
  void whoHasFailedAgesAgoMayFailAgain() {
    exhaust(HERE);
    nanos.addAndGet(FailureLimit.BURST * FailureLimit.NANOS_FOR_EACH);

    exhaust(HERE);
  }

  @Test
  void noNumberOfFailuresIsPunishedForLongerThanABurst() {
    for (int i = 0; i < 10 * FailureLimit.BURST; i++) {
      limit.failed(HERE);
    }
    nanos.addAndGet(2 * FailureLimit.NANOS_FOR_EACH);

    assertThat(limit.isReached(HERE)).isFalse();
  }

  @Test
  void whoIsGoneBeforeItsAddressIsKnownIsCountedToo() {
    exhaustNobody();

    assertThat(limit.isReached(HERE)).isFalse();
  }

  private void exhaustNobody() {
    for (int i = 0; i < FailureLimit.BURST; i++) {
      limit.failed(null);
    }
    assertThat(limit.isReached(null)).isTrue();
  }
}
