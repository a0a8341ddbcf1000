package io.larder.store.lmdb.changes;

import java.time.Instant;
import java.util.HexFormat;

/** The ids of the events of one stream: 32 digits of hex, another one for each number. */
public final class EventIds {
  // The multipliers of the finalizer of MurmurHash3: what it makes of different numbers differs.
  private static final long FIRST_MIX = 0xFF51_AFD7_ED55_8CCDL;
  private static final long SECOND_MIX = 0xC4CE_B9FE_1A85_EC53L;

  private final String begin;

  /** Those of the stream with that id, which was made then. */
  public EventIds(int streamId, Instant created) {
    this.begin = hex(mixed((created.toEpochMilli() << Integer.SIZE) ^ streamId));
  }

  public String of(long number) {
    return begin + hex(mixed(number));
  }

  private static long mixed(long number) {
    long mixed = (number ^ (number >>> 33)) * FIRST_MIX;
    mixed = (mixed ^ (mixed >>> 33)) * SECOND_MIX;
    return mixed ^ (mixed >>> 33);
  }

  private static String hex(long number) {
    return HexFormat.of().toHexDigits(number);
  }
}
