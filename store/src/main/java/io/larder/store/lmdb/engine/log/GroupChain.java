package io.larder.store.lmdb.engine.log;

import org.jspecify.annotations.Nullable;

/** Which of the groups behind a checkpoint were found, as their numbers come one after another. */
public final class GroupChain {
  private final long first;
  private long next;
  private long last;
  private long missing;
  private @Nullable String gap;

  /** {@code first} is the number of the first group that is needed; those before do no harm. */
  GroupChain(long first) {
    this.first = first;
    this.next = first;
    this.last = first - 1;
  }

  /** All groups before that one must have come; {@code place} is where they should have been. */
  void expect(long number, String place) {
    if (number > next) {
      missing += number - next;
      gap = gap == null ? place : gap;
      next = number;
    }
  }

  void found(long number) {
    if (number == next) {
      next++;
      last = missing > 0 ? last : number;
    }
  }

  long first() {
    return first;
  }

  /** Number of the last group before which none is missing. */
  public long last() {
    return last;
  }

  /** Number of the last group of which is known that it was acknowledged or written. */
  long end() {
    return next - 1;
  }

  /** How many groups are missing. */
  public long missing() {
    return missing;
  }

  @Override
  public String toString() {
    return "of the groups "
        + first
        + " to "
        + end()
        + ", which data.mdb does not have yet, "
        + missing
        + " are missing or cannot be read, the first of them group "
        + (last + 1)
        + " "
        + gap;
  }
}
