package io.larder.store.lmdb.writer;

import io.larder.store.lmdb.engine.EngineOptions;

/**
 * How much the writer takes.
 *
 * @param queueCapacity most writes that may wait for it; further ones are refused
 * @param maxGroupSize most writes in one commit
 */
public record WriterOptions(int queueCapacity, int maxGroupSize) {
  public static final WriterOptions DEFAULT = new WriterOptions(16_384, 1_024);

  public WriterOptions {
    EngineOptions.requirePositive(queueCapacity, "queueCapacity");
    EngineOptions.requirePositive(maxGroupSize, "maxGroupSize");
  }
}
