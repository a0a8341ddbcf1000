package io.larder.store.lmdb.maintenance;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.CheckpointWriter;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.StoreCopy;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.layout.KeyLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The long work on one store that is open. What it does not see is what comes after its start. */
public final class StoreMaintenance {
  private static final int ATTEMPTS = 100;
  private static final int PAGE = 4_096;

  private final Environment environment;
  private final Snapshots snapshots;
  private final @Nullable KeyLayout layout;
  private final Supplier<LogState> state;

  /** Of a store that serves. */
  public StoreMaintenance(Environment environment, Snapshots snapshots, KeyLayout layout) {
    this(environment, snapshots, layout, new CheckpointWriter(environment)::written);
  }

  /**
   * @param layout null if the store is sealed and its keys are not to be had
   * @param state what LMDB knows of the log
   */
  StoreMaintenance(
      Environment environment,
      Snapshots snapshots,
      @Nullable KeyLayout layout,
      Supplier<LogState> state) {
    this.environment = environment;
    this.snapshots = snapshots;
    this.layout = layout;
    this.state = state;
  }

  /**
   * Looks at every page and record of the newest state.
   *
   * @throws IOException if the file of LMDB cannot be read
   */
  public VerificationReport verify(Progress progress) throws IOException {
    return verify(new Findings(), progress);
  }

  VerificationReport verify(Findings findings, Progress progress) throws IOException {
    long pages = environment.usedBytes() / PAGE;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Snapshot snapshot = snapshots.open()) {
        boolean isSeen =
            snapshot.inspectPages(
                fault -> findings.damage(Environment.FILE + ": " + fault),
                page -> progress.at("pages", page, Math.max(page, pages)));
        if (isSeen) {
          return verify(snapshot, findings, progress);
        }
      }
    }
    throw new IOException("so much is written that no state could be looked at");
  }

  private VerificationReport verify(Snapshot snapshot, Findings findings, Progress progress) {
    var verification = new Verification(snapshot, findings, progress);
    if (!findings.areNone()) {
      // LMDB trusts its pages, and takes the process along if it is wrong.
      findings.note("pages are damaged, so records and indexes were not looked at");
    } else if (layout == null) {
      verification.runWithoutKeys();
    } else {
      verification.run(layout);
    }
    return findings.report();
  }

  /** What fills the disk to its end would stop the writes of a server that has its tables there. */
  private void requireRoom(Path folder) throws IOException {
    long needed = environment.usedBytes();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < needed) {
      throw new IOException(
          "there is no room for a copy in %s: it may take %d bytes, and %d are free"
              .formatted(folder, needed, free));
    }
  }

  /**
   * Writes the newest state into a folder, as a store that was closed.
   *
   * @return the number of records
   * @throws IOException in one line, if it cannot be read or written
   */
  public long copyTo(Path folder, Progress progress) throws IOException {
    requireRoom(folder);
    try (Snapshot snapshot = snapshots.open()) {
      long total = 0;
      for (Database database : Database.ALL) {
        total += snapshot.entries(database);
      }
      long all = total;
      return StoreCopy.write(
          environment,
          snapshot,
          state.get(),
          folder,
          done -> progress.at("copy", done, Math.max(done, all)));
    } catch (DamagedRecordException e) {
      throw new IOException("the store is damaged, see larder verify: " + e.getMessage(), e);
    } catch (LmdbException e) {
      throw new IOException("the copy cannot be written: " + e.getMessage(), e);
    }
  }
}
