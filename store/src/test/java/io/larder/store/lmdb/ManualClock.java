package io.larder.store.lmdb;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. */
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-05-04T03:02:01.500000001Z");

  @Override
  public Instant instant() {
    return now;
  }

  long second() {
    return now.getEpochSecond();
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }
}
