package io.larder.store.lmdb.writer;

import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.StoreKeys;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Layers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what was stored in clear before the store was to be sealed: it writes each such record once
 * more. How far it is stands in the catalogue, so it goes on after a restart; when it is through,
 * nothing in clear is accepted any more.
 */
public final class Sealing implements Chore {
  private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

  private static final int RECORDS_PER_CHUNK = 256;
  private static final int POSITION = 2;

  private final KeyRing keys;
  private final Ticker ticker;

  public Sealing(KeyRing keys, Ticker ticker) {
    this.keys = keys;
    this.ticker = ticker;
  }

  @Override
  public @Nullable Work<Boolean> next() {
    return keys.seals() && keys.acceptsClear() ? this::runChunk : null;
  }

  private Boolean runChunk(WriteGroup group) {
    byte[] key = CatalogKey.SEALED.bytes();
    byte[] state = group.get(Database.CATALOG, key);
    if (state == null || state[0] != StoreKeys.SOME) {
      // An earlier group has said so, and is durable.
      keys.refuseClear();
      LOG.atInfo().log("All that is stored is sealed now");
      return true;
    }
    byte[] next = seal(group, state);
    group.put(Database.CATALOG, key, next == null ? new byte[] {StoreKeys.ALL} : next);
    return true;
  }

  /** Returns where to go on, or null at the end. */
  private byte @Nullable [] seal(WriteGroup group, byte[] state) {
    int number = state.length < POSITION ? 0 : state[1];
    byte[] from =
        state.length < POSITION
            ? KeyLayout.NONE
            : Arrays.copyOfRange(state, POSITION, state.length);
    var budget = new ChunkBudget(ticker, RECORDS_PER_CHUNK);
    for (Database database : Database.ALL.subList(number, Database.ALL.size())) {
      try (RecordCursor cursor = group.cursor(database)) {
        boolean found = from.length == 0 ? cursor.first() : cursor.seek(from);
        from = KeyLayout.NONE;
        while (found) {
          if (budget.isSpent()) {
            byte[] at = cursor.key();
            return ByteBuffer.allocate(POSITION + at.length)
                .put(StoreKeys.SOME)
                .put((byte) database.number())
                .put(at)
                .array();
          }
          budget.spend(seal(group, database, cursor));
          found = cursor.next();
        }
      }
    }
    return null;
  }

  private int seal(WriteGroup group, Database database, RecordCursor cursor) {
    try {
      if (cursor.isSealed() || !isSealable(database, cursor.key())) {
        return 0;
      }
      byte[] value = cursor.value();
      group.put(database, cursor.key(), value);
      return value.length;
    } catch (DamagedRecordException e) {
      // It is as damaged when it is sealed no more than when it is not.
      return 0;
    }
  }

  private boolean isSealable(Database database, byte[] key) {
    return switch (database) {
      // The records of dropped tables and indexes have no key; they will be deleted.
      case DATA -> keys.of(Layers.idOf(key)) != null;
      case CATALOG -> CatalogKey.isSealed(key);
      case SIZES, TOKENS, BACKLOG -> true;
    };
  }
}
