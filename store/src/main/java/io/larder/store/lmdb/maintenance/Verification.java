package io.larder.store.lmdb.maintenance;

import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.writer.Tables;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every record of one state of a store: its checksum, its seal, and whether it agrees with
 * all others. Where a damage keeps something from being looked at, the rest still is.
 */
final class Verification {
  private static final byte BY_TOKEN = 0;

  private final Snapshot snapshot;
  private final Findings findings;
  private final Progress progress;

  Verification(Snapshot snapshot, Findings findings, Progress progress) {
    this.snapshot = snapshot;
    this.findings = findings;
    this.progress = progress;
  }

  /** Looks at what can be looked at without a key: checksums alone. */
  void runWithoutKeys() {
    for (Database database : Database.ALL) {
      lookAtAll(database, false);
    }
    findings.note("the store is encrypted and its key is not given, so checksums are all there is");
  }

  void run(KeyLayout layout) {
    for (Database database : Database.ALL) {
      if (database != Database.DATA) {
        lookAtAll(database, true);
      }
    }
    Tables tables = tables();
    if (tables == null) {
      lookAtAll(Database.DATA, false);
      findings.note("tables cannot be read, so items and indexes were not compared");
      return;
    }
    lookAtCatalog(tables);
    Owners owners = Owners.of(snapshot, tables, findings);
    new DataCheck(snapshot, layout, owners, findings, progress).run();
  }

  private @Nullable Tables tables() {
    try {
      return Catalog.load(snapshot);
    } catch (DamagedRecordException e) {
      return null;
    } catch (RuntimeException e) {
      findings.damage("catalog: a record cannot be understood: " + e.getMessage());
      return null;
    }
  }

  private void lookAtAll(Database database, boolean opens) {
    String name = database.name().toLowerCase(Locale.ROOT);
    long tokens = 0;
    try (RecordCursor all = snapshot.cursor(database)) {
      for (boolean found = all.first(); found; found = all.next()) {
        findings.record();
        if (findings.records() % 4_096 == 0) {
          progress.at(name, findings.records(), 0);
        }
        byte[] key = all.key();
        try {
          byte[] stored = all.stored();
          if (opens && (database != Database.CATALOG || CatalogKey.isSealed(key))) {
            all.opened(stored);
          }
        } catch (DamagedRecordException e) {
          damage(name, key, "its checksum or seal is wrong");
        } catch (KeyTakenException e) {
          findings.note(name + ": a record is sealed with a key that is not to be had");
        }
        tokens += key.length > 0 && key[0] == BY_TOKEN ? 1 : -1;
      }
    }
    // Each token has a record by its name and, for each time that it was used, one by its end.
    if (database == Database.TOKENS && tokens > 0) {
      findings.damage("tokens: " + tokens + " of them have no end");
    }
  }

  private void damage(String database, byte[] key, String what) {
    findings.damage(database + ": a record with the key hash " + Findings.hash(key) + ": " + what);
  }

  /** What is said of tables must be of tables that are there. */
  private void lookAtCatalog(Tables tables) {
    Set<Integer> ids = new HashSet<>();
    tables.byName().values().forEach(entry -> ids.add(entry.table().id()));
    try (RecordCursor all = snapshot.cursor(Database.CATALOG)) {
      for (boolean found = all.first(); found; found = all.next()) {
        byte[] key = all.key();
        boolean isOfTable =
            CatalogKey.TIME_TO_LIVE.begins(key)
                || CatalogKey.RESOURCE_POLICIES.begins(key)
                || CatalogKey.TABLE_SETTINGS.begins(key);
        if (isOfTable
            && (key.length != 1 + Integer.BYTES || !ids.contains(ByteBuffer.wrap(key).getInt(1)))) {
          damage("catalog", key, "it is of a table that is not there");
        }
      }
    }
  }
}
