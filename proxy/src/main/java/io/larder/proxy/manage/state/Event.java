package io.larder.proxy.manage.state;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param number that grows from one to the next
 */
public record Event(
    long number, Instant date, Source sourceType, String sourceName, String message) {
  /** What something happened to. */
  public enum Source {
    CLUSTER,
    PARAMETER_GROUP,
    SUBNET_GROUP
  }
}
