package coherence;

/**
 * What is known of one read, or of the old image that a write returned, and what it must show.
 *
 * @param floor nothing may be shown that is older than a write which began then
 * @param gone what was over by then must not be shown any more
 * @param start when it began
 * @param end when it ended
 * @param isExact true if it shows what the store held at some moment between start and end; false
 *     if it may lag behind writes that went around the caches
 */
record Look(long floor, long gone, long start, long end, boolean isExact) {
  static Look exact(long floor, long start, long end) {
    return new Look(floor, start, start, end, true);
  }

  static Look lagging(long floor, long lag, long start, long end) {
    return new Look(floor, start - lag, start, end, false);
  }
}
