package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborType;
import io.larder.protocol.dax.cbor.MalformedCbor;

/**
 * What a client says first. There is no answer to it.
 *
 * @param isFramed true if answers must be cut into frames that say how long they are
 * @param userAgent empty if the client does not tell
 */
record Prelude(boolean isFramed, String userAgent) {
  /** How many items it has: magic, layering, session, headers, mode. */
  static final int ITEMS = 5;

  /** The head of its first item, a text of seven bytes. */
  static final byte FIRST_BYTE = 0x67;

  private static final String MAGIC = "J7yne5G";
  private static final String USER_AGENT = "UserAgent";

  /**
   * Reads it. The session and the mode mean nothing.
   *
   * @throws MalformedCbor if it is none
   */
  static Prelude read(CborReader in) {
    if (!in.readText().equals(MAGIC)) {
      throw new MalformedCbor("magic");
    }
    int layering = in.readInt();
    if (layering != 0 && layering != 1) {
      throw new MalformedCbor("layering");
    }
    in.skip();
    String userAgent = userAgent(in);
    in.skip();
    return new Prelude(layering == 1, userAgent);
  }

  private static String userAgent(CborReader in) {
    String userAgent = "";
    for (int left = in.beginMap(); in.hasNext(left); left--) {
      boolean isUserAgent = in.peek() == CborType.TEXT && in.readText().equals(USER_AGENT);
      if (isUserAgent && in.peek() == CborType.TEXT) {
        userAgent = in.readText();
      } else {
        in.skip();
      }
    }
    return userAgent;
  }
}
