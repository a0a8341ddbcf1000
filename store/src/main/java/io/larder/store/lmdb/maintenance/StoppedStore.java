package io.larder.store.lmdb.maintenance;

import io.larder.protocol.item.SipHash;
import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.binding.PageInspection;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.CheckpointWriter;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.LogRecovery;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.StoreKeys;
import io.larder.store.lmdb.engine.StoredRandom;
import io.larder.store.lmdb.engine.log.LogSession;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.log.LogSurvey;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.tables.TableKeys;
import io.larder.store.seal.Encryption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store that no server uses, opened for long work. Nothing in it is changed: what only the log
 * has is read into memory.
 */
public final class StoppedStore implements AutoCloseable {
  private static final String COMPACTING = ".compacting";

  private final Environment environment;
  private final Snapshots snapshots;
  private final StoreMaintenance maintenance;
  private final Findings findings;
  private final EngineParts parts;

  private StoppedStore(
      Environment environment,
      Snapshots snapshots,
      StoreMaintenance maintenance,
      Findings findings,
      EngineParts parts) {
    this.environment = environment;
    this.snapshots = snapshots;
    this.maintenance = maintenance;
    this.findings = findings;
    this.parts = parts;
  }

  /** The pages are so damaged that nobody should open the store. */
  private static final class UnsafeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeException() {
      super("pages of " + Environment.FILE + " are damaged, see larder verify", null, false, false);
    }
  }

  /**
   * Verifies the store in a folder.
   *
   * @param encryption null if its key is not to be had
   * @throws IOException in one line, if there is none, it is in use, or it cannot be read
   */
  public static VerificationReport verify(
      Path folder, @Nullable Encryption encryption, Progress progress) throws IOException {
    var findings = new Findings();
    try (StoppedStore store = open(folder, encryption, findings, progress)) {
      return store.maintenance.verify(findings, progress);
    } catch (UnsafeException e) {
      findings.note("pages are damaged, so records and indexes were not looked at");
      return findings.report();
    }
  }

  /**
   * Writes what the store in a folder has into another folder, as a store that was closed.
   *
   * @throws IOException in one line, if that cannot be done; the store must not be damaged
   */
  public static long copy(Path folder, Path target, Progress progress) throws IOException {
    try (StoppedStore store = open(folder, null, new Findings(), progress)) {
      store.requireWhole();
      return store.maintenance.copyTo(target, progress);
    } catch (UnsafeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Writes the store in a folder anew, without the pages that it does not use. If that is
   * interrupted, the store is as it was or as it shall be.
   *
   * @return by how many bytes it is smaller
   * @throws IOException in one line, if that cannot be done; the store must not be damaged
   */
  public static long compact(Path folder, Progress progress) throws IOException {
    try (StoppedStore store = open(folder, null, new Findings(), progress)) {
      store.requireWhole();
      return store.compact(progress);
    } catch (UnsafeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static StoppedStore open(
      Path folder, @Nullable Encryption encryption, Findings findings, Progress progress)
      throws IOException {
    if (!Files.exists(folder.resolve(Environment.FILE))) {
      throw new IOException("There is no " + Environment.FILE + " in " + folder);
    }
    try {
      Environment environment =
          Environment.open(
              EngineOptions.durable(folder), path -> inspect(path, findings, progress));
      try {
        return of(environment, encryption, findings);
      } catch (IOException | RuntimeException e) {
        environment.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage() + ": " + e.getCause(), e);
    } catch (UnsafeException e) {
      throw e;
    } catch (IllegalStateException | LmdbException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void inspect(Path folder, Findings findings, Progress progress) {
    try {
      Path file = folder.resolve(Environment.FILE);
      long pages = Files.size(file) / 4_096;
      PageInspection.ofNewest(
          file,
          fault -> findings.damage(Environment.FILE + ": " + fault),
          page -> progress.at("pages", page, pages));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + Environment.FILE + " in " + folder, e);
    }
    if (!findings.areNone()) {
      throw new UnsafeException();
    }
  }

  private static StoppedStore of(
      Environment environment, @Nullable Encryption encryption, Findings findings)
      throws IOException {
    EngineParts parts = EngineParts.DEFAULT;
    if (environment.layout().older() != 0) {
      throw new IOException(
          "The store in "
              + environment.directory()
              + " has an older layout: start the server once, or the version that wrote it");
    }
    UUID identity = StoredRandom.identity(environment, parts.random());
    LogState written = new CheckpointWriter(environment).written();
    try (var survey = LogSurvey.of(parts.disk(), environment.directory(), identity, written)) {
      survey.faults().forEach(fault -> findings.damage("log: " + fault));
      boolean isSealed = StoreKeys.isSealed(environment);
      KeyRing keys =
          isSealed && encryption != null
              ? StoreKeys.open(environment, encryption, parts)
              : KeyRing.NONE;
      var memtables = LogRecovery.inMemory(survey, parts.checkpoints().mostBytes());
      var snapshots = new Snapshots(environment, memtables, keys, 1);
      byte[] hashKey =
          StoredRandom.of(environment, CatalogKey.HASH_KEY, SipHash.KEY_LENGTH, parts.random());
      boolean canRead = !isSealed || keys.seals();
      if (keys.seals()) {
        try (Snapshot snapshot = snapshots.open()) {
          TableKeys.load(snapshot, environment, keys, Catalog.load(snapshot));
        } catch (DamagedRecordException e) {
          // Told by who looks at all records.
        }
      }
      LogState end = LogState.closed(survey.chain().last(), written.session());
      var maintenance =
          new StoreMaintenance(
              environment, snapshots, canRead ? KeyLayout.ofService(hashKey) : null, () -> end);
      return new StoppedStore(environment, snapshots, maintenance, findings, parts);
    }
  }

  private void requireWhole() throws IOException {
    if (!findings.areNone()) {
      throw new IOException(
          "the log is damaged, see larder salvage: " + findings.report().damages().getFirst());
    }
  }

  private long compact(Progress progress) throws IOException {
    Path folder = environment.directory();
    Path file = folder.resolve(Environment.FILE);
    Path made = folder.resolve(COMPACTING);
    Folders.delete(made);
    Files.createDirectory(made);
    try {
      maintenance.copyTo(made, progress);
      long saved = Files.size(file) - Files.size(made.resolve(Environment.FILE));
      // The copy knows of no log, so what there is of one no longer counts from here on.
      parts.disk().rename(made.resolve(Environment.FILE), file);
      parts.disk().syncFolder(folder);
      LogSession.delete(parts.disk(), folder);
      return saved;
    } finally {
      Folders.delete(made);
    }
  }

  @Override
  public void close() {
    snapshots.close();
    environment.close();
  }
}
