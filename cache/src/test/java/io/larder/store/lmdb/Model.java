package io.larder.store.lmdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a table may hold: the states that it went through since the last start, one for each write.
 * While a group is being made those that it leads to follow. A read must answer one that was
 * current between its start and its end.
 */
final class Model {
  private final List<State> states = new ArrayList<>();
  private int committed;
  private int seen;

  /**
   * Items by partition and sort key.
   *
   * @param items what each counts
   */
  record State(SortedMap<String, Counted> items) {
    static final State EMPTY = new State(new TreeMap<>());

    State with(String key, Counted item) {
      SortedMap<String, Counted> changed = new TreeMap<>(items);
      changed.put(key, item);
      return new State(changed);
    }

    State of(String partition) {
      return where(entry -> entry.getKey().startsWith(partition));
    }

    State indexed() {
      return where(entry -> entry.getValue().indexed());
    }

    private State where(Predicate<Map.Entry<String, Counted>> condition) {
      SortedMap<String, Counted> some = new TreeMap<>(items);
      some.entrySet().removeIf(condition.negate());
      return new State(some);
    }

    State without(String key) {
      SortedMap<String, Counted> changed = new TreeMap<>(items);
      changed.remove(key);
      return new State(changed);
    }
  }

  /**
   * An item.
   *
   * @param indexed whether it has the key of the index
   */
  record Counted(long count, boolean indexed) {}

  Model(State found) {
    states.add(found);
  }

  State committed() {
    return states.get(committed);
  }

  /** The state after everything that may be visible. */
  State last() {
    return states.getLast();
  }

  /** A write that is being made leads there. */
  void make(State next) {
    states.add(next);
  }

  /** The group is durable. */
  void commit() {
    committed = states.size() - 1;
    seen = committed;
  }

  /** The group is given up; false if somebody has seen it already. */
  boolean abort() {
    states.subList(committed + 1, states.size()).clear();
    return seen <= committed;
  }

  /** To be given to {@link #explains} at the end of a read. */
  int beginRead() {
    return seen;
  }

  /** True if a stream that tells of that state keeps up with what is acknowledged. */
  boolean explainsStream(State told) {
    return explains(committed, told, state -> state);
  }

  /** True if {@code answer} is what a read sees that began there; later ones see as much. */
  boolean explains(int began, Object answer, Function<State, Object> view) {
    for (int at = began; at < states.size(); at++) {
      if (view.apply(states.get(at)).equals(answer)) {
        seen = Math.max(seen, at);
        return true;
      }
    }
    return false;
  }
}
