package io.larder.cache.entries;

import io.larder.store.TimeToLive;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a page shows what it should, as far as its items expire.
 *
 * @param hiding by what items are hidden on it; null if none are
 * @param lastSecond the last one since 1970 of which it is right
 */
public record Validity(@Nullable TimeToLive hiding, long lastSecond) {
  /** Of pages on which nothing is hidden. */
  public static final Validity ALWAYS = new Validity(null, Long.MAX_VALUE);

  /**
   * @param wanted by what items are to be hidden now
   */
  boolean covers(@Nullable TimeToLive wanted, long second) {
    return second <= lastSecond && Objects.equals(hiding, wanted);
  }
}
