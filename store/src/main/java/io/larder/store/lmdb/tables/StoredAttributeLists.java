package io.larder.store.lmdb.tables;

import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.writer.Writer;
import io.larder.store.names.AbstractAttributeListStore;
import io.larder.store.names.NameList;
import java.util.concurrent.CompletableFuture;

/**
 * The lists of attribute names: all of them in memory, and durable in the catalogue before anybody
 * learns their numbers.
 */
public final class StoredAttributeLists extends AbstractAttributeListStore {
  private final Writer writer;

  public StoredAttributeLists(Writer writer) {
    this.writer = writer;
  }

  /** Knows what is stored; to be called once, before anything else. */
  public void load(Snapshot snapshot) {
    try (RecordCursor catalog = snapshot.cursor(Database.CATALOG)) {
      boolean found = catalog.seek(CatalogKey.ATTRIBUTE_LIST.bytes());
      while (found && CatalogKey.ATTRIBUTE_LIST.begins(catalog.key())) {
        load(catalog);
        found = catalog.next();
      }
    }
  }

  private void load(RecordCursor record) {
    try {
      lists.load(AttributeListRecord.idOf(record.key()), NameList.read(record.value()));
    } catch (DamagedRecordException e) {
      // Its number stays unknown, as it is to clients of a store that never had it.
    }
  }

  @Override
  protected CompletableFuture<Integer> add(NameList list) {
    lists.reserve(list);
    return writer
        .submit(group -> AttributeListRecord.put(list, group))
        .whenComplete(
            (id, failure) -> {
              if (failure != null) {
                lists.giveBack(list);
              } else {
                lists.publish(id, list);
              }
            });
  }

  /** How many lists have numbers. */
  public int count() {
    return lists.count();
  }

  /** Bytes of memory that they count for, which is bounded. */
  public long bytes() {
    return lists.bytes();
  }
}
