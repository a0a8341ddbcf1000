package io.larder.protocol.dax.cbor;

/** What the next item is. */
public enum CborType {
  INTEGER,
  BYTES,
  TEXT,
  ARRAY,
  MAP,
  TAG,
  BOOLEAN,
  NULL,
  FLOAT,
  /** The end of an array or map of indefinite length. */
  BREAK
}
