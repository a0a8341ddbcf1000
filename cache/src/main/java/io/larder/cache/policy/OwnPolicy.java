package io.larder.cache.policy;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of some tables, as {@link TablePolicy} has it; where it says nothing, null, it
 * is as usual.
 */
public record OwnPolicy(
    @Nullable Duration itemTtl,
    @Nullable Duration queryTtl,
    @Nullable Duration negativeTtl,
    @Nullable Double jitter,
    @Nullable Double itemShare,
    @Nullable Set<Kept> kept,
    @Nullable Boolean bypass,
    @Nullable Boolean writeAround,
    @Nullable Boolean hidesExpired,
    @Nullable Duration staleWhileRevalidate) {

  /** Says nothing. */
  public static final OwnPolicy NONE =
      new OwnPolicy(null, null, null, null, null, null, null, null, null, null);

  public OwnPolicy {
    kept = kept == null ? null : Set.copyOf(kept);
  }

  /** Says all of that policy. */
  public static OwnPolicy of(TablePolicy policy) {
    return new OwnPolicy(
        policy.itemTtl(),
        policy.queryTtl(),
        policy.negativeTtl(),
        policy.jitter(),
        policy.itemShare(),
        policy.kept(),
        policy.bypass(),
        policy.writeAround(),
        policy.hidesExpired(),
        policy.staleWhileRevalidate());
  }

  /** The whole of it, where this is usual. */
  public TablePolicy over(TablePolicy usual) {
    return new TablePolicy(
        or(itemTtl, usual.itemTtl()),
        or(queryTtl, usual.queryTtl()),
        negativeTtl == null ? usual.negativeTtl() : negativeTtl,
        or(jitter, usual.jitter()),
        itemShare == null ? usual.itemShare() : itemShare,
        or(kept, usual.kept()),
        or(bypass, usual.bypass()),
        or(writeAround, usual.writeAround()),
        or(hidesExpired, usual.hidesExpired()),
        or(staleWhileRevalidate, usual.staleWhileRevalidate()));
  }

  private static <T> T or(@Nullable T own, T usual) {
    return own == null ? usual : own;
  }
}
