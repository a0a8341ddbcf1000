package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads certificates and private keys from PEM, the text that RFC 7468 describes. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";
  private static final String PKCS8_KEY = "PRIVATE KEY";
  private static final String PKCS1_KEY = "RSA PRIVATE KEY";
  private static final String SEC1_KEY = "EC PRIVATE KEY";

  /** In the older forms this stands before the key, with what it is encrypted by. */
  private static final String ENCRYPTION_HEADER = "Proc-Type:";

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  private Pem() {}

  private record Block(String label, String base64) {}

  private static List<Block> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map((MatchResult block) -> new Block(block.group(1), block.group(2)))
        .toList();
  }

  /** The certificates of {@code text}, which {@code file} holds. */
  static List<X509Certificate> certificates(Path file, String text) throws InvalidPemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(text)) {
      if (block.label().equals(CERTIFICATE)) {
        certificates.add(certificate(file, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new InvalidPemException(file, "has no certificate in PEM");
    }
    return certificates;
  }

  private static X509Certificate certificate(Path file, Block block) throws InvalidPemException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(block)));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new InvalidPemException(file, "has a damaged certificate", e);
    }
  }

  /** The first private key of {@code text}, which {@code file} holds. */
  static PrivateKey privateKey(Path file, String text) throws InvalidPemException {
    for (Block block : blocks(text)) {
      if (block.label().equals(ENCRYPTED_KEY) || block.base64().contains(ENCRYPTION_HEADER)) {
        throw new InvalidPemException(file, "has an encrypted key; it must not be encrypted");
      }
      if (block.label().endsWith(PKCS8_KEY)) {
        return privateKey(file, block);
      }
    }
    throw new InvalidPemException(file, "has no private key in PEM");
  }

  private static PrivateKey privateKey(Path file, Block block) throws InvalidPemException {
    byte[] pkcs8;
    try {
      byte[] bytes = bytes(block);
      pkcs8 =
          switch (block.label()) {
            case PKCS8_KEY -> bytes;
            case PKCS1_KEY -> Pkcs8.ofPkcs1(bytes);
            case SEC1_KEY -> Pkcs8.ofSec1(bytes);
            default ->
                throw new InvalidPemException(
                    file, "has a key of a kind that TLS does not know: " + block.label());
          };
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidPemException(file, "has a damaged private key", e);
    }
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException _) {
        // A key tells its algorithm only to the factory of that one.
      }
    }
    throw new InvalidPemException(file, "has a damaged private key, or none of RSA, EC, Ed25519");
  }

  private static byte[] bytes(Block block) {
    return Base64.getMimeDecoder().decode(block.base64().getBytes(ISO_8859_1));
  }
}
