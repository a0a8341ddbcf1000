package io.larder.protocol.json.client;

/** Bytes that are no answer to the request that was sent. */
public final class MalformedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedAnswer(String message) {
    super(message, null, false, false);
  }
}
