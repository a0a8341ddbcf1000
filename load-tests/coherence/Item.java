package coherence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
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
 *
 * <p>A read that may lag behind writes around the caches proves what it shows, and no more. It must
 * not be older than a write through the caches that was acknowledged before it began, than any that
 * was proved so long before it as it may lag, and than what its client was shown before.
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

  /** How long answers may lag behind writes around the caches, in nanoseconds. */
  final long lag;

  private final Map<Long, State> states = new ConcurrentHashMap<>();
  private final AtomicLong newest = new AtomicLong();

  /** The latest beginning of a write that is known to be done. */
  private final AtomicLong lastDone = new AtomicLong();

  /** The same of those that were acknowledged and went through the caches. */
  private final AtomicLong lastThrough = new AtomicLong();

  /** What {@link #lastDone} was, by the moment from which on it was that. */
  private final NavigableMap<Long, Long> doneBy = new ConcurrentSkipListMap<>();

  public Item(int number, long lag) {
    this.number = number;
    this.lag = lag;
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

  /** The write of this state has succeeded, through the caches or around them. */
  public void acknowledged(State state, boolean isThrough) {
    long end = Moments.next();
    state.isDoneBy(end);
    isDone(state, end);
    if (isThrough) {
      lastThrough.accumulateAndGet(state.begun, Math::max);
    }
  }

  private void isDone(State state, long end) {
    if (lastDone.getAndAccumulate(state.begun, Math::max) < state.begun && lag > 0) {
      doneBy.merge(end, state.begun, Math::max);
      // Others, that ended later and began earlier, may have been faster to say so.
      doneBy.tailMap(end).replaceAll((moment, begun) -> Math.max(begun, state.begun));
    }
  }

  /** What no answer may be older than that is asked for from now on. */
  public long floor() {
    return lastDone.get();
  }

  /** The same for an answer that may lag behind writes around the caches. */
  public long laggingFloor() {
    Map.Entry<Long, Long> then = doneBy.floorEntry(Moments.next() - lag);
    if (then == null) {
      return lastThrough.get();
    }
    doneBy.headMap(then.getKey()).clear();
    return Math.max(lastThrough.get(), then.getValue());
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
  String judge(State shown, Look look) {
    String wrong = problem(shown, look);
    if (wrong == null) {
      shown.isDoneBy(look.end());
      isDone(shown, look.end());
      if (look.isExact()) {
        shown.isShown(look.start());
        watched(state -> state != shown, look);
      }
    }
    return wrong;
  }

  /** Why an answer is wrong that shows none of the states that {@code place} would, or null. */
  String judgeMissing(String place, Look look) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - RECENT; id--) {
      State state = states.get(id);
      if (state == null
          || (!state.isIn(place) && problem(state, look) == null)) {
        // A state that is null is being begun.
        if (look.isExact()) {
          watched(other -> other.isIn(place), look);
        }
        return null;
      }
    }
    return last < RECENT ? "item missing" : null;
  }

  private static String problem(State shown, Look look) {
    if (shown.number == State.REFUSED) {
      return "shows a write that was refused";
    }
    if (shown.shownBy() < look.floor()) {
      return "stale";
    }
    if (shown.goneBy() < look.gone()) {
      return "came back";
    }
    return shown.begun > look.end() ? "from the future" : null;
  }

  private void watched(Predicate<State> notShown, Look look) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - WATCHED; id--) {
      State state = states.get(id);
      if (state != null && notShown.test(state)) {
        state.isNotShown(look.start(), look.end());
      }
    }
  }

  /** True if the item may have been absent, between start and end, by a write not before that. */
  boolean mayBeAbsentSince(long begun, Look look) {
    long last = newest.get();
    for (long id = last; id >= 0 && id > last - RECENT; id--) {
      State state = states.get(id);
      if (state == null
          || (!state.present
              && state.shownBy() >= begun
              && problem(state, look) == null)) {
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
