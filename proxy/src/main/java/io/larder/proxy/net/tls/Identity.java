package io.larder.proxy.net.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the server shows that it is.
 *
 * @param chain its own certificate first
 * @param key of that one
 * @param clients whose certificates it asks for; null for nobody's
 */
record Identity(List<X509Certificate> chain, PrivateKey key, @Nullable Clients clients) {
  private static final byte[] PROBE = {'T', 'L', 'S'};

  Identity {
    chain = List.copyOf(chain);
  }

  /**
   * What clients must show.
   *
   * @param authorities one of whom must have vouched for a client's certificate
   * @param isRequired true if a client must have one
   */
  record Clients(List<X509Certificate> authorities, boolean isRequired) {
    Clients {
      authorities = List.copyOf(authorities);
    }
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  Instant expiry() {
    return certificate().getNotAfter().toInstant();
  }

  /** True if the key is the certificate's, as what it signs shows. */
  boolean isConsistent() {
    try {
      var signature = Signature.getInstance(algorithm(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate().getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static String algorithm(String keyAlgorithm) {
    return switch (keyAlgorithm) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> keyAlgorithm;
    };
  }
}
