package io.larder.store.lmdb.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.larder.store.NewTable;
import io.larder.store.lmdb.ChildProcess;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which folders are opened, and which are deleted. */
@Timeout(60)
final class DataDirectoryTest {
  private static final String LOCK = "larder.lock";

  @TempDir private Path parent;

  private Path write(Path folder, String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), "content");
    }
    return folder;
  }

  /** Locks a folder's file, or says that it is locked. */
  static final class Locking {
    public static void main(String[] arguments) throws IOException {
      try (FileChannel file =
          FileChannel.open(Path.of(arguments[0], LOCK), StandardOpenOption.WRITE)) {
        System.out.println(file.tryLock() == null ? "locked" : "free");
      }
    }
  }

  private static String lockAsSeenByOthers(Path folder) throws IOException, InterruptedException {
    return ChildProcess.java("true", Locking.class, folder.toString()).output().strip();
  }

  @Nested
  class OneThatStays {
    @Test
    void isRefusedToASecondStoreWithoutLosingTheLockOfTheFirst()
        throws IOException, InterruptedException {
      try (var first = DataDirectory.durable(parent)) {
        assertThatThrownBy(() -> DataDirectory.durable(parent))
            .isInstanceOf(IllegalStateException.class);

        assertThat(lockAsSeenByOthers(first.path())).isEqualTo("locked");
      }
      assertThat(lockAsSeenByOthers(parent)).isEqualTo("free");
    }

    @Test
    void isKnownByAnyOfItsNames() throws IOException {
      Path link = parent.resolve("link");
      Path folder = Files.createDirectory(parent.resolve("folder"));
      Files.createSymbolicLink(link, folder);
      try (var _ = DataDirectory.durable(folder)) {
        assertThatThrownBy(() -> DataDirectory.durable(link))
            .isInstanceOf(IllegalStateException.class);
      }
    }

    @Test
    void hasNoFileThatOthersThanOwnerAndGroupCanRead() throws IOException {
      try (var store = LmdbTableStore.open(LmdbOptions.durable(parent))) {
        store.change(NewTable.named("Table", "pk:S", "").request()).join();
        try (Stream<Path> files = Files.list(parent)) {
          assertThat(files)
              .anyMatch(file -> file.endsWith("write-a.log"))
              .allSatisfy(
                  file ->
                      assertThat(Files.getPosixFilePermissions(file))
                          .doesNotContain(
                              PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
        }
      }
    }

    @Test
    void canBeOpenedAgainOnceItIsClosed() {
      DataDirectory.durable(parent).close();

      DataDirectory.durable(parent).close();
    }

    @Test
    void isRefusedIfItsLockIsALink() throws IOException {
      Path elsewhere = parent.resolve("elsewhere");
      Files.createSymbolicLink(parent.resolve(LOCK), elsewhere);

      assertThatThrownBy(() -> DataDirectory.durable(parent))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(FileSystemException.class);
      assertThat(elsewhere).doesNotExist();
    }

    @Test
    void isRefusedIfItsLockIsAPipe() throws IOException, InterruptedException {
      ChildProcess.of("mkfifo", parent.resolve(LOCK).toString());

      assertThatThrownBy(() -> DataDirectory.durable(parent))
          .isInstanceOf(UncheckedIOException.class)
          .hasStackTraceContaining("is not a regular file");
    }
  }

  @Nested
  class OneInMemory {
    /** As a process that was killed leaves it. */
    private Path abandoned(String name) throws IOException {
      Path folder =
          Files.createDirectory(
              parent.resolve("larder-in-memory-" + name),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return write(folder, "data.mdb", "lock.mdb", LOCK);
    }

    private void openAndClose() throws IOException {
      DataDirectory.temporary(parent).close();
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
      var folder = DataDirectory.temporary(parent);
      write(folder.path(), "data.mdb");

      folder.close();

      assertThat(parent).isEmptyDirectory();
    }

    @Test
    void isDeletedByTheNextIfItIsAbandoned() throws IOException {
      abandoned("1");
      Path withoutData = abandoned("2");
      Files.delete(withoutData.resolve("data.mdb"));

      openAndClose();

      assertThat(parent).isEmptyDirectory();
    }

    @Test
    void staysAsLongAsItIsOpen() throws IOException, InterruptedException {
      try (var open = DataDirectory.temporary(parent)) {
        openAndClose();

        assertThat(open.path().resolve(LOCK)).exists();
        assertThat(lockAsSeenByOthers(open.path())).isEqualTo("locked");
      }
    }

    @Test
    void isNotLookedForBehindALink() throws IOException {
      Path durable = write(Files.createDirectory(parent.resolve("durable")), LOCK, "data.mdb");
      Path link = parent.resolve("larder-in-memory-7");
      Files.createSymbolicLink(link, durable);

      openAndClose();

      assertThat(durable.resolve("data.mdb")).exists();
      assertThat(link).exists();
    }

    @Test
    void isLeftAloneIfThereIsALinkInIt() throws IOException {
      Path precious = write(parent, "precious").resolve("precious");
      Path folder = abandoned("1");
      Files.delete(folder.resolve("data.mdb"));
      Files.createSymbolicLink(folder.resolve("data.mdb"), precious);

      openAndClose();

      assertThat(precious).hasContent("content");
      assertThat(folder.resolve("lock.mdb")).exists();
    }

    @Test
    void isLeftAloneIfTheLockIsALink() throws IOException {
      Path precious = write(parent, "precious").resolve("precious");
      Path folder = abandoned("1");
      Files.delete(folder.resolve(LOCK));
      Files.createSymbolicLink(folder.resolve(LOCK), precious);

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
    }

    @Test
    void isLeftAloneIfTheLockIsAPipe() throws IOException, InterruptedException {
      Path folder = abandoned("1");
      Files.delete(folder.resolve(LOCK));
      ChildProcess.of("mkfifo", folder.resolve(LOCK).toString());

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
    }

    @Test
    void isLeftAloneIfItHoldsAnythingElse() throws IOException {
      Path folder = write(abandoned("1"), "write-a.log");

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
      assertThat(folder.resolve("write-a.log")).exists();
    }

    @Test
    void isLeftAloneIfOthersCanGetIntoIt() throws IOException {
      Path folder = abandoned("1");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
    }

    @Test
    void isLeftAloneIfItBelongsToAnotherUser() throws IOException {
      Path folder = abandoned("1");
      try {
        Files.setAttribute(folder, "unix:uid", 65_534);
      } catch (FileSystemException e) {
        abort("a folder can be given away by the superuser only");
      }

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
    }

    @Test
    void isLeftAloneIfItIsBeingMade() throws IOException {
      Path folder = abandoned("1");
      Files.delete(folder.resolve(LOCK));

      openAndClose();

      assertThat(folder.resolve("data.mdb")).exists();
    }

    @Test
    void isNotMistakenForAPipe() throws IOException, InterruptedException {
      Path pipe = parent.resolve("larder-in-memory-1");
      ChildProcess.of("mkfifo", pipe.toString());

      openAndClose();

      assertThat(pipe).exists();
    }

    @Test
    void keepsOnCloseWhatWasPutIntoIt() throws IOException {
      var folder = DataDirectory.temporary(parent);
      write(folder.path(), "precious");

      folder.close();

      assertThat(folder.path().resolve("precious")).exists();
    }
  }
}
