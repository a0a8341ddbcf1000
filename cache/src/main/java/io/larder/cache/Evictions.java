package io.larder.cache;

import java.util.concurrent.atomic.LongAdder;

/** Counts the entries that left a cache because of size or age, and their bytes. */
final class Evictions {
  final LongAdder entries = new LongAdder();
  final LongAdder bytes = new LongAdder();
}
