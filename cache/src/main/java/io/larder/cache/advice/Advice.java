package io.larder.cache.advice;

import java.util.List;

/**
 * What would have become of one cache, had it been another, since the server was started.
 *
 * @param sampled so many reads this is told from
 * @param rate one of so many keys was looked at
 */
public record Advice(long sampled, int rate, List<Case> cases) {
  public Advice {
    cases = List.copyOf(cases);
  }

  /**
   * One other cache, or the one that there is.
   *
   * @param memory how much larger
   * @param time how much longer entries live; infinite if they do until they are pushed out
   * @param hitRatio from 0 to 1
   */
  public record Case(double memory, double time, double hitRatio) {}
}
