package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Capacity units of a table or of one index. {@code readUnits} and {@code writeUnits} appear in
 * transactional answers only.
 */
public record Capacity(
    double capacityUnits, @Nullable Double readUnits, @Nullable Double writeUnits) {

  Capacity plus(Capacity other) {
    return new Capacity(
        capacityUnits + other.capacityUnits,
        sum(readUnits, other.readUnits),
        sum(writeUnits, other.writeUnits));
  }

  private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
    return one == null || other == null ? null : Double.valueOf(one + other);
  }
}
