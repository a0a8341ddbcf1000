package io.larder.store.lmdb.binding;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * LMDB's file of reader slots. LMDB gives it a length but no blocks, maps it and writes into the
 * map; on a full disk the system ends a process that does so. Here it gets its blocks before.
 */
@SuppressWarnings("restricted") // native access is what this is for
final class LockFile {
  private static final String NAME = "lock.mdb";

  // More than LMDB needs; it uses the rest for more slots.
  private static final int HEADER = 4_096;
  private static final int BYTES_PER_READER = 64;

  // Flags and errno of Linux, the only system here that has posix_fallocate.
  private static final int READ_WRITE = 2;
  private static final int CREATE = 0x40;
  private static final int INTERRUPTED = 4;
  private static final int INVALID = 22;
  private static final int NOT_SUPPORTED = 95;

  private static final Linker LINKER = Linker.nativeLinker();

  private LockFile() {}

  /**
   * Allocates the file's blocks, and creates it if need be; what is in it stays.
   *
   * @throws LmdbException if there is no room
   */
  static void allocate(Path folder, int maxReaders, int mode) {
    if (LINKER.defaultLookup().find("posix_fallocate").isEmpty()) {
      return;
    }
    long bytes = HEADER + (long) BYTES_PER_READER * maxReaders;
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(folder.resolve(NAME).toString()).address();
      int file = open(name, mode);
      if (file >= 0) {
        try {
          allocate(file, bytes);
        } finally {
          close(file);
        }
      }
      // Otherwise LMDB will not get at the file either, and tells why.
    }
  }

  private static void allocate(int file, long bytes) {
    int code;
    do {
      code = fallocate(file, bytes);
    } while (code == INTERRUPTED);
    if (code != INVALID && code != NOT_SUPPORTED) {
      Env.check(code);
    }
  }

  private static int open(long name, int mode) {
    var type = FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    try {
      return (int)
          function("open", type, Linker.Option.firstVariadicArg(2))
              .invokeExact(name, READ_WRITE | CREATE, mode);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static int fallocate(int file, long bytes) {
    var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    try {
      return (int) function("posix_fallocate", type).invokeExact(file, 0L, bytes);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static void close(int file) {
    var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    try {
      int _ = (int) function("close", type).invokeExact(file);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }
}
