package io.larder.security.audit;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How it is recorded who did what.
 *
 * @param folder of the records
 * @param key file of the key that digests are signed with
 * @param rotate how long records are added to one log
 * @param digest how long one digest covers
 * @param retention how long complete logs are kept; 0 for ever
 * @param overflow what becomes of calls for whose records there is no room
 * @param queueBytes room for records that wait to be written
 */
public record AuditOptions(
    Path folder,
    Path key,
    Site site,
    Selection selection,
    Duration rotate,
    Duration digest,
    Duration retention,
    Overflow overflow,
    long queueBytes) {

  /** What becomes of calls for whose records there is no room. */
  public enum Overflow {
    /** They are refused. */
    REFUSE,
    /** They are done; how many is counted, logged and recorded later. */
    DROP
  }
}
