package io.larder.cache;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Time and chance of a simulation: what happens, happens in an order that the seed decides. */
final class SimulatedTime {
  static final long MILLISECOND = 1_000_000;

  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now;
  private long count;

  private record Event(long at, long number, Runnable action) {}

  SimulatedTime(long seed) {
    this.random = new Random(seed);
  }

  Random random() {
    return random;
  }

  long now() {
    return now;
  }

  void after(long nanos, Runnable action) {
    events.add(new Event(now + Math.max(0, nanos), count++, action));
  }

  void afterMillis(double millis, Runnable action) {
    after((long) (millis * MILLISECOND), action);
  }

  /** A time that is short mostly. */
  double exponential(double mean) {
    return -mean * Math.log(1 - random.nextDouble());
  }

  double between(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  void run(long untilMillis, BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()
        && !events.isEmpty()
        && events.peek().at() <= untilMillis * MILLISECOND) {
      Event event = events.poll();
      now = event.at();
      event.action().run();
    }
  }
}
