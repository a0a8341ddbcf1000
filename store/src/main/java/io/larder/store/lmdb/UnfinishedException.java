package io.larder.store.lmdb;

/** Thrown by a {@link Work} that has taken long enough for now and is to be run again. */
final class UnfinishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfinishedException() {
    super("to be gone on with", null, false, false);
  }
}
