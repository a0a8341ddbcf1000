package io.larder.protocol.operation;

/** Which attributes a secondary index holds. */
public enum ProjectionType {
  ALL,
  KEYS_ONLY,
  INCLUDE
}
