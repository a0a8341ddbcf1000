package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.UpstreamModel.Fault;
import io.larder.cache.UpstreamModel.Laws;
import io.larder.cache.UpstreamSimulation.Violation;
import io.larder.store.StoreGuarantees;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The caches before an upstream of many writers, in schedules that a seed decides. {@code
 * -Dsimulation.schedules} says how many, {@code -Dsimulation.seed} where they begin.
 */
final class UpstreamSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 100);
  private static final int FIRST = Integer.getInteger("simulation.seed", 0);

  private static final Laws EXCLUSIVE = Laws.of(false, Duration.ZERO);
  private static final Laws LAGGING = Laws.of(false, Duration.ofMillis(300));
  private static final Laws SHARED = Laws.of(true, Duration.ZERO);

  /** The first violation, or null. */
  private static @Nullable Violation search(Laws laws) {
    for (int seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
      try {
        new UpstreamSimulation(seed, laws).run();
      } catch (Violation e) {
        return e;
      }
    }
    return null;
  }

  @Test
  void whereAllWritesAreAnnouncedNoAnswerIsStale() {
    assertThat(search(EXCLUSIVE)).isNull();
  }

  @Test
  void whereReadsLagNoAnswerLagsMore() {
    assertThat(search(LAGGING)).isNull();
  }

  @Test
  void whereOthersWriteOwnWritesAreReadAndOthersInTime() {
    assertThat(search(SHARED)).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "RECORDS_LOST"})
  void whatIsWrongBetweenUpstreamAndCachesIsFound(Fault fault) {
    assertThat(search(EXCLUSIVE.with(fault))).isNotNull();
  }

  @Test
  void recordsOfOthersWritesThatAreLostAreFound() {
    assertThat(search(SHARED.with(Fault.RECORDS_LOST))).isNotNull();
  }

  @Test
  void othersWritesThatWereDeniedAreFound() {
    assertThat(search(SHARED.toldAs(EXCLUSIVE.told()))).isNotNull();
  }

  @Test
  void aQuietTimeThatIsTooShortIsFound() {
    assertThat(search(EXCLUSIVE.toldAs(told(Duration.ZERO, Duration.ZERO, EXCLUSIVE.indexLag()))))
        .isNotNull();
  }

  @Test
  void aLagOfIndexesThatIsTooShortIsFound() {
    assertThat(search(EXCLUSIVE.toldAs(told(EXCLUSIVE.quietTime(), Duration.ZERO, Duration.ZERO))))
        .isNotNull();
  }

  @Test
  void aLagOfReadsThatIsTooShortIsFound() {
    Duration shortLag = Duration.ofNanos(1);

    assertThat(search(LAGGING.toldAs(told(LAGGING.quietTime(), shortLag, LAGGING.indexLag()))))
        .isNotNull();
  }

  @Test
  void indexesThatAreNotNamedByPartitionsAreFoundIfThatIsSaid() {
    StoreGuarantees told = EXCLUSIVE.told();

    assertThat(
            search(
                EXCLUSIVE.toldAs(
                    new StoreGuarantees(
                        true, told.quietTime(), told.readLag(), told.indexLag(), true))))
        .isNotNull();
  }

  private static StoreGuarantees told(Duration quietTime, Duration readLag, Duration indexLag) {
    return new StoreGuarantees(true, quietTime, readLag, indexLag, false);
  }
}
