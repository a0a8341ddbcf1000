package io.larder.store.seal;

import java.security.SecureRandom;

/** Sealers that have a key already. */
public final class Sealers {
  private Sealers() {}

  /** A sealer with a key that is gone with the process. */
  public static SecretSealer ofProcess() {
    return under(LocalKeys.ofProcess());
  }

  /** A sealer with a key of its own under that master key. */
  public static SecretSealer under(KeyProvider masterKey) {
    var sealer = new SecretSealer(masterKey, new SecureRandom());
    try {
      sealer.use(sealer.make());
    } catch (KeyUnavailableException e) {
      throw new AssertionError(e);
    }
    return sealer;
  }
}
