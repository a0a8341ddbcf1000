package io.larder.proxy.net;

/** A client connection of any protocol, as it is watched. For the thread of its event loop. */
public interface Watched {
  /** What it waits for when all its answers have been taken: never {@link Phase#WRITE}. */
  Phase phase();

  /**
   * When the last request was answered, or else the connection opened, as {@link System#nanoTime}
   * tells it.
   */
  long lastAnswered();

  /** Bytes of all answers, those included that wait for the client. */
  long written();

  /** Bytes that have come of the body that is being received. */
  int receivedOfBody();

  /** Gives up on a body of which too little comes. */
  void refuseSlowBody();
}
