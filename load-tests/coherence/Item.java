package coherence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * One item with all states that its writes gave it, in an order that nobody knows: several writers
 * are at work at once.
 *
 * <p>What is known is when each write and read began and ended. A state was there before the end of
 * its write, and before the end of every read that showed it; call the first of these its proof. It
 * was still there after the start of every read that showed it. So an answer is wrong if
 *
 * <ul>
 *   <li>its state is older than another one that was proved before the read began: proved before
 *       the other one's write began;
 *   <li>its state was proved before some read that ended before this one began and showed another;
 *   <li>its write began after the read's end.
 * </ul>
 *
 * <p>At the end all states are looked at together: from its proof to the last start of a read that
 * showed it, a state was there all the time. Two such spans must not overlap, nor may one hold a
 * state that was proved and shown only within it. That is all that there is to find in what was
 * shown of single states (Gibbons and Korach, "Testing Shared Memories", 1997).
 */
public final class Item {
  public static final int PARTITIONS = 2;
  public static final int GROUPS = 3;

  /** So many of the newest states can be meant by an answer that names none. */
  private static final int RECENT = 1 << 12;

  /** Of so many of the newest states is noted that an answer does not show them. */
  private static final int WATCHED = 64;

  final int number;
  final String key;
  private final Map<Long, State> states = new ConcurrentHashMap<>();
  private final AtomicLong newest = new AtomicLong();

  /** The latest beginning of a write that is known to be done. */
  private final AtomicLong lastDone = new AtomicLong();

  public Item(int number) {
    this.number = number;
    this.key = "\"pk\":{\"S\":\"p" + number % PARTITIONS + "\"},\"sk\":{\"S\":\"s" + number + "\"}";
    State first = new State(this, 0, false, "", 0, 0);
    first.isDoneBy(0);
    states.put(0L, first);
  }

  public int number() {
    return number;
  }

  /** The members of the primary key. */
  public String key() {
    return key;
  }

  /** The state of a write that begins now. */
  public State begin(Random random, boolean present) {
    long begun = Moments.next();
    long id = newest.incrementAndGet();
    State state =
        new State(
            this, id, present, "g" + random.nextInt(GROUPS), random.nextInt(20) - 10, begun);
    states.put(id, state);
    return state;
  }

  public void acknowledged(State state) {
    state.isDoneBy(Moments.next());
    lastDone.accumulateAndGet(state.begun, Math::max);
  }

  /** What no answer may be older than that is asked for from now on. */
  public long floor() {
    return lastDone.get();
  }

  /** The state that an answer shows, or null if no write has made it. */
  State find(long id, String group, int rank) {
    if (id == State.REFUSED) {
      return State.refused(this, group);
    }
    State state = states.get(id);
    return state != null && state.present && state.group.equals(group) && state.rank == rank
        ? state
        : null;
  }

  /** Why an answer that shows this state is wrong, or null. */
  String judge(State shown, long floor, long start, long end) {
    String wrong = problem(shown, floor, start, end);
    if (wrong == null) {
      shown.isShown(start, end);
      lastDone.accumulateAndGet(shown.begun, Math::max);
      watched(state -> state != shown, start, end);
    }
    return wrong;
  }

  /** Why an answer is wrong that shows none of the states that {@code place} would, or null. */
  String judgeMissing(String place, long floor, long start, long end) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - RECENT; id--) {
      State state = states.get(id);
      if (state == null
          || (!state.isIn(place) && problem(state, floor, start, end) == null)) {
        // A state that is null is being begun.
        watched(other -> other.isIn(place), start, end);
        return null;
      }
    }
    return last < RECENT ? "item missing" : null;
  }

  private static String problem(State shown, long floor, long start, long end) {
    if (shown.number == State.REFUSED) {
      return "shows a write that was refused";
    }
    if (shown.shownBy() < floor) {
      return "stale";
    }
    if (shown.goneBy() < start) {
      return "came back";
    }
    return shown.begun > end ? "from the future" : null;
  }

  private void watched(Predicate<State> notShown, long start, long end) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - WATCHED; id--) {
      State state = states.get(id);
      if (state != null && notShown.test(state)) {
        state.isNotShown(start, end);
      }
    }
  }

  /** True if the item may have been absent, between start and end, by a write not before that. */
  boolean mayBeAbsentSince(long begun, long floor, long start, long end) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - RECENT; id--) {
      State state = states.get(id);
      if (state == null
          || (!state.present
              && state.shownBy() >= begun
              && problem(state, floor, start, end) == null)) {
        return true;
      }
    }
    return last >= RECENT;
  }

  /** Looks at all that was shown, once it is over, and tells what cannot be. */
  public void judgeAll(BiConsumer<String, String> violation) {
    List<State> always = new ArrayList<>();
    List<State> within = new ArrayList<>();
    for (State state : states.values()) {
      if (state.shownBy() < state.shownSince()) {
        always.add(state);
      } else {
        within.add(state);
      }
    }
    always.sort(Comparator.comparingLong(State::shownBy));
    for (int i = 1; i < always.size(); i++) {
      State before = always.get(i - 1);
      State after = always.get(i);
      if (after.shownBy() < before.shownSince()) {
        violation.accept("two states at once", key + ": " + span(before) + ", " + span(after));
      }
    }
    for (State state : within) {
      State around = lastBefore(always, state.shownSince());
      if (around != null && state.shownBy() < around.shownSince()) {
        violation.accept("a state within another", key + ": " + span(state) + " in " + span(around));
      }
    }
  }

  /** The last of the states whose span begins before that. */
  private static State lastBefore(List<State> sorted, long moment) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted.get(middle).shownBy() < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : sorted.get(low - 1);
  }

  private static String span(State state) {
    return state + " proved by " + state.shownBy() + ", shown since " + state.shownSince();
  }
}
