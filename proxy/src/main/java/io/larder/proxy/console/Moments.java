package io.larder.proxy.console;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server did in the last quarter of an hour: one text for each moment, so that a page that
 * is opened shows how it came to be. For any number of threads.
 */
final class Moments {
  private static final Logger LOG = LoggerFactory.getLogger(Moments.class);

  static final Duration APART = Duration.ofSeconds(3);
  static final int MOST = Math.toIntExact(Duration.ofMinutes(15).dividedBy(APART));

  private final LongFunction<String> look;
  private final InstantSource clock;
  private final Deque<Moment> kept = new ArrayDeque<>();

  /** What was seen, as JSON. */
  private record Moment(long millis, String json) {}

  /**
   * @param look makes JSON of what is to be seen at that moment, in milliseconds since 1970
   */
  Moments(LongFunction<String> look, InstantSource clock) {
    this.look = look;
    this.clock = clock;
  }

  /** Looks now; what cannot be seen, because something is failing, is left out. */
  void take() {
    long now = clock.millis();
    String json;
    try {
      json = look.apply(now);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("What the server does cannot be seen");
      return;
    }
    synchronized (kept) {
      kept.addLast(new Moment(now, json));
      if (kept.size() > MOST) {
        kept.removeFirst();
      }
    }
  }

  /** All moments later than that, the oldest first, as a list of JSON. */
  String since(long millis) {
    var list = new StringBuilder("[");
    synchronized (kept) {
      for (Iterator<Moment> all = kept.iterator(); all.hasNext(); ) {
        Moment moment = all.next();
        if (moment.millis > millis) {
          list.append(list.length() == 1 ? "" : ",\n").append(moment.json);
        }
      }
    }
    return list.append(']').toString();
  }
}
