package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.engine.disk.Disk;
import io.larder.store.lmdb.engine.disk.FileSystemDisk;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What the engine works with, which only tests choose.
 *
 * @param log what stands before the log
 * @param disk where the log is; LMDB has its own way to its files
 * @param random for what clients must not know
 */
public record EngineParts(
    Checkpoints.Policy checkpoints,
    UnaryOperator<WriteAheadLog> log,
    Disk disk,
    RandomGenerator random,
    Ticker ticker,
    Supplier<ExecutorService> checkpointThread) {
  public static final EngineParts DEFAULT =
      new EngineParts(
          Checkpoints.Policy.ofHeap(),
          UnaryOperator.identity(),
          new FileSystemDisk(),
          new SecureRandom(),
          Ticker.SYSTEM,
          Checkpoints::newThread);

  public EngineParts with(Checkpoints.Policy other) {
    return new EngineParts(other, log, disk, random, ticker, checkpointThread);
  }

  public EngineParts with(UnaryOperator<WriteAheadLog> other) {
    return new EngineParts(checkpoints, other, disk, random, ticker, checkpointThread);
  }

  public EngineParts withDisk(Disk other) {
    return new EngineParts(checkpoints, log, other, random, ticker, checkpointThread);
  }

  public EngineParts withRandom(RandomGenerator other) {
    return new EngineParts(checkpoints, log, disk, other, ticker, checkpointThread);
  }

  public EngineParts with(Ticker other) {
    return new EngineParts(checkpoints, log, disk, random, other, checkpointThread);
  }

  public EngineParts withCheckpointThread(Supplier<ExecutorService> other) {
    return new EngineParts(checkpoints, log, disk, random, ticker, other);
  }
}
