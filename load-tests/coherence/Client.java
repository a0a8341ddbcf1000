package coherence;

import java.util.List;
import java.util.Random;

/**
 * One connection and what it shares with the others.
 *
 * @param isThrough true if it goes through the caches; false if it goes around them
 * @param outlivesFaults true if calls may fail without being wrong
 */
public record Client(
    Wire wire,
    boolean isThrough,
    boolean outlivesFaults,
    List<Item> items,
    Findings findings,
    History history,
    Random random) {

  /** How a call is counted and told. */
  String name(String kind, String call) {
    return kind + " " + wire.protocol() + (isThrough ? " " : " around ") + call;
  }

  /** True if the answer says that the server could not do it, and may. */
  boolean excuses(Answer answer, String name) {
    boolean excused = outlivesFaults && answer.failed();
    if (excused) {
      findings.countFailure(name);
    }
    return excused;
  }

  void note(String name, long start, long end, Answer answer, Object detail) {
    findings.took(wire.address(), start, end);
    if (history.isKept()) {
      history.note(
          wire, name, start, end, answer.status(), answer.failed() ? answer.body() : detail.toString());
    }
  }

  Item anyItem() {
    return items.get(random.nextInt(items.size()));
  }
}
