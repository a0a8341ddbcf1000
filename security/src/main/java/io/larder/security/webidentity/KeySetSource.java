package io.larder.security.webidentity;

import java.io.IOException;

/** Where the keys of issuers come from. May block. */
@FunctionalInterface
public interface KeySetSource {
  /** Bytes of a key set at most. */
  int MAX_BYTES = 256 * 1024;

  /**
   * The key set of an issuer, as JSON.
   *
   * @param issuer host and path, without {@code https://}
   * @throws IOException if it cannot be had
   */
  byte[] fetch(String issuer) throws IOException;
}
