package io.larder.proxy.metrics.cloudwatch;

import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.Datum.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What metrics have grown by since they were last told. What could not be told is told with the
 * next, so nothing is lost and nothing piles up. Not safe for several threads.
 */
final class Changes {
  private Map<Series, Amount> told = Map.of();
  private Map<Series, Amount> seen = Map.of();

  private record Series(String name, SequencedMap<String, String> dimensions) {
    static Series of(Datum datum) {
      return new Series(datum.name(), datum.dimensions());
    }
  }

  /** What {@code now} has that was not told: growth, if there was any, and how things stand. */
  List<Datum> since(List<Datum> now) {
    Map<Series, Amount> current = HashMap.newHashMap(now.size());
    List<Datum> changes = new ArrayList<>();
    for (Datum datum : now) {
      Series series = Series.of(datum);
      current.put(series, datum.amount());
      Amount change = change(told.get(series), datum.amount());
      if (!isNothing(change)) {
        changes.add(new Datum(datum.name(), datum.unit(), datum.dimensions(), change));
      }
    }
    seen = current;
    return changes;
  }

  /** What was last asked for is told now. */
  void told() {
    told = seen;
  }

  private static Amount change(@Nullable Amount before, Amount now) {
    return switch (now) {
      case Datum.Level level -> level;
      case Datum.Total(double value) ->
          // One that has shrunk began anew.
          before instanceof Datum.Total(double last) && last <= value
              ? new Datum.Total(value - last)
              : now;
      case Datum.Spread spread ->
          before instanceof Datum.Spread last && last.count() <= spread.count()
              ? minus(spread, last)
              : now;
    };
  }

  private static Datum.Spread minus(Datum.Spread spread, Datum.Spread last) {
    List<Long> counts = new ArrayList<>(spread.counts().size());
    for (int at = 0; at < spread.counts().size(); at++) {
      counts.add(spread.counts().get(at) - last.counts().get(at));
    }
    return new Datum.Spread(spread.upTo(), counts, spread.sum() - last.sum());
  }

  private static boolean isNothing(Amount change) {
    return switch (change) {
      case Datum.Level _ -> false;
      case Datum.Total(double value) -> value == 0;
      case Datum.Spread spread -> spread.count() == 0;
    };
  }
}
