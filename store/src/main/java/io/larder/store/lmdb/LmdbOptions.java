package io.larder.store.lmdb;

import io.larder.store.delivery.DeliveryOptions;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.tables.ControlPlane;
import io.larder.store.lmdb.tables.TableOwner;
import io.larder.store.lmdb.writer.WriterOptions;
import io.larder.store.seal.Encryption;
import io.larder.store.throughput.Throughput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LmdbTableStore} is opened.
 *
 * @param clock for creation times, the life of idempotency tokens and the expiry of items
 * @param timeToLiveSweep how often expired items are looked for
 * @param controlPlane the pace at which tables change
 * @param encryption how values are sealed; null if they are stored in clear
 * @param throughput what the tables consume and may consume; of one store only
 * @param delivery where changes are delivered to
 */
public record LmdbOptions(
    EngineOptions engine,
    WriterOptions writer,
    InstantSource clock,
    TableOwner owner,
    Duration timeToLiveSweep,
    ControlPlane controlPlane,
    @Nullable Encryption encryption,
    Throughput throughput,
    DeliveryOptions delivery) {

  public LmdbOptions {
    EngineOptions.requirePositive(timeToLiveSweep.toNanos(), "timeToLiveSweep");
  }

  /** True if there is a store in {@code directory}. */
  public static boolean hasStore(Path directory) {
    return Files.exists(directory.resolve(Environment.FILE));
  }

  /** The defaults for tables that are kept in {@code directory}. */
  public static LmdbOptions durable(Path directory) {
    return defaults(EngineOptions.durable(directory));
  }

  /** The defaults for tables that are gone when the store is closed. */
  public static LmdbOptions inMemory() {
    return defaults(EngineOptions.inMemory());
  }

  private static LmdbOptions defaults(EngineOptions engine) {
    return new LmdbOptions(
        engine,
        WriterOptions.DEFAULT,
        InstantSource.system(),
        TableOwner.DEFAULT,
        Duration.ofSeconds(10),
        ControlPlane.INSTANT,
        null,
        new Throughput(Throughput.Options.UNLIMITED, System::nanoTime),
        DeliveryOptions.none());
  }

  public LmdbOptions withMapSize(long bytes) {
    return with(engine.withMapSize(bytes));
  }

  public LmdbOptions withMaxReaders(int readers) {
    return with(engine.withMaxReaders(readers));
  }

  private LmdbOptions with(EngineOptions other) {
    return new LmdbOptions(
        other,
        writer,
        clock,
        owner,
        timeToLiveSweep,
        controlPlane,
        encryption,
        throughput,
        delivery);
  }

  public LmdbOptions withWriteQueue(int capacity, int groupSize) {
    var other = new WriterOptions(capacity, groupSize);
    return new LmdbOptions(
        engine,
        other,
        clock,
        owner,
        timeToLiveSweep,
        controlPlane,
        encryption,
        throughput,
        delivery);
  }

  public LmdbOptions withClock(InstantSource other) {
    return new LmdbOptions(
        engine,
        writer,
        other,
        owner,
        timeToLiveSweep,
        controlPlane,
        encryption,
        throughput,
        delivery);
  }

  public LmdbOptions withIdentity(String region, String accountId) {
    var other = new TableOwner(region, accountId);
    return new LmdbOptions(
        engine,
        writer,
        clock,
        other,
        timeToLiveSweep,
        controlPlane,
        encryption,
        throughput,
        delivery);
  }

  public LmdbOptions withTimeToLiveSweep(Duration interval) {
    return new LmdbOptions(
        engine, writer, clock, owner, interval, controlPlane, encryption, throughput, delivery);
  }

  public LmdbOptions withControlPlane(ControlPlane pace) {
    return new LmdbOptions(
        engine, writer, clock, owner, timeToLiveSweep, pace, encryption, throughput, delivery);
  }

  /** Seals all that is stored. */
  public LmdbOptions withEncryption(@Nullable Encryption other) {
    return new LmdbOptions(
        engine, writer, clock, owner, timeToLiveSweep, controlPlane, other, throughput, delivery);
  }

  /** Holds tables to their throughput, or only counts what they consume. */
  public LmdbOptions withThroughput(Throughput other) {
    return new LmdbOptions(
        engine, writer, clock, owner, timeToLiveSweep, controlPlane, encryption, other, delivery);
  }

  /** Delivers the changes of tables that are to be. */
  public LmdbOptions withDelivery(DeliveryOptions other) {
    return new LmdbOptions(
        engine, writer, clock, owner, timeToLiveSweep, controlPlane, encryption, throughput, other);
  }
}
