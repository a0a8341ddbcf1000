package io.larder.store.lmdb.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SimulatedDiskTest {
  private static final Path FOLDER = Path.of("folder");
  private static final Path FILE = FOLDER.resolve("file");

  private final SimulatedDisk disk = new SimulatedDisk(new Random(7));

  private static ByteBuffer sectors(int count, int value) {
    byte[] bytes = new byte[count * Disk.SECTOR];
    Arrays.fill(bytes, (byte) value);
    return ByteBuffer.wrap(bytes);
  }

  private Disk.OpenFile durable(int count, int value) throws IOException {
    var file = disk.create(FILE);
    file.writeFully(sectors(count, value), 0);
    file.sync();
    disk.syncFolder(FOLDER);
    return file;
  }

  @Test
  void aKillKeepsEverythingAndEndsTheUseOfOpenFiles() throws IOException {
    var file = disk.create(FILE);
    file.writeFully(sectors(1, 1), 0);

    disk.kill();

    assertThat(disk.read(FILE)).containsOnly(1);
    assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
  }

  @Test
  void aLossOfPowerKeepsWhatWasSynced() throws IOException {
    durable(100, 1);

    disk.losePower();

    assertThat(disk.read(FILE)).hasSize(100 * Disk.SECTOR).containsOnly(1);
  }

  @Test
  void aLossOfPowerKeepsSomeSectorsOfTheRestEachOfThemWholly() throws IOException {
    durable(100, 1).writeFully(sectors(100, 2), 0);

    disk.losePower();

    byte[] left = disk.read(FILE);
    Set<Byte> kinds = new HashSet<>();
    for (int at = 0; at < left.length; at += Disk.SECTOR) {
      kinds.add(left[at]);
      assertThat(Arrays.copyOfRange(left, at, at + Disk.SECTOR)).containsOnly(left[at]);
    }
    assertThat(kinds).containsExactlyInAnyOrder((byte) 1, (byte) 2);
  }

  @Test
  void aLossOfPowerMayLoseAName() throws IOException {
    boolean lost = false;
    for (int round = 0; round < 20; round++) {
      disk.create(FILE).sync();
      disk.losePower();
      lost |= !disk.exists(FILE);
    }

    assertThat(lost).isTrue();
  }

  @Test
  void whatAFailedSyncLeftOutIsShownUntilPowerIsLostThoughALaterSyncSucceeds() throws IOException {
    var file = durable(1, 1);
    file.writeFully(sectors(1, 2), 0);
    disk.failSyncs(true);
    assertThatThrownBy(file::sync).hasMessage("Input/output error");
    disk.failSyncs(false);
    file.sync();
    assertThat(disk.read(FILE)).containsOnly(2);

    disk.losePower();

    assertThat(disk.read(FILE)).containsOnly(1);
  }

  @Test
  void withoutRoomAFileIsWrittenUpToWhereItEnded() throws IOException {
    var file = durable(1, 1);
    disk.setRoom(10);

    assertThatThrownBy(() -> file.writeFully(sectors(2, 2), 0))
        .hasMessage("No space left on device");

    assertThat(disk.read(FILE)).hasSize(Disk.SECTOR + 10).containsOnly(2);
    file.writeFully(sectors(1, 3), 0);
    assertThat(disk.read(FILE)).startsWith(3);
  }
}
