package io.larder.store.lmdb.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files of groups that are damaged at random: what is intact is found, and nothing else. */
final class LogReaderTest {
  private static final int SEEDS = 400;
  static final Path PATH = Path.of("folder", "file");

  /** A group as it was written. */
  record Written(long number, int from, int end, List<String> changes) {
    boolean isIntactIn(byte[] file, byte[] original) {
      return end <= file.length && Arrays.equals(file, from, end, original, from, end);
    }
  }

  @Test
  void findsTheGroupsThatAreIntactAndNothingElse() throws IOException {
    int found = 0;
    int lost = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      var disk = new SimulatedDisk(random);
      List<Written> written = write(disk, random);
      byte[] original = disk.read(PATH);
      byte[] damaged = damage(original, random);
      disk.replace(PATH, damaged);

      List<Written> intact =
          written.stream().filter(group -> group.isIntactIn(damaged, original)).toList();
      assertThat(read(disk)).as("seed " + seed).isEqualTo(intact);
      found += intact.size();
      lost += written.size() - intact.size();
    }
    assertThat(found).isGreaterThan(SEEDS);
    assertThat(lost).isGreaterThan(SEEDS);
  }

  static List<Written> write(SimulatedDisk disk, Random random) throws IOException {
    var store = new UUID(random.nextLong(), random.nextLong());
    LogHeader header = header(store, random);
    var file = LogFile.create(disk, PATH, header);
    if (random.nextBoolean()) {
      // What is left of an earlier use stands behind the later one.
      append(file, header.first(), random);
      header = header(store, random);
      file.begin(header);
    }
    return append(file, header.first(), random);
  }

  private static LogHeader header(UUID store, Random random) {
    return new LogHeader(store, 7, random.nextLong(), 1 + random.nextInt(1_000));
  }

  private static List<Written> append(LogFile file, long first, Random random) throws IOException {
    List<Written> written = new ArrayList<>();
    long number = first;
    for (int count = random.nextInt(12); count >= 0; count--) {
      ByteBuffer group = ByteBuffer.allocate(300_000).position(GroupFormat.HEADER);
      List<String> changes = new ArrayList<>();
      for (int left = random.nextInt(4); left >= 0; left--) {
        changes.add(addChange(group, random));
      }
      int from = (int) file.position();
      group.flip();
      int length = group.remaining();
      file.write(number, group);
      file.keep(length);
      written.add(new Written(number++, from, from + length, changes));
    }
    return written;
  }

  private static String addChange(ByteBuffer group, Random random) {
    byte[] key = new byte[1 + random.nextInt(511)];
    boolean isDeleted = random.nextInt(4) == 0;
    byte[] value = new byte[isDeleted ? 0 : random.nextInt(random.nextBoolean() ? 40 : 70_000)];
    random.nextBytes(key);
    random.nextBytes(value);
    int database = random.nextInt(5);
    group.put((byte) (database | (isDeleted ? GroupFormat.DELETED : 0)));
    group.putShort((short) key.length).putInt(value.length).put(key).put(value);
    return text(database, key, isDeleted ? null : value);
  }

  private static String text(int database, byte[] key, byte @Nullable [] value) {
    return database + " " + Arrays.hashCode(key) + " " + Arrays.hashCode(value);
  }

  /** Changes bytes behind the header, and cuts the file. */
  private static byte[] damage(byte[] file, Random random) {
    int end = file.length;
    while (end > LogHeader.BYTES && file[end - 1] == 0) {
      end--;
    }
    byte[] damaged =
        random.nextInt(4) == 0 ? Arrays.copyOf(file, between(end, random)) : file.clone();
    for (int count = random.nextInt(4); count > 0; count--) {
      byte[] rubbish = new byte[1 + random.nextInt(random.nextBoolean() ? 1 : 5_000)];
      random.nextBytes(rubbish);
      int at = between(Math.min(end, damaged.length), random);
      System.arraycopy(rubbish, 0, damaged, at, Math.min(rubbish.length, damaged.length - at));
    }
    return damaged;
  }

  private static int between(int end, Random random) {
    return LogHeader.BYTES + random.nextInt(Math.max(1, end - LogHeader.BYTES));
  }

  static List<Written> read(SimulatedDisk disk) throws IOException {
    List<Written> found = new ArrayList<>();
    var file = Objects.requireNonNull(disk.open(PATH));
    try (var reader = Objects.requireNonNull(LogReader.of(PATH, file))) {
      reader.read(
          (source, group) -> {
            List<String> changes = new ArrayList<>();
            source.readChanges(
                group, (database, key, value) -> changes.add(text(database, key, value)));
            int from = (int) group.position();
            int end = from + GroupFormat.HEADER + group.length();
            found.add(new Written(group.number(), from, end, changes));
          });
    }
    return found;
  }
}
