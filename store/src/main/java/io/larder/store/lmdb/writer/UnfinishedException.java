package io.larder.store.lmdb.writer;

/** Thrown by a {@link Work} that has taken long enough for now and is to be run again. */
public final class UnfinishedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnfinishedException() {
    super("to be gone on with", null, false, false);
  }
}
