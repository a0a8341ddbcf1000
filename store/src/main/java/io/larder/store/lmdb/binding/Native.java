package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * LMDB's functions. Pointers are plain longs here: every one is either made by LMDB or the address
 * of memory that its caller keeps alive. A result other than 0 is an error code.
 */
@SuppressWarnings("restricted") // native access is what this is for
final class Native {
  /** All memory, to reach what LMDB points at. */
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LMDB = NativeLibrary.load();
  private static final long MAX_MESSAGE_LENGTH = 512;

  private static final MethodHandle ENV_CREATE = function("mdb_env_create", JAVA_LONG);
  private static final MethodHandle ENV_OPEN =
      function("mdb_env_open", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle ENV_SET_MAP_SIZE =
      function("mdb_env_set_mapsize", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle ENV_SET_MAX_DBS =
      function("mdb_env_set_maxdbs", JAVA_LONG, JAVA_INT);
  private static final MethodHandle ENV_SET_MAX_READERS =
      function("mdb_env_set_maxreaders", JAVA_LONG, JAVA_INT);
  private static final MethodHandle ENV_STAT = function("mdb_env_stat", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle ENV_INFO = function("mdb_env_info", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle ENV_CLOSE = procedure("mdb_env_close");
  private static final MethodHandle TXN_BEGIN =
      function("mdb_txn_begin", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle TXN_ID =
      LINKER.downcallHandle(
          LMDB.findOrThrow("mdb_txn_id"), FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
  private static final MethodHandle STAT = function("mdb_stat", JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle TXN_COMMIT = function("mdb_txn_commit", JAVA_LONG);
  private static final MethodHandle TXN_ABORT = procedure("mdb_txn_abort");
  private static final MethodHandle TXN_RESET = procedure("mdb_txn_reset");
  private static final MethodHandle TXN_RENEW = function("mdb_txn_renew", JAVA_LONG);
  private static final MethodHandle DBI_OPEN =
      function("mdb_dbi_open", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle GET =
      function("mdb_get", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle PUT =
      function("mdb_put", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle DEL =
      function("mdb_del", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CURSOR_OPEN =
      function("mdb_cursor_open", JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final MethodHandle CURSOR_RENEW =
      function("mdb_cursor_renew", JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CURSOR_GET =
      function("mdb_cursor_get", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CURSOR_DEL = function("mdb_cursor_del", JAVA_LONG, JAVA_INT);
  private static final MethodHandle CURSOR_CLOSE = procedure("mdb_cursor_close");
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LMDB.findOrThrow("mdb_strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Native() {}

  /** Loads the library and links all its functions, as the first use of any does. */
  static void load() {}

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LMDB.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle procedure(String name) {
    return LINKER.downcallHandle(LMDB.findOrThrow(name), FunctionDescriptor.ofVoid(JAVA_LONG));
  }

  static int envCreate(long result) {
    try {
      return (int) ENV_CREATE.invokeExact(result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envOpen(long env, long path, int flags, int mode) {
    try {
      return (int) ENV_OPEN.invokeExact(env, path, flags, mode);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envSetMapSize(long env, long bytes) {
    try {
      return (int) ENV_SET_MAP_SIZE.invokeExact(env, bytes);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envSetMaxDbs(long env, int count) {
    try {
      return (int) ENV_SET_MAX_DBS.invokeExact(env, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envSetMaxReaders(long env, int count) {
    try {
      return (int) ENV_SET_MAX_READERS.invokeExact(env, count);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envStat(long env, long result) {
    try {
      return (int) ENV_STAT.invokeExact(env, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int envInfo(long env, long result) {
    try {
      return (int) ENV_INFO.invokeExact(env, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void envClose(long env) {
    try {
      ENV_CLOSE.invokeExact(env);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int txnBegin(long env, long parent, int flags, long result) {
    try {
      return (int) TXN_BEGIN.invokeExact(env, parent, flags, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static long txnId(long txn) {
    try {
      return (long) TXN_ID.invokeExact(txn);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int stat(long txn, int dbi, long result) {
    try {
      return (int) STAT.invokeExact(txn, dbi, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int txnCommit(long txn) {
    try {
      return (int) TXN_COMMIT.invokeExact(txn);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void txnAbort(long txn) {
    try {
      TXN_ABORT.invokeExact(txn);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void txnReset(long txn) {
    try {
      TXN_RESET.invokeExact(txn);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int txnRenew(long txn) {
    try {
      return (int) TXN_RENEW.invokeExact(txn);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int dbiOpen(long txn, long name, int flags, long result) {
    try {
      return (int) DBI_OPEN.invokeExact(txn, name, flags, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int get(long txn, int dbi, long key, long value) {
    try {
      return (int) GET.invokeExact(txn, dbi, key, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int put(long txn, int dbi, long key, long value, int flags) {
    try {
      return (int) PUT.invokeExact(txn, dbi, key, value, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int del(long txn, int dbi, long key) {
    try {
      return (int) DEL.invokeExact(txn, dbi, key, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int cursorOpen(long txn, int dbi, long result) {
    try {
      return (int) CURSOR_OPEN.invokeExact(txn, dbi, result);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int cursorRenew(long txn, long cursor) {
    try {
      return (int) CURSOR_RENEW.invokeExact(txn, cursor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int cursorGet(long cursor, long key, long value, int operation) {
    try {
      return (int) CURSOR_GET.invokeExact(cursor, key, value, operation);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int cursorDel(long cursor) {
    try {
      return (int) CURSOR_DEL.invokeExact(cursor, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void cursorClose(long cursor) {
    try {
      CURSOR_CLOSE.invokeExact(cursor);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static String message(int code) {
    try {
      var text = (MemorySegment) STRERROR.invokeExact(code);
      return text.reinterpret(MAX_MESSAGE_LENGTH).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Functions of C throw nothing, so this is a defect in how they are declared. */
  static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException(e);
  }
}
