package io.larder.store.lmdb.tables;

import io.larder.protocol.dax.AttributeLists;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.names.NameList;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A list of attribute names as it is stored: its number in the key, its names in the value. */
final class AttributeListRecord {
  private AttributeListRecord() {}

  static int idOf(byte[] key) {
    return ByteBuffer.wrap(key).getInt(1);
  }

  private static byte[] key(int id) {
    return ByteBuffer.allocate(1 + Integer.BYTES)
        .put(CatalogKey.ATTRIBUTE_LIST.first())
        .putInt(id)
        .array();
  }

  /** Stores the list, unless it is there, and returns its number. */
  static int put(NameList list, WriteGroup group) {
    for (int attempt = 0; ; attempt++) {
      int id = list.number(attempt);
      byte[] key = key(id);
      if (id != AttributeLists.UNKNOWN && !isTakenByAnother(list, group, key)) {
        if (group.get(Database.CATALOG, key) == null) {
          group.put(Database.CATALOG, key, list.value());
        }
        return id;
      }
    }
  }

  private static boolean isTakenByAnother(NameList list, WriteGroup group, byte[] key) {
    try {
      byte[] there = group.get(Database.CATALOG, key);
      return there != null && !Arrays.equals(there, list.value());
    } catch (DamagedRecordException e) {
      // Nobody knows any more what clients take this number for.
      return true;
    }
  }
}
