package io.larder.proxy.manage;

import io.larder.proxy.manage.state.Holdings;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does on this server what the holdings say. Must be told of them by one thread at a time, in the
 * order in which they were kept.
 */
public final class AppliedHoldings {
  private static final Logger LOG = LoggerFactory.getLogger(AppliedHoldings.class);
  private static final long NOBODY = -1;

  private final CacheTimes byDefault;
  private final CacheTimes.Caches caches;
  private final LongSupplier ownNode;
  private CacheTimes times;
  private long node = NOBODY;
  private long reboots;

  /**
   * @param byDefault the times that the caches have
   * @param ownNode the id of this server among the nodes
   */
  public AppliedHoldings(CacheTimes byDefault, CacheTimes.Caches caches, LongSupplier ownNode) {
    this.byDefault = byDefault;
    this.caches = caches;
    this.ownNode = ownNode;
    this.times = byDefault;
  }

  CacheTimes byDefault() {
    return byDefault;
  }

  /** Takes over what has changed. Does not block. */
  public void apply(Holdings holdings) {
    CacheTimes wished = byDefault.by(holdings);
    if (!wished.equals(times)) {
      caches.expireAfter(wished);
      times = wished;
      LOG.atInfo()
          .addKeyValue("itemTtl", wished.item())
          .addKeyValue("queryTtl", wished.query())
          .log("Parameter groups of DAX clusters have set how long the caches keep entries");
    }
    long now = ownNode.getAsLong();
    long asked = holdings.reboots(now);
    // What was asked before this server was first told of it was asked of an earlier one, and of
    // a node that has just joined nothing was.
    long done = node == NOBODY ? asked : now == node ? reboots : 0;
    if (asked > done) {
      caches.clear();
      LOG.atInfo().log("The caches are emptied, since the node was to be rebooted");
    }
    node = now;
    reboots = asked;
  }
}
