package io.larder.security.policy;

/**
 * Where a statement stands in its document. Lines and columns count from 1; the end is the last.
 */
public record Position(int startLine, int startColumn, int endLine, int endColumn) {
  /** Of a statement that no document holds. */
  static final Position NONE = new Position(0, 0, 0, 0);
}
