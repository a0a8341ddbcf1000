package io.larder.store.throughput;

import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.WarmThroughput;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the reads or the writes of a table or index are held to. */
sealed interface Bounds {
  /** The limit that is reached, null if none is. */
  @Nullable Limit reached(long now);

  void take(double units, long now);

  /** The bounds on {@code access} that these settings make. */
  static Bounds of(Settings settings, Access access, long now) {
    ProvisionedThroughput provisioned = settings.provisioned();
    if (provisioned != null) {
      return new Provisioned(
          new Bucket((double) units(provisioned, access), Provisioned.BURST_NANOS, now));
    }
    Long most = settings.most(access);
    return new OnDemand(
        new OnDemandCapacity(settings.warm(access), now),
        most == null ? null : new Bucket((double) most, OnDemand.BURST_NANOS, now));
  }

  private static long units(ProvisionedThroughput throughput, Access access) {
    return Math.max(
        1,
        access == Access.READ ? throughput.readCapacityUnits() : throughput.writeCapacityUnits());
  }

  /** These bounds under other settings; what was saved or owed stays where it can. */
  default Bounds under(Settings settings, Access access, long now) {
    ProvisionedThroughput provisioned = settings.provisioned();
    if (this instanceof Provisioned(var bucket) && provisioned != null) {
      bucket.rate((double) units(provisioned, access), now);
      return this;
    }
    return of(settings, access, now);
  }

  /** Of what is provisioned and not used, what comes in five minutes is kept. */
  record Provisioned(Bucket bucket) implements Bounds {
    static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(300);

    @Override
    public @Nullable Limit reached(long now) {
      return bucket.isSpent(now) ? Limit.PROVISIONED : null;
    }

    @Override
    public void take(double units, long now) {
      bucket.take(units, now);
    }
  }

  /** What is on demand grows with the demand, up to the most that the table's owner allows. */
  record OnDemand(OnDemandCapacity capacity, @Nullable Bucket most) implements Bounds {
    static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public @Nullable Limit reached(long now) {
      if (most != null && most.isSpent(now)) {
        return Limit.MAX_ON_DEMAND;
      }
      return capacity.isSpent(now) ? Limit.KEY_RANGE : null;
    }

    @Override
    public void take(double units, long now) {
      capacity.take(units, now);
      if (most != null) {
        most.take(units, now);
      }
    }
  }

  /**
   * The throughput of a table or index as it is defined.
   *
   * @param provisioned null if it is on demand
   */
  record Settings(
      @Nullable ProvisionedThroughput provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmThroughput warm) {
    private static final long NO_MAXIMUM = -1;

    /** The most that is allowed on demand, null if that is not bounded. */
    @Nullable Long most(Access access) {
      if (provisioned != null || onDemand == null) {
        return null;
      }
      Long most =
          access == Access.READ ? onDemand.maxReadRequestUnits() : onDemand.maxWriteRequestUnits();
      return most == null || most == NO_MAXIMUM ? null : most;
    }

    /** What it takes at once on demand. */
    double warm(Access access) {
      WarmThroughput current = WarmThroughput.current(warm, null);
      Long units =
          access == Access.READ ? current.readUnitsPerSecond() : current.writeUnitsPerSecond();
      return units == null ? KeyRanges.WRITE_UNITS : (double) units;
    }
  }
}
