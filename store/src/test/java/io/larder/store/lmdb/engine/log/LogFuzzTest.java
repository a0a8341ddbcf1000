package io.larder.store.lmdb.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import io.larder.store.lmdb.engine.log.LogReaderTest.Written;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A file of the log that is changed and cut behind its header: what is intact is found. */
final class LogFuzzTest {
  private static final int FILES = 32;
  private static final int MAX_CHANGES = 6;
  private static final int MAX_CHANGE_LENGTH = 64;

  @FuzzTest(maxDuration = "20m")
  void intactGroupsAreFoundAndNothingElse(FuzzedDataProvider input) throws IOException {
    var random = new Random(input.consumeInt(0, FILES - 1));
    var disk = new SimulatedDisk(random);
    List<Written> written = LogReaderTest.write(disk, random);
    byte[] original = disk.read(LogReaderTest.PATH);
    byte[] damaged =
        input.consumeBoolean()
            ? Arrays.copyOf(original, input.consumeInt(LogHeader.BYTES, original.length))
            : original.clone();
    for (int count = input.consumeInt(0, MAX_CHANGES); count > 0; count--) {
      int at = input.consumeInt(LogHeader.BYTES, damaged.length);
      byte[] change = input.consumeBytes(input.consumeInt(0, MAX_CHANGE_LENGTH));
      System.arraycopy(change, 0, damaged, at, Math.min(change.length, damaged.length - at));
    }
    disk.replace(LogReaderTest.PATH, damaged);

    List<Written> found = LogReaderTest.read(disk);

    assertThat(found)
        .isEqualTo(written.stream().filter(group -> group.isIntactIn(damaged, original)).toList());
  }
}
