package io.larder.cache.versions;

import java.util.Arrays;

/** The stripes that one write has put in flux, each once, until it leaves them. */
public final class Flux {
  private final StripedVersions versions;

  /** In order. */
  private final int[] stripes;

  /** What was in each stripe before. */
  private final long[] before;

  private Flux(StripedVersions versions, int[] stripes) {
    this.versions = versions;
    this.stripes = stripes;
    this.before = new long[stripes.length];
  }

  /**
   * Enters the stripes of those hashes.
   *
   * @throws IllegalStateException as {@link StripedVersions#enter}; then none is entered
   */
  public static Flux enter(StripedVersions versions, long[] hashes) {
    var flux = new Flux(versions, stripes(versions, hashes));
    int entered = 0;
    try {
      for (; entered < flux.stripes.length; entered++) {
        flux.before[entered] = versions.enter(flux.stripes[entered]);
      }
      return flux;
    } catch (IllegalStateException e) {
      while (entered > 0) {
        versions.leave(flux.stripes[--entered]);
      }
      throw e;
    }
  }

  private static int[] stripes(StripedVersions versions, long[] hashes) {
    int[] stripes = new int[hashes.length];
    for (int i = 0; i < hashes.length; i++) {
      stripes[i] = versions.stripe(hashes[i]);
    }
    Arrays.sort(stripes);
    int count = 0;
    for (int stripe : stripes) {
      if (count == 0 || stripes[count - 1] != stripe) {
        stripes[count++] = stripe;
      }
    }
    return count == stripes.length ? stripes : Arrays.copyOf(stripes, count);
  }

  /** True if no other write was in flux on the hash's stripe when this one entered it. */
  public boolean wasAlone(long hash) {
    int at = Arrays.binarySearch(stripes, versions.stripe(hash));
    return at >= 0 && StripedVersions.isStable(before[at]);
  }

  /** What a write does before it leaves a stripe that it had entered alone. */
  public interface Leaving {
    /** It leaves that version, if it was alone until now: otherwise nobody will ever see it. */
    void alone(int stripe, long version);

    /** It was not alone until now. */
    void notAlone(int stripe);
  }

  /** Leaves the stripes. */
  public void leave(Leaving leaving) {
    for (int i = 0; i < stripes.length; i++) {
      int stripe = stripes[i];
      if (!StripedVersions.isStable(before[i])) {
        versions.leave(stripe);
        continue;
      }
      leaving.alone(stripe, before[i] + StripedVersions.ONE_VERSION);
      if (!versions.leaveAlone(stripe, before[i])) {
        leaving.notAlone(stripe);
        versions.leave(stripe);
      }
    }
  }

  /** Leaves the stripes, whoever else is in them. */
  public void leave() {
    for (int stripe : stripes) {
      versions.leave(stripe);
    }
  }

  /** Leaves the stripes to {@code quiet}, which lets go of them later. */
  public void leaveTo(QuietTime quiet) {
    quiet.hold(stripes);
  }
}
