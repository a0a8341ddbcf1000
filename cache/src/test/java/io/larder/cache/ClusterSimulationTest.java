package io.larder.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A cluster in schedules that a seed decides. {@code -Dcluster.schedules} says how many, {@code
 * -Dcluster.seed} where they begin.
 */
final class ClusterSimulationTest {
  private static final int SCHEDULES = Integer.getInteger("cluster.schedules", 8);
  private static final int FIRST = Integer.getInteger("cluster.seed", 0);

  /** Of a write that is acknowledged: members that are taken out one after another. */
  private static final long LONGEST_WAIT_MILLIS = 7_000;

  @Test
  void noNodeAnswersWhatIsStale() {
    Map<String, Integer> counts = new TreeMap<>();
    for (int seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
      var simulation = new ClusterSimulation(seed);

      assertThat(simulation.run()).as("seed " + seed).isNull();

      assertThat(simulation.longestWait()).as("seed " + seed).isLessThan(LONGEST_WAIT_MILLIS);
      simulation.counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
    }
    assertThat(counts)
        .as("what has happened")
        .containsKeys("acknowledged", "hits", "misses", "killed", "fences", "lost", "joins")
        .doesNotContainKey("malformed");
  }

  @Test
  void withoutFaultsNoWriteIsRefusedAndReadsAreHits() {
    var simulation = new ClusterSimulation(FIRST).withoutFaults();

    assertThat(simulation.run()).isNull();

    assertThat(simulation.counts()).doesNotContainKeys("fences", "lost", "refused", "malformed");
    assertThat(simulation.counts().get("serving")).isEqualTo(3);
    assertThat(simulation.counts().get("hits"))
        .isGreaterThan(simulation.counts().get("misses") / 2);
  }

  @Test
  void theSameSeedIsTheSameRun() {
    var first = new ClusterSimulation(FIRST);
    var second = new ClusterSimulation(FIRST);
    first.run();
    second.run();

    assertThat(first.counts()).isEqualTo(second.counts());
  }
}
