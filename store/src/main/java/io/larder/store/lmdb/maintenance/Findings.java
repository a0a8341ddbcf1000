package io.larder.store.lmdb.maintenance;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/** What was found so far; of many damages the first are kept, and the others are counted. */
final class Findings {
  static final int MOST = 1_000;

  private final List<String> damages = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private long unlisted;
  private long records;
  private long items;

  void damage(String damage) {
    if (damages.size() < MOST) {
      damages.add(damage);
    } else {
      unlisted++;
    }
  }

  void note(String note) {
    if (notes.size() < MOST) {
      notes.add(note);
    }
  }

  void record() {
    records++;
  }

  void item() {
    items++;
  }

  long records() {
    return records;
  }

  boolean areNone() {
    return damages.isEmpty();
  }

  /** What stands for a key where no key may be told, as in the server's log. */
  static String hash(byte[] key) {
    var crc = new CRC32C();
    crc.update(key);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  VerificationReport report() {
    return new VerificationReport(damages, unlisted, List.copyOf(notes), records, items);
  }
}
