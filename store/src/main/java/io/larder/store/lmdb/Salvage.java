package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.LmdbException;
import io.larder.store.lmdb.engine.CheckpointWriter;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.EngineOptions;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.LogRecovery;
import io.larder.store.lmdb.engine.Memtable;
import io.larder.store.lmdb.engine.Memtables;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.StoreKeys;
import io.larder.store.lmdb.engine.StoredRandom;
import io.larder.store.lmdb.engine.log.GroupChain;
import io.larder.store.lmdb.engine.log.LogSession;
import io.larder.store.lmdb.engine.log.LogState;
import io.larder.store.lmdb.engine.log.LogSurvey;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.layout.Layers;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.writer.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes a store usable again that is refused because its log is damaged: with all groups before the
 * first that is missing. Those behind it are given up even where they can be read, since items,
 * index entries and counts would no longer agree without what was between.
 */
public final class Salvage {
  private static final String ASIDE = "damaged-log-";

  private final Environment environment;
  private final EngineParts parts;
  private final CheckpointWriter lmdb;
  private final List<String> lines = new ArrayList<>();

  private Salvage(Environment environment, EngineParts parts) {
    this.environment = environment;
    this.parts = parts;
    this.lmdb = new CheckpointWriter(environment);
  }

  /**
   * What was found and done.
   *
   * @param isUsable true if the store can be opened now
   * @param lines the same for people
   */
  public record Report(boolean isUsable, List<String> lines) {
    public Report {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Looks at the store in a folder, which no process may use.
   *
   * @param giveUp true to give up what is missing; otherwise nothing is changed
   * @throws IllegalStateException if there is no store, it is in use, or its tables are damaged, so
   *     that only a backup helps
   */
  public static Report run(Path directory, boolean giveUp) {
    return run(directory, giveUp, EngineParts.DEFAULT);
  }

  static Report run(Path directory, boolean giveUp, EngineParts parts) {
    if (!Files.exists(directory.resolve(Environment.FILE))) {
      throw new IllegalStateException("There is no " + Environment.FILE + " in " + directory);
    }
    try (var environment = Environment.open(EngineOptions.durable(directory))) {
      if (environment.layout().older() != 0) {
        throw new IllegalStateException(
            "The store in "
                + directory
                + " has an older layout: start the server once, or the version that wrote it");
      }
      return new Salvage(environment, parts).run(giveUp);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot salvage the store in " + directory, e);
    } catch (LmdbException e) {
      throw new IllegalStateException(
          "Cannot salvage the store in " + directory + ": " + e.getMessage(), e);
    }
  }

  private Report run(boolean giveUp) throws IOException {
    UUID store = StoredRandom.identity(environment, parts.random());
    Path folder = environment.directory();
    try (var survey = LogSurvey.of(parts.disk(), folder, store, lmdb.written())) {
      if (survey.faults().isEmpty()) {
        return new Report(true, List.of("Nothing is missing from the store in " + folder));
      }
      survey.faults().forEach(fault -> lines.add("Found: " + fault));
      describe(survey);
      if (giveUp) {
        giveUp(survey);
      } else {
        lines.add("Nothing was changed; to go on so, repeat the command with --yes");
      }
      return new Report(giveUp, lines);
    }
  }

  private void describe(LogSurvey survey) throws IOException {
    GroupChain chain = survey.chain();
    lines.add(
        "Kept: all that data.mdb has, and groups of the log: "
            + (chain.last() - survey.lmdb().sequence())
            + ", up to group "
            + chain.last());
    long[] readable = {0};
    SortedSet<String> names = new TreeSet<>();
    Map<Integer, String> tables = tableNames();
    String other =
        StoreKeys.isSealed(environment)
            ? "tables whose names are encrypted"
            : "a table that is not there";
    survey.read(
        (reader, group) -> {
          if (group.number() > chain.last()) {
            readable[0]++;
            reader.readChanges(
                group,
                (database, key, _) -> {
                  if (Database.of(database) == Database.DATA) {
                    int id = Layers.idOf(key);
                    names.add(tables.getOrDefault(id, other));
                  }
                });
          }
        });
    if (chain.missing() > 0) {
      lines.add("Given up: groups that cannot be read: " + chain.missing());
    }
    if (readable[0] > 0) {
      lines.add(
          "Given up: groups behind them, which change "
              + String.join(", ", names)
              + ": "
              + readable[0]);
    }
    lines.add("Given up: whatever else stands in the files named above");
  }

  private Map<Integer, String> tableNames() {
    Map<Integer, String> names = new HashMap<>();
    if (StoreKeys.isSealed(environment)) {
      return names;
    }
    var snapshots = new Snapshots(environment, new Memtables(), KeyRing.NONE, 1);
    try (Snapshot snapshot = snapshots.open()) {
      Tables tables = Catalog.load(snapshot);
      names.putAll(tables.streams().tableNames());
      for (Tables.Entry entry : tables.byName().values()) {
        var table = entry.table();
        names.put(table.id(), table.name());
        table.indexesByName().forEach(index -> names.put(index.id(), table.name()));
      }
    }
    snapshots.close();
    return names;
  }

  private void giveUp(LogSurvey survey) throws IOException {
    var recovery = new LogRecovery(environment, lmdb, parts.checkpoints().mostBytes());
    LogState end = recovery.run(survey);
    if (!recovery.rest().isEmpty()) {
      throw new IOException("there is no room for what the log has");
    }
    // Before the files go: a second attempt would find none.
    lmdb.write(Memtable.EMPTY, end);
    lines.add("Done: the files of the log are in " + moveAside());
  }

  private Path moveAside() throws IOException {
    Path folder = environment.directory();
    int number = 1;
    while (Files.exists(folder.resolve(ASIDE + number))) {
      number++;
    }
    Path aside = Files.createDirectory(folder.resolve(ASIDE + number));
    for (String name : LogSession.ALL_FILES) {
      if (Files.exists(folder.resolve(name))) {
        parts.disk().rename(folder.resolve(name), aside.resolve(name));
      }
    }
    parts.disk().syncFolder(aside);
    parts.disk().syncFolder(folder);
    return aside;
  }
}
