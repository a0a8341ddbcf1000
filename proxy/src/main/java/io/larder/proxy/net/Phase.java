package io.larder.proxy.net;

/** What a connection waits for. */
public enum Phase {
  /** For the end of a handshake that must come before all else. */
  HANDSHAKE,
  /** That its client begins a request. */
  REQUEST,
  /** For the rest of what a request begins with. */
  HEADER,
  /** For the rest of a body. */
  BODY,
  /** For the server itself. */
  WORK,
  /** That the client takes its answers. */
  WRITE
}
