package io.larder.store.names;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ProcessHash;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lists of attribute names and their numbers in memory, which is bounded: they are never deleted.
 * Safe for any number of threads.
 */
public final class NameLists implements AttributeLists {
  private static final long MAX_BYTES = 32L << 20;
  private static final int HEAP_PARTS = 16;

  /** What a list and each of its names take beside the names' bytes, at most. */
  private static final int LIST_BYTES = 512;

  private static final int NAME_BYTES = 64;

  private final long maxBytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
  private final ConcurrentHashMap<Names, Integer> ids = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, List<String>> lists = new ConcurrentHashMap<>();

  /** Of the lists that are there and of those that will be. */
  private final AtomicLong bytes = new AtomicLong();

  /** The key of a list, whose hash nobody can foresee. */
  record Names(List<String> list) {
    @Override
    public int hashCode() {
      return ProcessHash.ofAll(list, ProcessHash::of);
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

  /**
   * Takes room for a list, which {@link #publish} or {@link #giveBack} follows.
   *
   * @throws ServiceException LimitExceeded if there is none
   */
  public void reserve(NameList list) {
    long added = bytesOf(list);
    if (bytes.addAndGet(added) > maxBytes) {
      bytes.addAndGet(-added);
      throw new ServiceException(
          new ServiceError.LimitExceeded(
              Messages.LIMIT_EXCEEDED
                  + "Items have more different sets of attribute names than this server numbers"
                  + " for DAX clients"));
    }
  }

  /** Lets go of room that was reserved. */
  public void giveBack(NameList list) {
    bytes.addAndGet(-bytesOf(list));
  }

  /** Knows a list by its number from now on, in the room that was reserved. */
  public void publish(int id, NameList list) {
    // First: whoever learns the number may ask what it stands for.
    lists.put(id, list.names());
    if (ids.putIfAbsent(new Names(list.names()), id) != null) {
      giveBack(list);
    }
  }

  /** The same of one that is there already, whatever room there is. */
  public void load(int id, NameList list) {
    bytes.addAndGet(bytesOf(list));
    publish(id, list);
  }

  private static long bytesOf(NameList list) {
    return LIST_BYTES + (long) NAME_BYTES * list.names().size() + list.value().length;
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
