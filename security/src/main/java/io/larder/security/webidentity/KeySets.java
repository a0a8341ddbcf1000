package io.larder.security.webidentity;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Key sets of issuers, kept for an hour. A token with a key that is not among them has them fetched
 * again, at most once a minute; an issuer that does not answer is not asked again for as long, and
 * keeps the keys it had for a day. Safe for any number of threads; callers wait for the fetch.
 */
final class KeySets {
  private static final Logger LOG = LoggerFactory.getLogger(KeySets.class);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration USABLE = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Issuers at most; only those that an administrator has registered are asked for. */
  private static final int MAX_ISSUERS = 512;

  private final KeySetSource source;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  KeySets(KeySetSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /**
   * @param keys null if they could never be had
   * @param fetched when they were
   * @param tried when that was tried last
   */
  private record Known(@Nullable KeySet keys, Instant fetched, Instant tried) {
    boolean mayTryAgain(Instant now) {
      return !now.isBefore(tried.plus(PAUSE));
    }
  }

  /** The keys of an issuer, preferably with that one; null if they cannot be had. */
  @Nullable KeySet of(String issuer, @Nullable String keyId) {
    Instant now = clock.instant();
    if (known.size() >= MAX_ISSUERS) {
      known.clear();
    }
    Known current =
        known.compute(
            issuer,
            (_, before) ->
                before == null || (!isGood(before, keyId, now) && before.mayTryAgain(now))
                    ? fetch(issuer, before, now)
                    : before);
    return now.isBefore(current.fetched().plus(USABLE)) ? current.keys() : null;
  }

  private static boolean isGood(Known known, @Nullable String keyId, Instant now) {
    return known.keys() != null
        && now.isBefore(known.fetched().plus(FRESH))
        && known.keys().has(keyId);
  }

  private Known fetch(String issuer, @Nullable Known before, Instant now) {
    try {
      KeySet keys = KeySet.parse(source.fetch(issuer));
      if (keys == null) {
        throw new IOException("no key set");
      }
      return new Known(keys, now, now);
    } catch (IOException e) {
      LOG.warn("the keys of the identity provider {} cannot be had: {}", issuer, e.toString());
      return before == null
          ? new Known(null, Instant.EPOCH, now)
          : new Known(before.keys(), before.fetched(), now);
    }
  }
}
