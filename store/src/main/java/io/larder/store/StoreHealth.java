package io.larder.store;

import java.util.List;
import java.util.Optional;

/** How a store fares, for those who run it. */
public interface StoreHealth {
  /** Why the store accepts no writes, for now or until it is restarted; empty if it does. */
  Optional<String> failure();

  /** What can be read off the store, until it is closed; always the same gauges. */
  List<StoreGauge> gauges();
}
