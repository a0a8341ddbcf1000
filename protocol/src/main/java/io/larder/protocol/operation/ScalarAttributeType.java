package io.larder.protocol.operation;

/** The types a key attribute may have. */
public enum ScalarAttributeType {
  S,
  N,
  B
}
