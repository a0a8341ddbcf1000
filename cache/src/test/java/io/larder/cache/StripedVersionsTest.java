package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StripedVersionsTest {
  private static final long HASH = 0x1234_5678_9ABCL;

  private final StripedVersions versions = new StripedVersions(8);

  @Test
  void aStripeInFluxHasNoCurrentVersion() {
    long before = versions.current(HASH);

    versions.markInFlux(HASH);

    assertThat(versions.current(HASH)).isEqualTo(StripedVersions.IN_FLUX);
    assertThat(versions.isCurrent(HASH, before)).isFalse();
    assertThat(versions.isCurrent(HASH, StripedVersions.IN_FLUX)).isFalse();
  }

  @Test
  void settlingGivesANewVersion() {
    long before = versions.current(HASH);
    versions.markInFlux(HASH);

    versions.settle(HASH);

    assertThat(versions.current(HASH)).isGreaterThan(before);
    assertThat(versions.isCurrent(HASH, before)).isFalse();
  }

  @Test
  void markingTwiceAndSettlingTwiceIsAsOnce() {
    // Two changes of one commit may share a stripe.
    versions.markInFlux(HASH);
    versions.markInFlux(HASH);
    versions.settle(HASH);
    long settled = versions.current(HASH);

    versions.settle(HASH);

    assertThat(settled).isNotEqualTo(StripedVersions.IN_FLUX);
    assertThat(versions.current(HASH)).isEqualTo(settled);
  }

  @Test
  void hashesThatShareAStripeChangeTogether() {
    long sharing = HASH + 8;
    long before = versions.current(sharing);
    versions.markInFlux(HASH);
    versions.settle(HASH);

    assertThat(versions.isCurrent(sharing, before)).isFalse();
  }

  @Test
  void otherStripesKeepTheirVersion() {
    long other = HASH + 1;
    long before = versions.current(other);

    versions.markInFlux(HASH);

    assertThat(versions.isCurrent(other, before)).isTrue();
  }

  @Test
  void theNumberOfStripesIsAPowerOfTwo() {
    assertThatThrownBy(() -> new StripedVersions(12)).isInstanceOf(IllegalArgumentException.class);
  }
}
