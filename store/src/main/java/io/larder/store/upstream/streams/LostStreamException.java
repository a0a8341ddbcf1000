package io.larder.store.upstream.streams;

/** That some changes will never be told, so that all that is kept of the table is void. */
final class LostStreamException extends Exception {
  private static final long serialVersionUID = 1L;

  LostStreamException(String message) {
    super(message);
  }
}
