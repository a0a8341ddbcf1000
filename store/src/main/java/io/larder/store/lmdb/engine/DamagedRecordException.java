package io.larder.store.lmdb.engine;

/**
 * A record in LMDB is not what it was when it was stored. The {@link DamageLog} has said so; to
 * clients it is an internal error.
 */
public final class DamagedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super(message, null, false, false);
  }
}
