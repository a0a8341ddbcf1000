package io.larder.proxy.net;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** Looks at the connections of one event loop, every time it runs. For that loop's thread. */
final class Sweep implements Runnable {
  private final LongSupplier nanoTime;
  private final Set<ConnectionWatch> watches = new LinkedHashSet<>();

  Sweep(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void add(ConnectionWatch watch) {
    watches.add(watch);
  }

  void remove(ConnectionWatch watch) {
    watches.remove(watch);
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    // A connection that is closed removes itself.
    List.copyOf(watches).forEach(watch -> watch.look(now));
  }
}
