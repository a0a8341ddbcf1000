package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** An open LMDB environment: the files of one folder, mapped into memory. */
public final class Env implements AutoCloseable {
  /** Commits do not wait for the disk. */
  public static final int NO_SYNC = 0x10000;

  /** Reader slots belong to transactions, not to threads. */
  public static final int NO_TLS = 0x200000;

  /** The system reads no more than the pages that are asked for. */
  public static final int NO_READ_AHEAD = 0x800000;

  static final int READ_ONLY = 0x20000;
  private static final int CREATE = 0x40000;

  private static final int STRUCT_SIZE = 48;
  private static final int STAT_PAGE_SIZE = 0;
  private static final int INFO_MAP_SIZE = 8;
  private static final int INFO_LAST_PAGE = 16;

  private final Arena arena = Arena.ofAuto();
  private final ConcurrentLinkedDeque<Slots> idleSlots = new ConcurrentLinkedDeque<>();
  private final long handle;
  private volatile boolean closed;

  private Env(long handle) {
    this.handle = handle;
  }

  /** Loads LMDB, which takes long the first time, and which opening an environment does. */
  public static void load() {
    Native.load();
  }

  /**
   * Opens, and creates if need be, the environment in a folder.
   *
   * @param mapSize address space to reserve, in bytes; the most that the file can grow to
   * @param flags {@link #NO_SYNC} and others, added up
   * @param mode permissions of a new file
   * @throws LmdbException if LMDB or the system refuses
   */
  public static Env open(
      Path folder, long mapSize, int maxDatabases, int maxReaders, int flags, int mode) {
    LockFile.allocate(folder, maxReaders, mode);
    long handle;
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_LONG);
      check(Native.envCreate(result.address()));
      handle = result.get(JAVA_LONG, 0);
    }
    var env = new Env(handle);
    try (Arena temporary = Arena.ofConfined()) {
      check(Native.envSetMapSize(handle, mapSize));
      check(Native.envSetMaxDbs(handle, maxDatabases));
      check(Native.envSetMaxReaders(handle, maxReaders));
      check(
          Native.envOpen(handle, temporary.allocateFrom(folder.toString()).address(), flags, mode));
      return env;
    } catch (RuntimeException | Error e) {
      env.close();
      throw e;
    }
  }

  static void check(int code) {
    if (code != 0) {
      throw LmdbException.of(code);
    }
  }

  long handle() {
    if (closed) {
      throw new IllegalStateException("The environment is closed");
    }
    return handle;
  }

  /**
   * Opens, and creates if need be, named databases whose values have checksums; in the order of the
   * names.
   */
  public List<Dbi> openDatabases(Damage damage, String... names) {
    List<Dbi> databases = new ArrayList<>();
    try (Txn txn = beginWrite();
        Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_INT);
      for (String name : names) {
        long nameAt = temporary.allocateFrom(name).address();
        check(Native.dbiOpen(txn.handle(), nameAt, CREATE, result.address()));
        databases.add(new Dbi(result.get(JAVA_INT, 0), name, damage));
      }
      txn.commit();
    }
    return databases;
  }

  /** Opens a database whose values have no checksums; null if there is none of that name. */
  public @Nullable Dbi openPlain(String name) {
    try (Txn txn = beginWrite();
        Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_INT);
      long nameAt = temporary.allocateFrom(name).address();
      int code = Native.dbiOpen(txn.handle(), nameAt, 0, result.address());
      if (code == Dbi.NOT_FOUND) {
        return null;
      }
      check(code);
      txn.commit();
      return new Dbi(result.get(JAVA_INT, 0), name, null);
    }
  }

  public Txn beginRead() {
    return begin(READ_ONLY);
  }

  /** Waits for another write transaction to end. */
  public Txn beginWrite() {
    return begin(0);
  }

  private Txn begin(int flags) {
    Slots slots = takeSlots();
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment result = temporary.allocate(JAVA_LONG);
      check(Native.txnBegin(handle(), 0, flags, result.address()));
      return new Txn(this, result.get(JAVA_LONG, 0), slots);
    }
  }

  Slots takeSlots() {
    Slots slots = idleSlots.pollFirst();
    return slots == null ? new Slots(arena) : slots;
  }

  void giveBack(Slots slots) {
    idleSlots.addFirst(slots);
  }

  /**
   * Bytes of address space that are reserved. It stays the same as long as the environment is open:
   * LMDB gives up the old map before it asks for a new one, and is lost if that is refused.
   */
  public long mapSize() {
    try (Arena temporary = Arena.ofConfined()) {
      return info(temporary).get(JAVA_LONG, INFO_MAP_SIZE);
    }
  }

  /** Bytes of the map that have ever been in use. */
  public long usedBytes() {
    try (Arena temporary = Arena.ofConfined()) {
      MemorySegment struct = temporary.allocate(STRUCT_SIZE, JAVA_LONG.byteAlignment());
      check(Native.envStat(handle(), struct.address()));
      long pageSize = struct.get(JAVA_INT, STAT_PAGE_SIZE);
      return (info(temporary).get(JAVA_LONG, INFO_LAST_PAGE) + 1) * pageSize;
    }
  }

  private MemorySegment info(Arena arena) {
    MemorySegment struct = arena.allocate(STRUCT_SIZE, JAVA_LONG.byteAlignment());
    check(Native.envInfo(handle(), struct.address()));
    return struct;
  }

  /** Closes the files; no transaction may be open. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Native.envClose(handle);
    }
  }
}
