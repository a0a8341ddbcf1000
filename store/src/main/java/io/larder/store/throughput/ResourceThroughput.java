package io.larder.store.throughput;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.operation.ProvisionedThroughput;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one table, with its local indexes, or one global index consumes and may consume. Safe for
 * any number of threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingThrottling.html">
 *     Troubleshooting throttling</a>
 */
public final class ResourceThroughput {
  private static final String TABLE =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";
  private static final String INDEX =
      "The level of configured provisioned throughput for one or more global secondary indexes of"
          + " the table was exceeded. Consider increasing your provisioning level for the"
          + " under-provisioned global secondary indexes with the UpdateTable API";
  private static final String ON_DEMAND_TABLE =
      "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically"
          + " scaling your table or index so please try again shortly. If exceptions persist,"
          + " check if you have a hot key:"
          + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
          + "bp-partition-key-design.html";
  private static final String ON_DEMAND_INDEX =
      "Throughput exceeds the current capacity for one or more global secondary indexes. DynamoDB"
          + " is automatically scaling your index so please try again shortly.";
  private static final String ON_DEMAND_MAXIMUM =
      "Throughput exceeds the maximum OnDemandThroughput configured on table or index";

  private final boolean isIndex;
  private final @Nullable KeyRanges keyRanges;
  private final LongSupplier nanos;
  private final Map<Access, Counts> accesses = new EnumMap<>(Access.class);
  private volatile Definition definition;

  /** The resource as it is defined, and the bounds that this makes; null if it has none. */
  private record Definition(
      String arn, Bounds.Settings settings, @Nullable Bounds reads, @Nullable Bounds writes) {
    @Nullable Bounds bounds(Access access) {
      return access == Access.READ ? reads : writes;
    }
  }

  /** What was counted. */
  private static final class Counts {
    private final DoubleAdder consumed = new DoubleAdder();
    private final Map<Limit, LongAdder> events = new EnumMap<>(Limit.class);

    Counts() {
      for (Limit limit : Limit.values()) {
        events.put(limit, new LongAdder());
      }
    }
  }

  /**
   * @param keyRanges null if nothing is limited
   */
  ResourceThroughput(
      boolean isIndex,
      String arn,
      Bounds.Settings settings,
      @Nullable KeyRanges keyRanges,
      LongSupplier nanos) {
    this.isIndex = isIndex;
    this.keyRanges = keyRanges;
    this.nanos = nanos;
    for (Access access : Access.values()) {
      accesses.put(access, new Counts());
    }
    long now = nanos.getAsLong();
    this.definition =
        keyRanges == null
            ? new Definition(arn, settings, null, null)
            : new Definition(
                arn,
                settings,
                Bounds.of(settings, Access.READ, now),
                Bounds.of(settings, Access.WRITE, now));
  }

  /** Takes other settings; called in the order in which they are made. */
  void redefine(Bounds.Settings settings) {
    Definition before = definition;
    if (before.settings.equals(settings)) {
      return;
    }
    long now = nanos.getAsLong();
    Bounds reads = before.reads;
    Bounds writes = before.writes;
    definition =
        new Definition(
            before.arn,
            settings,
            reads == null ? null : reads.under(settings, Access.READ, now),
            writes == null ? null : writes.under(settings, Access.WRITE, now));
  }

  /** False if everything is let in. */
  public boolean isLimited() {
    return keyRanges != null;
  }

  /** Why no item of that collection may be read or written now; null if one may. */
  public @Nullable ServiceError refusal(Access access, long collection) {
    if (keyRanges == null) {
      return null;
    }
    ServiceError refusal = refusal(access);
    return refusal == null && keyRanges.isSpent(access, collection, nanos.getAsLong())
        ? refused(access, Limit.KEY_RANGE)
        : refusal;
  }

  /** Why nothing may be read or written now; null if something may. */
  public @Nullable ServiceError refusal(Access access) {
    Bounds bounds = definition.bounds(access);
    Limit reached = bounds == null ? null : bounds.reached(nanos.getAsLong());
    return reached == null ? null : refused(access, reached);
  }

  /**
   * As {@link #refusal(Access, long)}.
   *
   * @throws ServiceException if there is one
   */
  public void require(Access access, long collection) {
    throwUnlessNull(refusal(access, collection));
  }

  /**
   * As {@link #refusal(Access)}.
   *
   * @throws ServiceException if there is one
   */
  public void require(Access access) {
    throwUnlessNull(refusal(access));
  }

  private static void throwUnlessNull(@Nullable ServiceError refusal) {
    if (refusal != null) {
      throw new ServiceException(refusal);
    }
  }

  /** Counts what was read or written of that collection. */
  public void consume(Access access, long collection, double units) {
    consume(access, units);
    if (keyRanges != null) {
      keyRanges.take(access, collection, units, nanos.getAsLong());
    }
  }

  /** Counts what was read or written. */
  public void consume(Access access, double units) {
    of(access).consumed.add(units);
    Bounds bounds = definition.bounds(access);
    if (bounds != null) {
      bounds.take(units, nanos.getAsLong());
    }
  }

  private Counts of(Access access) {
    return Objects.requireNonNull(accesses.get(access));
  }

  private ServiceError refused(Access access, Limit limit) {
    events(access, limit).increment();
    Definition current = definition;
    boolean isOnDemand = current.settings.provisioned() == null;
    var reasons =
        List.of(
            new ThrottlingReason(
                (isIndex ? "Index" : "Table") + access.word() + limit.suffix(), current.arn));
    if (limit == Limit.MAX_ON_DEMAND) {
      return new ServiceError.Throttling(ON_DEMAND_MAXIMUM, reasons);
    }
    return isOnDemand
        ? new ServiceError.Throttling(isIndex ? ON_DEMAND_INDEX : ON_DEMAND_TABLE, reasons)
        : new ServiceError.ProvisionedThroughputExceeded(isIndex ? INDEX : TABLE, reasons);
  }

  private LongAdder events(Access access, Limit limit) {
    return Objects.requireNonNull(of(access).events.get(limit));
  }

  /** The units that were consumed. */
  public double consumed(Access access) {
    return of(access).consumed.sum();
  }

  /** How often something was refused for that limit. */
  public long throttled(Access access, Limit limit) {
    return events(access, limit).sum();
  }

  /** Units that are provisioned, null if it is on demand. */
  public @Nullable Long provisioned(Access access) {
    ProvisionedThroughput provisioned = definition.settings.provisioned();
    if (provisioned == null) {
      return null;
    }
    return access == Access.READ
        ? provisioned.readCapacityUnits()
        : provisioned.writeCapacityUnits();
  }

  /** The most units on demand that are allowed, null if that is not bounded. */
  public @Nullable Long most(Access access) {
    return definition.settings.most(access);
  }
}
