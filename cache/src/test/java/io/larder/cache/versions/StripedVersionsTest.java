package io.larder.cache.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StripedVersionsTest {
  private static final long HASH = 0x1234_5678_9ABCL;

  private final StripedVersions versions = new StripedVersions(8);
  private final int stripe = versions.stripe(HASH);

  @Test
  void aStripeInFluxHasNoCurrentVersion() {
    long before = versions.current(HASH);

    versions.enter(stripe);

    assertThat(versions.current(HASH)).isEqualTo(StripedVersions.IN_FLUX);
    assertThat(versions.isCurrent(HASH, before)).isFalse();
    assertThat(versions.isCurrent(HASH, StripedVersions.IN_FLUX)).isFalse();
  }

  @Test
  void leavingGivesANewVersion() {
    long before = versions.current(HASH);
    versions.enter(stripe);

    versions.leave(stripe);

    assertThat(versions.current(HASH)).isGreaterThan(before);
    assertThat(versions.isCurrent(HASH, before)).isFalse();
  }

  @Test
  void aStripeIsInFluxUntilTheLastHasLeft() {
    versions.enter(stripe);
    versions.enter(stripe);

    versions.leave(stripe);

    assertThat(versions.current(HASH)).isEqualTo(StripedVersions.IN_FLUX);
    versions.leave(stripe);
    assertThat(versions.current(HASH)).isNotEqualTo(StripedVersions.IN_FLUX);
  }

  @Test
  void whoWasAloneLeavesAsOne() {
    long before = versions.enter(stripe);

    assertThat(versions.leaveAlone(stripe, before)).isTrue();
    assertThat(versions.current(HASH)).isGreaterThan(before);
  }

  @Test
  void whoMeetsAnotherIsNotAlone() {
    long before = versions.enter(stripe);
    versions.enter(stripe);

    assertThat(versions.leaveAlone(stripe, before)).isFalse();
    assertThat(versions.current(HASH)).isEqualTo(StripedVersions.IN_FLUX);
  }

  @Test
  void whoMetAnotherThatHasLeftIsNotAlone() {
    long before = versions.enter(stripe);
    versions.enter(stripe);
    versions.leave(stripe);

    assertThat(versions.leaveAlone(stripe, before)).isFalse();
  }

  @Test
  void soManyWritesThatTheirCountWouldBecomeAVersionAreRefused() {
    for (int i = 0; i < StripedVersions.MAX_IN_FLUX; i++) {
      versions.enter(stripe);
    }

    assertThatThrownBy(() -> versions.enter(stripe)).isInstanceOf(IllegalStateException.class);

    assertThat(versions.isCurrent(HASH, StripedVersions.IN_FLUX)).isFalse();
    for (int i = 0; i < StripedVersions.MAX_IN_FLUX; i++) {
      assertThat(versions.current(HASH)).isEqualTo(StripedVersions.IN_FLUX);
      versions.leave(stripe);
    }
    assertThat(versions.current(HASH)).isEqualTo((long) StripedVersions.MAX_IN_FLUX << 16);
  }

  @Test
  void hashesThatShareAStripeChangeTogether() {
    long sharing = HASH + 8;
    long before = versions.current(sharing);
    versions.enter(stripe);
    versions.leave(stripe);

    assertThat(versions.isCurrent(sharing, before)).isFalse();
  }

  @Test
  void otherStripesKeepTheirVersion() {
    long other = HASH + 1;
    long before = versions.current(other);

    versions.enter(stripe);

    assertThat(versions.isCurrent(other, before)).isTrue();
  }

  @Test
  void theNumberOfStripesIsAPowerOfTwo() {
    assertThatThrownBy(() -> new StripedVersions(12)).isInstanceOf(IllegalArgumentException.class);
  }
}
