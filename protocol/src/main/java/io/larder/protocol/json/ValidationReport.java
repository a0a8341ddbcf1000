package io.larder.protocol.json;

/**
 * What a client is told whose request breaks several constraints of its shape; regions of the
 * service differ.
 */
public enum ValidationReport {
  ALL,
  FIRST
}
