package io.larder.cache.versions;

import com.github.benmanes.caffeine.cache.Ticker;

/** Versions, and how long reads lag behind the writes that made them. */
public record Stripes(StripedVersions versions, ReadLag lag) {
  /**
   * @param readsLag whether they do at all
   */
  public static Stripes of(int count, boolean readsLag, Ticker ticker) {
    return new Stripes(new StripedVersions(count), new ReadLag(count, readsLag, ticker));
  }

  /** Of what no write changes. */
  public static Stripes unwritten() {
    return of(1, false, () -> 0L);
  }

  /**
   * The version with which may be kept what a read finds that begins now, or {@link
   * StripedVersions#IN_FLUX} if it may not be kept, as far as writes of the stripe are concerned.
   */
  public long versionToFill(long hash) {
    // The version first: a write begins the lag before it leaves a new one.
    long version = versions.current(hash);
    return lag.isOver(hash) ? version : StripedVersions.IN_FLUX;
  }

  /** Voids what was read until now, as if a write had been there. */
  public void renew(long hash, long lagNanos) {
    lag.begin(hash, lagNanos);
    versions.renew(hash);
  }

  /** The same of everything. */
  public void renewAll(long lagNanos) {
    for (int stripe = 0; stripe < versions.stripes(); stripe++) {
      renew(stripe, lagNanos);
    }
  }
}
