package io.larder.cache.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FluxTest {
  private final StripedVersions versions = new StripedVersions(8);
  private final List<Integer> alone = new ArrayList<>();

  private Flux enter(long... hashes) {
    return Flux.enter(versions, hashes);
  }

  private List<Integer> leave(Flux flux) {
    List<Integer> notAlone = new ArrayList<>();
    flux.leave(
        new Flux.Leaving() {
          @Override
          public void alone(int stripe, long version) {
            alone.add(stripe);
          }

          @Override
          public void notAlone(int stripe) {
            notAlone.add(stripe);
          }
        });
    return notAlone;
  }

  private boolean isInFlux(long hash) {
    return versions.current(hash) == StripedVersions.IN_FLUX;
  }

  @Test
  void aStripeThatIsTouchedSeveralTimesIsEnteredOnce() {
    // Two changes of one commit may share a stripe.
    Flux flux = enter(3, 5, 3, 3 + 8);

    assertThat(flux.wasAlone(3)).isTrue();
    assertThat(leave(flux)).isEmpty();
    assertThat(isInFlux(3)).isFalse();
    assertThat(versions.current(3)).isEqualTo(1L << 16);
  }

  @Test
  void whoEntersAfterAnotherWasNotAlone() {
    Flux first = enter(1, 2);
    Flux second = enter(2, 3);

    assertThat(second.wasAlone(2)).isFalse();
    assertThat(second.wasAlone(3)).isTrue();
    assertThat(leave(second)).isEmpty();
    assertThat(leave(first)).containsExactly(2);
    assertThat(isInFlux(2)).isFalse();
  }

  @Test
  void whatIsNotEnteredIsNoPlaceToBeAlone() {
    assertThat(enter(1, 3).wasAlone(2)).isFalse();
  }

  @Test
  void whenOneStripeIsFullNoneIsEntered() {
    for (int i = 0; i < StripedVersions.MAX_IN_FLUX; i++) {
      versions.enter(5);
    }

    assertThatThrownBy(() -> enter(4, 5, 6)).isInstanceOf(IllegalStateException.class);

    assertThat(isInFlux(4)).isFalse();
    assertThat(isInFlux(6)).isFalse();
  }

  @Test
  void nothingTouchedIsNothingEntered() {
    assertThat(leave(enter())).isEmpty();
  }
}
