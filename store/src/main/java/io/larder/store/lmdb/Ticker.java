package io.larder.store.lmdb;

/** A clock for durations: nanoseconds since some moment, which never go back. */
@FunctionalInterface
interface Ticker {
  Ticker SYSTEM = System::nanoTime;

  long nanos();
}
