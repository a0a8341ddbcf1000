package io.larder.store.lmdb.engine;

/** A clock for durations: nanoseconds since some moment, which never go back. */
@FunctionalInterface
public interface Ticker {
  Ticker SYSTEM = System::nanoTime;

  long nanos();
}
