package io.larder.store.lmdb.tables;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ProcessHash;
import io.larder.store.AttributeListStore;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.writer.Writer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The lists of attribute names: all of them in memory, and durable in the catalogue before anybody
 * learns their numbers. They are never deleted, so their memory is bounded.
 */
public final class StoredAttributeLists implements AttributeListStore {
  private static final long MAX_BYTES = 32L << 20;
  private static final int HEAP_PARTS = 16;

  /** What a list and each of its names take beside the names' bytes, at most. */
  private static final int LIST_BYTES = 512;

  private static final int NAME_BYTES = 64;

  private final Writer writer;
  private final long maxBytes;
  private final ConcurrentHashMap<Names, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, List<String>> lists = new ConcurrentHashMap<>();

  /** Of the lists that are there and of those that are being stored. */
  private final AtomicLong bytes = new AtomicLong();

  /** The key of a list, whose hash nobody can foresee. */
  record Names(List<String> list) {
    @Override
    public int hashCode() {
      return ProcessHash.ofAll(list, ProcessHash::of);
    }
  }

  public StoredAttributeLists(Writer writer) {
    this.writer = writer;
    this.maxBytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
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
      AttributeListRecord list = AttributeListRecord.read(record.value());
      bytes.addAndGet(bytesOf(list));
      publish(AttributeListRecord.idOf(record.key()), list.names());
    } catch (DamagedRecordException e) {
      // Its number stays unknown, as it is to clients of a store that never had it.
    }
  }

  @Override
  public int idOf(List<String> names) {
    return names.isEmpty() ? EMPTY : ids.getOrDefault(new Names(names), UNKNOWN);
  }

  @Override
  public @Nullable List<String> namesOf(int id) {
    return id == EMPTY ? List.of() : lists.get(id);
  }

  @Override
  public CompletableFuture<Integer> register(List<String> names) {
    int known = idOf(names);
    if (known != UNKNOWN) {
      return CompletableFuture.completedFuture(known);
    }
    try {
      return add(AttributeListRecord.of(names));
    } catch (ServiceException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Integer> add(AttributeListRecord list) {
    long added = bytesOf(list);
    if (bytes.addAndGet(added) > maxBytes) {
      bytes.addAndGet(-added);
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              Messages.LIMIT_EXCEEDED
                  + "Items have more different sets of attribute names than this server numbers"
                  + " for DAX clients"));
    }
    return writer
        .submit(list::putInto)
        .whenComplete(
            (id, failure) -> {
              if (failure != null || !publish(id, list.names())) {
                bytes.addAndGet(-added);
              }
            });
  }

  /** Returns false if the list was known. */
  private boolean publish(int id, List<String> names) {
    // First: whoever learns the number may ask what it stands for.
    lists.put(id, names);
    return ids.putIfAbsent(new Names(names), id) == null;
  }

  private static long bytesOf(AttributeListRecord list) {
    return LIST_BYTES + (long) NAME_BYTES * list.names().size() + list.valueLength();
  }

  /** How many lists have numbers. */
  public int count() {
    return ids.size();
  }

  /** Bytes of memory that they count for, which is bounded. */
  public long bytes() {
    return bytes.get();
  }
}
