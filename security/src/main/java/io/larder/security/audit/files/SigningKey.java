package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/** What digests are signed with: an RSA key in a file that its owner alone can read. */
final class SigningKey {
  static final String ALGORITHM = "SHA256withRSA";
  private static final int BITS = 2048;
  private static final String LABEL = "PRIVATE KEY";
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final PrivateKey key;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * The key in {@code file}, which is made if it is not there.
   *
   * @throws IOException if it cannot be read, is no key, or others than its owner can read it
   */
  static SigningKey open(Path file) throws IOException {
    try {
      return Files.exists(file) ? read(file) : create(file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no RSA key in PEM (PKCS #8)", e);
    }
  }

  private static SigningKey read(Path file) throws IOException, GeneralSecurityException {
    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (posix != null) {
      Set<PosixFilePermission> permissions = posix.readAttributes().permissions();
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new IOException(file + " can be read by others; let its owner alone read it");
      }
    }
    KeyFactory keys = KeyFactory.getInstance("RSA");
    byte[] encoded = Pem.decode(Files.readString(file, US_ASCII), LABEL);
    if (!(keys.generatePrivate(new PKCS8EncodedKeySpec(encoded)) instanceof RSAPrivateCrtKey rsa)) {
      throw new IllegalArgumentException("no public exponent");
    }
    return new SigningKey(
        rsa, keys.generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
  }

  private static SigningKey create(Path file) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    KeyPair pair = generator.generateKeyPair();
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent(), "the root is no file");
    AuditFolder.create(folder);
    Path temporary =
        Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)
            ? Files.createTempFile(folder, "key", ".tmp", OWNER_ONLY)
            : Files.createTempFile(folder, "key", ".tmp");
    byte[] pem = Pem.encode(pair.getPrivate().getEncoded(), LABEL).getBytes(US_ASCII);
    AuditFolder.write(absolute, temporary, pem);
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  PublicKey publicKey() {
    return publicKey;
  }

  /** By which digests name the key. */
  String fingerprint() {
    return fingerprint(publicKey);
  }

  static String fingerprint(PublicKey key) {
    return HexFormat.of().formatHex(OpenLog.sha256().digest(key.getEncoded()));
  }

  /** The signature of {@code text}, in hexadecimal digits. */
  String sign(String text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text.getBytes(US_ASCII));
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an RSA key signs", e);
    }
  }
}
