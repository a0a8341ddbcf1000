package io.larder.load;

import java.net.URI;
import java.time.Duration;

/**
 * What a run can be told by system properties of the same names.
 *
 * @param endpoint the server under load
 * @param users concurrent users of the scenarios that keep their number steady
 * @param rate requests per second of the scenarios that keep their pace steady
 * @param duration how long the load lasts, in seconds
 * @param items how many items the table holds
 * @param itemSize the size of an item in bytes, about
 * @param zipf the exponent of the popularity of items: 0 is uniform, 1 a few very popular ones
 * @param p99 the response time in milliseconds that 99 % of the requests must keep
 * @param seed makes the choice of items repeatable
 */
record Settings(
    URI endpoint,
    int users,
    int rate,
    Duration duration,
    int items,
    int itemSize,
    double zipf,
    int p99,
    long seed) {

  Settings {
    atLeastOne("users", users);
    atLeastOne("rate", rate);
    atLeastOne("duration", duration.toSeconds());
    atLeastOne("items", items);
    atLeastOne("itemSize", itemSize);
    atLeastOne("p99", p99);
    if (!(zipf >= 0)) {
      throw new IllegalArgumentException("zipf must not be negative, but is " + zipf);
    }
  }

  static Settings fromSystemProperties(Duration usualDuration) {
    return new Settings(
        URI.create(System.getProperty("endpoint", "http://127.0.0.1:8000")),
        Integer.getInteger("users", 32),
        Integer.getInteger("rate", 1000),
        Duration.ofSeconds(Long.getLong("duration", usualDuration.toSeconds())),
        Integer.getInteger("items", 10_000),
        Integer.getInteger("itemSize", 1_200),
        Double.parseDouble(System.getProperty("zipf", "0.99")),
        Integer.getInteger("p99", 100),
        Long.getLong("seed", 1L));
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
  }
}
