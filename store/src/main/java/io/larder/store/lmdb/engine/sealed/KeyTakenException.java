package io.larder.store.lmdb.engine.sealed;

/**
 * The key of a table is not to be had, so nothing of the table can be read or written. Has no stack
 * trace: every use of the table ends so.
 */
public final class KeyTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyTakenException() {
    super("the key of the table cannot be used", null, false, false);
  }
}
