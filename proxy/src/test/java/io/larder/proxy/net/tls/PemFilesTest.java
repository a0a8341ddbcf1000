package io.larder.proxy.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of certificates and keys in the forms that authorities and tools write, and wrong ones. */
final class PemFilesTest {
  private static final TestIdentity EC = TestIdentity.of("ec", "EC");
  private static final TestIdentity RSA = TestIdentity.of("rsa", "RSA");

  @TempDir Path folder;

  private PemFiles files;

  @BeforeEach
  void write() {
    files = EC.write(folder);
  }

  private String problem() {
    return catchThrowableOfType(InvalidPemException.class, files::check)
        .getMessage()
        .replace(folder.toString(), "DIR");
  }

  private void writeKey(String text) throws IOException {
    Files.writeString(files.privateKey(), text);
  }

  /** What PKCS #8 has put around {@code key}. */
  private static byte[] inner(TestIdentity identity) {
    byte[] key = identity.key().getEncoded();
    int version = Der.contentAt(key, 0);
    int algorithm = Der.endOf(key, version);
    int inner = Der.endOf(key, algorithm);
    return Arrays.copyOfRange(key, Der.contentAt(key, inner), Der.endOf(key, inner));
  }

  /** The name of the curve in a key of PKCS #8. */
  private static byte[] curve(TestIdentity identity) {
    byte[] key = identity.key().getEncoded();
    int algorithm = Der.endOf(key, Der.contentAt(key, 0));
    int curve = Der.endOf(key, Der.contentAt(key, algorithm));
    return Arrays.copyOfRange(key, curve, Der.endOf(key, algorithm));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void keysOfPkcs8AreTaken(String algorithm) {
    files = TestIdentity.of("any", algorithm).write(folder);

    assertThatCode(files::check).doesNotThrowAnyException();
  }

  @Test
  void keysOfPkcs1AreTaken() throws IOException {
    files = RSA.write(folder);
    writeKey(TestIdentity.pem("RSA PRIVATE KEY", inner(RSA)));

    assertThatCode(files::check).doesNotThrowAnyException();
  }

  @Test
  void keysOfSec1AreTakenWithTheParametersBeforeThem() throws IOException {
    byte[] curve = curve(EC);
    byte[] bare = inner(EC);
    byte[] named =
        Der.element(
            Der.SEQUENCE,
            Arrays.copyOfRange(bare, Der.contentAt(bare, 0), bare.length),
            Der.element(0xa0, curve));
    writeKey(TestIdentity.pem("EC PARAMETERS", curve) + TestIdentity.pem("EC PRIVATE KEY", named));

    assertThatCode(files::check).doesNotThrowAnyException();
  }

  @Test
  void theOrderOfOneFileForBothDoesNotMatter() throws IOException {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "Bag Attributes\n  friendlyName: x\n"
            + Files.readString(files.privateKey())
            + Files.readString(files.certificate()));
    files = new PemFiles(both, both);

    assertThatCode(files::check).doesNotThrowAnyException();
  }

  @Test
  void furtherCertificatesAreTheChain() throws Exception {
    Files.writeString(
        files.certificate(),
        Files.readString(files.certificate())
            + TestIdentity.pem("CERTIFICATE", RSA.certificate().getEncoded()));

    Identity identity = files.identity(files.read());

    assertThat(identity.chain()).containsExactly(EC.certificate(), RSA.certificate());
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    writeKey(TestIdentity.pem("PRIVATE KEY", TestIdentity.of("o", "EC").key().getEncoded()));
    assertThat(problem())
        .isEqualTo("DIR/key.pem: is not the key of the first certificate in DIR/certificate.pem");

    writeKey(TestIdentity.pem("PRIVATE KEY", RSA.key().getEncoded()));
    assertThat(problem()).startsWith("DIR/key.pem: is not the key");
  }

  @Test
  void missingFilesAndFoldersAreSaid() throws IOException {
    Files.delete(files.privateKey());
    assertThat(problem()).isEqualTo("DIR/key.pem: no such file");

    Files.delete(files.certificate());
    Files.createDirectory(files.certificate());
    assertThat(problem()).startsWith("DIR/certificate.pem: cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource({
    "'',has no private key in PEM",
    "nothing,has no private key in PEM",
    "-----BEGIN PRIVATE KEY-----,has no private key in PEM",
    "PUBLIC KEY,has no private key in PEM",
    "PRIVATE KEY,'has a damaged private key, or none of RSA, EC, Ed25519'",
    "RSA PRIVATE KEY,'has a damaged private key, or none of RSA, EC, Ed25519'",
    "EC PRIVATE KEY,has a damaged private key",
    "DSA PRIVATE KEY,has a key of a kind that TLS does not know: DSA PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY,has an encrypted key; it must not be encrypted"
  })
  void keysOfNoUseAreSaid(String text, String problem) throws IOException {
    writeKey(text.endsWith("KEY") ? TestIdentity.pem(text, "no key".getBytes(US_ASCII)) : text);

    assertThat(problem()).isEqualTo("DIR/key.pem: " + problem);
  }

  @Test
  void anEncryptedKeyOfTheOlderFormsIsSaid() throws IOException {
    writeKey(
        """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF

        AAAA
        -----END RSA PRIVATE KEY-----
        """);

    assertThat(problem()).isEqualTo("DIR/key.pem: has an encrypted key; it must not be encrypted");
  }

  @Test
  void certificatesOfNoUseAreSaid() throws IOException {
    Files.writeString(files.certificate(), Files.readString(files.privateKey()));
    assertThat(problem()).isEqualTo("DIR/certificate.pem: has no certificate in PEM");

    Files.writeString(files.certificate(), TestIdentity.pem("CERTIFICATE", new byte[9]));
    assertThat(problem()).isEqualTo("DIR/certificate.pem: has a damaged certificate");
  }

  @Test
  void aKeyThatIsCutAnywhereIsRefusedInOneLine() throws IOException {
    byte[] whole = inner(RSA);
    for (String label : new String[] {"RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY"}) {
      for (int length = 0; length < whole.length; length += 7) {
        writeKey(TestIdentity.pem(label, Arrays.copyOf(whole, length)));

        assertThat(problem()).startsWith("DIR/key.pem: has ").doesNotContain("\n");
      }
    }
  }

  @Test
  void aFileThatIsNoneOfTheseIsReadUpToOneMegabyte() throws IOException {
    writeKey("x".repeat((1 << 20) + 1));

    assertThat(problem()).isEqualTo("DIR/key.pem: must have at most 1 MB");
  }

  @Test
  void noTextOfAKeyGetsIntoALog() throws IOException {
    String secret = Base64.getEncoder().encodeToString(EC.key().getEncoded()).substring(0, 40);

    assertThat(files.read().toString()).doesNotContain(secret);
  }
}
