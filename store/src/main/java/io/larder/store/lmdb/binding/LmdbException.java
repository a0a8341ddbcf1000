package io.larder.store.lmdb.binding;

/** An error that LMDB, or the system below it, reports. */
public class LmdbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** errno. */
  private static final int NO_MEMORY = 12;

  private static final int MAP_FULL = -30792;
  private static final int TXN_FULL = -30788;
  private static final int PAGE_NOT_FOUND = -30797;
  private static final int CORRUPTED = -30796;
  private static final int PANIC = -30795;
  private static final int INVALID = -30793;

  private final int code;

  LmdbException(int code, String message) {
    super(message + " (" + code + ")");
    this.code = code;
  }

  /** The exception for an error code of LMDB or the system. */
  public static LmdbException of(int code) {
    String message = Native.message(code);
    return switch (code) {
      case MAP_FULL -> new MapFull(code, message);
      case TXN_FULL -> new TxnFull(code, message);
      default -> new LmdbException(code, message);
    };
  }

  /** LMDB's own code (negative) or the system's errno (positive). */
  public int code() {
    return code;
  }

  /** True for the system's errors, such as a full disk. */
  public boolean isOfSystem() {
    return code > 0;
  }

  /** True if the system has not granted the address space or memory that was asked for. */
  public boolean isLackOfMemory() {
    return code == NO_MEMORY;
  }

  /** True if LMDB found its file damaged. */
  public boolean isDamage() {
    return code == PAGE_NOT_FOUND || code == CORRUPTED || code == PANIC || code == INVALID;
  }

  /** The address space is used up. */
  public static final class MapFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    MapFull(int code, String message) {
      super(code, message);
    }
  }

  /** The transaction has changed more pages than one transaction can. */
  public static final class TxnFull extends LmdbException {
    private static final long serialVersionUID = 1L;

    TxnFull(int code, String message) {
      super(code, message);
    }
  }
}
