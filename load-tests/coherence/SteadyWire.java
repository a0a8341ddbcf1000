package coherence;

import java.io.IOException;

/**
 * A wire that outlives its connection: a call that breaks is answered with status 0, and the next
 * one opens a new connection, for which it waits.
 */
public final class SteadyWire implements Wire {
  /** Opens a connection. */
  public interface Opener {
    Wire open() throws IOException;
  }

  private static final int PAUSE_MILLIS = 20;

  private final Opener opener;
  private final String protocol;
  private final String address;
  private Wire wire;

  public SteadyWire(String protocol, String address, Opener opener) {
    this.opener = opener;
    this.protocol = protocol;
    this.address = address;
  }

  @Override
  public Answer call(String operation, String body) {
    try {
      if (wire == null) {
        wire = opener.open();
      }
      return wire.call(operation, body);
    } catch (IOException | RuntimeException problem) {
      close();
      pause();
      return new Answer(0, problem.toString());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {
    try (Wire old = wire) {
      wire = null;
    } catch (IOException broken) {
      // It was of no use any more.
    }
  }
}
