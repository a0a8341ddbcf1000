package io.larder.store.lmdb.engine.log;

import java.nio.ByteBuffer;

/**
 * What LMDB knows of the log.
 *
 * @param sequence number of the last group that LMDB has
 * @param session the last session that wrote a log; 0 if there was none
 * @param salt tells the use of a file in which that session writes the next group; 0 if it wrote
 *     none that LMDB does not have
 */
public record LogState(long sequence, long session, long salt) {
  public static final LogState NONE = new LogState(0, 0, 0);

  private static final int BYTES = 3 * Long.BYTES;

  /** LMDB has all that the session wrote, and the session is over. */
  public static LogState closed(long sequence, long session) {
    return new LogState(sequence, session, 0);
  }

  /** True if LMDB may lack groups, so that there must be a log. */
  public boolean isOpen() {
    return salt != 0;
  }

  public static LogState of(byte[] stored) {
    ByteBuffer fields = ByteBuffer.wrap(stored);
    return new LogState(fields.getLong(), fields.getLong(), fields.getLong());
  }

  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(sequence).putLong(session).putLong(salt).array();
  }
}
