package io.larder.proxy.caches;

/** Says in one line what is wrong with what was asked for. */
final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(String reason) {
    super(reason, null, false, false);
  }
}
