package io.larder.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Zipf's law over numbers below a bound: the one of rank r is drawn with a weight of 1 /
 * r^exponent.
 */
final class Zipf {

  /**
   * A prime above every {@code int}, so that multiplying by it permutes the numbers below any
   * bound.
   */
  private static final long SCATTER = 2_654_435_761L;

  private final double[] cumulative;

  Zipf(int bound, double exponent) {
    cumulative = new double[bound];
    double sum = 0;
    for (int rank = 0; rank < bound; rank++) {
      sum += Math.pow(rank + 1, -exponent);
      cumulative[rank] = sum;
    }
  }

  /**
   * Draws a number. The popular ones are scattered: those of neighbouring ranks are not neighbours.
   */
  int draw(RandomGenerator random) {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, point);
    int rank = Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
    return (int) (rank * SCATTER % cumulative.length);
  }
}
