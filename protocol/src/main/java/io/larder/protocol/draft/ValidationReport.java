package io.larder.protocol.draft;

/** What a client is told whose request breaks several constraints of its shape. */
public enum ValidationReport {
  /** As many as the service tells of this operation. */
  ALL,
  /** The first, as in regions of the service that are further in its rollout. */
  FIRST
}
