package coherence;

import java.util.concurrent.atomic.AtomicReference;

/**
 * What one write makes of an item: present with a number of its own in a known index partition, or
 * absent. With it stands what is known of when it was so, in {@link Moments}.
 */
public final class State {
  /** Of a write whose condition cannot hold. */
  static final long REFUSED = -1;

  private static final long NEVER = Long.MAX_VALUE;

  final Item item;
  final long number;
  final boolean present;
  final String group;
  final int rank;

  /** When the write was begun. */
  final long begun;

  /** What the same transaction makes of another item. */
  final AtomicReference<State> partner = new AtomicReference<>();

  /** The first end of anything that shows that the write was done. */
  private long shownBy = NEVER;

  /** The last beginning of anything that showed this state. */
  private long shownSince;

  /** The first end of anything that shows that the state was over, having been there before. */
  private long goneBy = NEVER;

  State(Item item, long number, boolean present, String group, int rank, long begun) {
    this.item = item;
    this.number = number;
    this.present = present;
    this.group = group;
    this.rank = rank;
    this.begun = begun;
    this.shownSince = begun;
  }

  static State refused(Item item, String group) {
    return new State(item, REFUSED, true, group, 0, 0);
  }

  synchronized void isDoneBy(long end) {
    shownBy = Math.min(shownBy, end);
  }

  /** Something that began then showed this state, and the store held it since. */
  synchronized void isShown(long start) {
    shownSince = Math.max(shownSince, start);
  }

  /** Something that began at {@code start} and ended at {@code end} showed another state. */
  synchronized void isNotShown(long start, long end) {
    if (shownBy < start) {
      goneBy = Math.min(goneBy, end);
    }
  }

  synchronized long shownBy() {
    return shownBy;
  }

  synchronized long shownSince() {
    return shownSince;
  }

  synchronized long goneBy() {
    return goneBy;
  }

  public boolean isPresent() {
    return present;
  }

  /** True of a state that an index partition shows, or, for null, the table. */
  boolean isIn(String place) {
    return present && (place == null || place.equals(group));
  }

  @Override
  public String toString() {
    return "s%d: %s (begun %d)"
        .formatted(
            item.number,
            present ? "state " + number + " in " + group + " at " + rank : "absence " + number,
            begun);
  }
}
