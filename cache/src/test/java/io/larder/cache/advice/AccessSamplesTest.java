package io.larder.cache.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.store.PrimaryKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is advised, against caches that are as advised. */
final class AccessSamplesTest {
  private static final int KEYS = 200_000;
  private static final int READS = 1_000_000;
  private static final int ITEM_BYTES = 1024;
  private static final long CACHE_BYTES = 20_000L * ITEM_BYTES;
  private static final Duration TTL = Duration.ofMinutes(5);

  private final PrimaryKey[] keys = new PrimaryKey[KEYS];
  private long now;

  AccessSamplesTest() {
    for (int key = 0; key < KEYS; key++) {
      keys[key] = PrimaryKey.of(1, 1, ("k" + key).getBytes(StandardCharsets.UTF_8), new byte[0]);
    }
  }

  /** Draws keys by Zipf's law, by the inverse of its sums. */
  private static final class Zipf {
    private final double[] sums = new double[KEYS];
    private final Random random = new Random(7);

    Zipf(double exponent) {
      double sum = 0;
      for (int rank = 0; rank < KEYS; rank++) {
        sum += 1 / Math.pow(rank + 1, exponent);
        sums[rank] = sum;
      }
    }

    int next() {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sums[KEYS - 1]);
      return found < 0 ? -found - 1 : found;
    }
  }

  /** The hit ratio of a real cache of that form, by the same reads. */
  private static final class Real {
    private final Cache<PrimaryKey, Boolean> cache;
    private long hits;

    Real(double memory, Ticker ticker, Duration ttl) {
      cache =
          Caffeine.newBuilder()
              .maximumWeight((long) (memory * CACHE_BYTES))
              .weigher((PrimaryKey _, Boolean _) -> ITEM_BYTES)
              .expireAfterWrite(ttl)
              .ticker(ticker)
              .executor(Runnable::run)
              .build();
    }

    void read(PrimaryKey key) {
      if (cache.getIfPresent(key) == null) {
        cache.put(key, true);
      } else {
        hits++;
      }
    }

    double hitRatio() {
      return (double) hits / READS;
    }
  }

  private static double advised(AccessSamples samples, int reads, double memory, double time) {
    return Objects.requireNonNull(samples.onItems(reads)).cases().stream()
        .filter(each -> each.memory() == memory && each.time() == time)
        .findFirst()
        .orElseThrow()
        .hitRatio();
  }

  @Test
  void otherSizesAndTimesWouldHaveHadAboutTheHitRatiosThatAreTold() {
    // Given
    var samples = AccessSamples.of(CACHE_BYTES, TTL, 0, TTL, () -> now);
    double[][] forms = {{1, 1}, {0.5, 1}, {2, 1}, {4, 1}, {1, 0.5}, {1, 2}};
    Real[] reals = new Real[forms.length];
    for (int form = 0; form < forms.length; form++) {
      Duration ttl = Duration.ofMillis((long) (forms[form][1] * TTL.toMillis()));
      reals[form] = new Real(forms[form][0], () -> now, ttl);
    }
    var zipf = new Zipf(0.99);

    // When
    for (int read = 0; read < READS; read++) {
      now += Duration.ofMillis(1).toNanos();
      PrimaryKey key = keys[zipf.next()];
      samples.item(key, () -> ITEM_BYTES);
      for (Real real : reals) {
        real.read(key);
      }
    }

    // Then
    for (int form = 0; form < forms.length; form++) {
      double advised = advised(samples, READS, forms[form][0], forms[form][1]);
      assertThat(advised)
          .as("memory %s, time %s", forms[form][0], forms[form][1])
          .isCloseTo(reals[form].hitRatio(), within(0.05));
    }
  }

  @Test
  void moreIsNotAdvisedToBeWorse() {
    // Given
    var samples = AccessSamples.of(CACHE_BYTES, Duration.ZERO, 0, TTL, () -> now);
    var zipf = new Zipf(0.8);

    // When
    for (int read = 0; read < READS / 2; read++) {
      samples.item(keys[zipf.next()], () -> ITEM_BYTES);
    }

    // Then
    assertThat(advised(samples, READS / 2, 0.5, 1)).isLessThan(advised(samples, READS / 2, 1, 1));
    assertThat(advised(samples, READS / 2, 1, 1)).isLessThan(advised(samples, READS / 2, 2, 1));
    assertThat(advised(samples, READS / 2, 2, 1)).isLessThan(advised(samples, READS / 2, 4, 1));
  }

  @Test
  void ghostsAreBounded() {
    // Given
    var ghosts = new Ghosts(15L << 30, 256, TTL, () -> now);

    // When
    for (long id = 0; id < 500_000; id++) {
      ghosts.read(id, 256, 0, false);
    }

    // Then
    assertThat(ghosts.entries()).isLessThanOrEqualTo(16 * 1024);
  }

  @Test
  void theHottestKeysAreKnown() {
    // Given
    var samples = AccessSamples.none();
    var random = new Random(7);

    // When
    for (int read = 0; read < READS / 2; read++) {
      boolean isHot = random.nextInt(10) == 0;
      samples.item(keys[isHot ? random.nextInt(3) : random.nextInt(KEYS)], () -> ITEM_BYTES);
    }

    // Then
    assertThat(samples.hottest(3))
        .extracting(HotKey::key)
        .containsExactlyInAnyOrder(keys[0], keys[1], keys[2]);
  }
}
