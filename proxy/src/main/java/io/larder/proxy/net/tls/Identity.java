package io.larder.proxy.net.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who the server shows that it is.
 *
 * @param chain its own certificate first
 * @param key of that one
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROBE = {'T', 'L', 'S'};

  Identity {
    chain = List.copyOf(chain);
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
