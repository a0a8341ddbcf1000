package io.larder.store.lmdb.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the files are, and what LMDB may take.
 *
 * @param directory where the files are; null keeps the tables in memory (or, where there is no
 *     memory file system, in a temporary folder) until the store is closed
 * @param mapSize address space to reserve, in bytes; the store can grow to this size on disk
 *     without pausing. Less is reserved where the system does not allow as much.
 * @param maxReaders most reads at the same moment; further ones wait
 */
public record EngineOptions(@Nullable Path directory, long mapSize, int maxReaders) {
  private static final long DEFAULT_MAP_SIZE = 1L << 40;
  private static final int DEFAULT_READERS = 256;

  public EngineOptions {
    requirePositive(mapSize, "mapSize");
    requirePositive(maxReaders, "maxReaders");
  }

  public static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  /** The defaults for files in {@code directory}. */
  public static EngineOptions durable(Path directory) {
    return new EngineOptions(directory, DEFAULT_MAP_SIZE, DEFAULT_READERS);
  }

  /** The defaults for files that are gone when the store is closed. */
  public static EngineOptions inMemory() {
    return new EngineOptions(null, DEFAULT_MAP_SIZE, DEFAULT_READERS);
  }

  public EngineOptions withMapSize(long bytes) {
    return new EngineOptions(directory, bytes, maxReaders);
  }

  public EngineOptions withMaxReaders(int readers) {
    return new EngineOptions(directory, mapSize, readers);
  }
}
