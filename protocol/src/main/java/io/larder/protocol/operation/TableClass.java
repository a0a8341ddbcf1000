package io.larder.protocol.operation;

/** The storage class of a table; kept and described, without effect on storage. */
public enum TableClass {
  STANDARD,
  STANDARD_INFREQUENT_ACCESS
}
