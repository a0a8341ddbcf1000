package io.larder.store.lmdb.engine;

import io.larder.store.lmdb.binding.LmdbException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells errors after which the store can go on from those after which it cannot. */
public final class StorageErrors {
  // errno of Linux
  private static final int INPUT_OUTPUT = 5;
  private static final int FILE_TOO_LARGE = 27;
  private static final int NO_SPACE_LEFT = 28;
  private static final int QUOTA_EXCEEDED = 122;

  /** The system's texts of the same errors, all that Java tells of them. */
  private static final Set<String> LACK_OF_ROOM =
      Set.of("File too large", "No space left on device", "Disk quota exceeded");

  private StorageErrors() {}

  /**
   * True if nobody knows what the disk holds now: the system failed to write or to sync (but not
   * for lack of room, in which case nothing is lost), or LMDB found its own pages damaged.
   */
  static boolean isFatal(LmdbException error, boolean diskIsFull) {
    return error.isDamage() || (error.isOfSystem() && !isLackOfRoom(error.code(), diskIsFull));
  }

  /** Why there is no room, for people; null if it is not for lack of room that the error came. */
  static @Nullable String lackOfRoom(LmdbException error, boolean diskIsFull) {
    if (error instanceof LmdbException.MapFull) {
      return "the store has used up its address space (store.map-size)";
    }
    return isLackOfRoom(error.code(), diskIsFull) ? "the disk is full" : null;
  }

  /** LMDB reports a write that the system cut short, as it does on a full disk, as EIO. */
  public static boolean isLackOfRoom(int code, boolean diskIsFull) {
    return code == NO_SPACE_LEFT
        || code == QUOTA_EXCEEDED
        || code == FILE_TOO_LARGE
        || (code == INPUT_OUTPUT && diskIsFull);
  }

  /** True for a write, not a sync, that failed only for lack of room. */
  public static boolean isLackOfRoom(IOException error, boolean diskIsFull) {
    return diskIsFull || LACK_OF_ROOM.contains(String.valueOf(error.getMessage()));
  }
}
