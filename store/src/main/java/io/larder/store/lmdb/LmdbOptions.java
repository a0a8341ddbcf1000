package io.larder.store.lmdb;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LmdbTableStore} is opened.
 *
 * @param directory where the files are; null keeps the tables in memory (or, where there is no
 *     memory file system, in a temporary folder) until the store is closed
 * @param mapSize address space to reserve, in bytes; the store can grow to this size on disk
 *     without pausing. Less is reserved where the system does not allow as much.
 * @param maxReaders most reads at the same moment; further ones wait
 * @param writeQueueCapacity most writes that may wait for the writer; further ones are refused
 * @param maxGroupSize most writes in one commit
 * @param clock for creation times, the life of idempotency tokens and the expiry of items
 * @param region the region named in ARNs
 * @param accountId the account named in ARNs
 * @param timeToLiveSweep how often expired items are looked for
 * @param controlPlane the pace at which tables change
 */
public record LmdbOptions(
    @Nullable Path directory,
    long mapSize,
    int maxReaders,
    int writeQueueCapacity,
    int maxGroupSize,
    InstantSource clock,
    String region,
    String accountId,
    Duration timeToLiveSweep,
    ControlPlane controlPlane) {
  private static final long DEFAULT_MAP_SIZE = 1L << 40;

  public LmdbOptions {
    requirePositive(mapSize, "mapSize");
    requirePositive(maxReaders, "maxReaders");
    requirePositive(writeQueueCapacity, "writeQueueCapacity");
    requirePositive(maxGroupSize, "maxGroupSize");
    requirePositive(timeToLiveSweep.toNanos(), "timeToLiveSweep");
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  /** The defaults for tables that are kept in {@code directory}. */
  public static LmdbOptions durable(Path directory) {
    return defaults(directory);
  }

  /** The defaults for tables that are gone when the store is closed. */
  public static LmdbOptions inMemory() {
    return defaults(null);
  }

  private static LmdbOptions defaults(@Nullable Path directory) {
    return new LmdbOptions(
        directory,
        DEFAULT_MAP_SIZE,
        256,
        16_384,
        1_024,
        InstantSource.system(),
        "us-east-1",
        "000000000000",
        Duration.ofSeconds(10),
        ControlPlane.INSTANT);
  }

  public LmdbOptions withMapSize(long bytes) {
    return new LmdbOptions(
        directory,
        bytes,
        maxReaders,
        writeQueueCapacity,
        maxGroupSize,
        clock,
        region,
        accountId,
        timeToLiveSweep,
        controlPlane);
  }

  public LmdbOptions withMaxReaders(int readers) {
    return new LmdbOptions(
        directory,
        mapSize,
        readers,
        writeQueueCapacity,
        maxGroupSize,
        clock,
        region,
        accountId,
        timeToLiveSweep,
        controlPlane);
  }

  public LmdbOptions withWriteQueue(int capacity, int groupSize) {
    return new LmdbOptions(
        directory,
        mapSize,
        maxReaders,
        capacity,
        groupSize,
        clock,
        region,
        accountId,
        timeToLiveSweep,
        controlPlane);
  }

  public LmdbOptions withClock(InstantSource source) {
    return new LmdbOptions(
        directory,
        mapSize,
        maxReaders,
        writeQueueCapacity,
        maxGroupSize,
        source,
        region,
        accountId,
        timeToLiveSweep,
        controlPlane);
  }

  public LmdbOptions withIdentity(String regionName, String account) {
    return new LmdbOptions(
        directory,
        mapSize,
        maxReaders,
        writeQueueCapacity,
        maxGroupSize,
        clock,
        regionName,
        account,
        timeToLiveSweep,
        controlPlane);
  }

  public LmdbOptions withTimeToLiveSweep(Duration interval) {
    return new LmdbOptions(
        directory,
        mapSize,
        maxReaders,
        writeQueueCapacity,
        maxGroupSize,
        clock,
        region,
        accountId,
        interval,
        controlPlane);
  }

  public LmdbOptions withControlPlane(ControlPlane pace) {
    return new LmdbOptions(
        directory,
        mapSize,
        maxReaders,
        writeQueueCapacity,
        maxGroupSize,
        clock,
        region,
        accountId,
        timeToLiveSweep,
        pace);
  }
}
