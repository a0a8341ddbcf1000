package io.larder.protocol.json;

/** What a client is told whose request breaks several constraints of its shape. */
public enum ValidationReport {
  /** As many as the service tells of this operation, see {@link Rollout}. */
  ALL,
  /** The first, as in regions of the service that are further in its rollout. */
  FIRST
}
