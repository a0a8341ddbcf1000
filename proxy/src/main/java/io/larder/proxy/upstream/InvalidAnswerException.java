package io.larder.proxy.upstream;

import java.io.IOException;

/** Says what is wrong with an answer of the upstream, so that nothing of it can be used. */
final class InvalidAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidAnswerException(String message) {
    super(message);
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
