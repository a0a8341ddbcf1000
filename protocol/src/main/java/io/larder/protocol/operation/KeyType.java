package io.larder.protocol.operation;

/** The role of a key attribute: partition key (HASH) or sort key (RANGE). */
public enum KeyType {
  HASH,
  RANGE
}
