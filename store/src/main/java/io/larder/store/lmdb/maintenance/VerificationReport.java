package io.larder.store.lmdb.maintenance;

import java.util.List;

/**
 * What the verification of a store has found.
 *
 * @param damages each in one line that names it, without any value or key of an item
 * @param unlisted so many more there are
 * @param notes what could not be looked at, and why
 * @param records that were looked at
 * @param items among them
 */
public record VerificationReport(
    List<String> damages, long unlisted, List<String> notes, long records, long items) {
  public VerificationReport {
    damages = List.copyOf(damages);
    notes = List.copyOf(notes);
  }

  /** True if nothing is damaged. */
  public boolean isSound() {
    return damages.isEmpty();
  }
}
