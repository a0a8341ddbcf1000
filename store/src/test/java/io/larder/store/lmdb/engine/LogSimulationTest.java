package io.larder.store.lmdb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import io.larder.store.lmdb.engine.log.LogState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups, checkpoints, failed syncs, full disks, kills and losses of power in any order: what was
 * acknowledged is there after each start, and of the rest at most the last group.
 */
final class LogSimulationTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 80;

  @TempDir private Path directory;

  @Test
  void whatWasAcknowledgedIsThereAfterEachStart() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      run(seed);
    }
  }

  /** Repeats one run alone. */
  private void run(int seed) throws IOException {
    var options = EngineOptions.durable(directory.resolve("" + seed)).withMapSize(1 << 24);
    try (var environment = Environment.open(options)) {
      var run = new Run(seed, environment);
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
    }
  }

  private static final class Run {
    private final int seed;
    private final Random random;
    private final SimulatedDisk disk;
    private final Environment environment;
    private final CheckpointWriter lmdb;
    private final Map<String, String> acknowledged = new HashMap<>();
    private final Map<String, String> unanswered = new HashMap<>();
    private final Map<String, String> given = new HashMap<>();
    private FileWriteAheadLog log;
    private Memtable newer = Memtable.EMPTY;
    private Memtable older = Memtable.EMPTY;
    private @Nullable LogState underWay;
    private int writes;

    Run(int seed, Environment environment) {
      this.seed = seed;
      this.random = new Random(seed);
      this.disk = new SimulatedDisk(random);
      this.environment = environment;
      this.lmdb = new CheckpointWriter(environment);
      this.log = start();
    }

    private FileWriteAheadLog start() {
      long bytes = random.nextBoolean() ? Long.MAX_VALUE : 1 + random.nextInt(500);
      EngineParts parts =
          EngineParts.DEFAULT
              .withDisk(disk)
              .withRandom(random)
              .with(new Checkpoints.Policy(bytes, Duration.ZERO));
      newer = Memtable.EMPTY;
      older = Memtable.EMPTY;
      underWay = null;
      return FileWriteAheadLog.recover(environment, lmdb, new Memtables(), parts);
    }

    void step() throws IOException {
      switch (random.nextInt(12)) {
        case 0 -> {
          disk.kill();
          restart();
        }
        case 1 -> {
          disk.losePower();
          restart();
        }
        case 2, 3 -> checkpoint();
        case 4 -> {
          disk.setRoom(random.nextInt(300));
          append();
          disk.setRoom(Long.MAX_VALUE);
        }
        case 5 -> {
          disk.failSyncs(true);
          append();
          disk.failSyncs(false);
        }
        default -> append();
      }
    }

    private void restart() {
      log = start();
      Map<String, String> found = found();
      if (!found.equals(acknowledged)) {
        acknowledged.putAll(unanswered);
      }
      assertThat(found).as("seed " + seed).isEqualTo(acknowledged);
      unanswered.clear();
    }

    private Map<String, String> found() {
      Map<String, String> found = new HashMap<>();
      try (var txn = environment.beginRead();
          var all = environment.database(Database.DATA).openCursor(txn)) {
        for (boolean more = all.first(); more; more = all.next()) {
          found.put(new String(all.key(), UTF_8), new String(all.value(), UTF_8));
        }
      }
      return found;
    }

    private void append() throws IOException {
      given.clear();
      Memtable changed = newer;
      for (int count = 1 + random.nextInt(4); count > 0; count--) {
        String key = "key " + random.nextInt(20);
        String value = "x".repeat(random.nextInt(400)) + writes++;
        given.put(key, value);
        log.add(Database.DATA, key.getBytes(UTF_8), value.getBytes(UTF_8));
        changed = changed.with(Database.DATA, key.getBytes(UTF_8), value.getBytes(UTF_8));
      }
      try {
        log.append();
        acknowledged.putAll(given);
        newer = changed;
      } catch (WriteAheadLog.NotWrittenException e) {
        log.discard();
      } catch (IOException e) {
        // The store refuses to go on, and is killed sooner or later.
        unanswered.putAll(given);
        disk.failSyncs(false);
        if (random.nextBoolean()) {
          disk.losePower();
        }
        disk.kill();
        restart();
      }
    }

    private void checkpoint() throws IOException {
      if (underWay != null) {
        lmdb.write(older, underWay);
        underWay = null;
      } else if (!newer.isEmpty()) {
        older = newer;
        newer = Memtable.EMPTY;
        underWay = log.beginFile();
      }
    }
  }
}
