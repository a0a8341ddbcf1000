package io.larder.proxy.net.tls;

import static io.larder.proxy.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that change under a running server; which certificate is served, its expiry tells. */
@ParameterizedClass
@EnumSource(TlsEngine.class)
final class ServerCertificateTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private final TestIdentity first = expiring(1);
  private final TestIdentity second = expiring(2);

  @Parameter TlsEngine engine;

  @TempDir Path folder;

  private ServerCertificate certificate;

  @BeforeEach
  void open() throws IOException {
    certificate = ServerCertificate.open(first.write(folder), engine, Duration.ofHours(1));
  }

  @AfterEach
  void close() {
    certificate.close();
  }

  private static TestIdentity expiring(int days) {
    return TestIdentity.of("test", "EC", expiry(days));
  }

  private static Instant expiry(int days) {
    return NOW.plus(Duration.ofDays(days));
  }

  @Test
  void filesThatHaveChangedAreServed() {
    second.write(folder);
    certificate.lookAgain();

    assertThat(certificate.expiry()).isEqualTo(expiry(2));
  }

  @Test
  void filesOfNoUseChangeNothingUntilTheyAreMended() throws IOException {
    PemFiles files = second.write(folder);
    String key = Files.readString(files.privateKey());

    // Cut, gone, another's: what one meets when files are written one after the other.
    Files.writeString(files.privateKey(), key.substring(0, 60));
    certificate.lookAgain();
    Files.delete(files.privateKey());
    certificate.lookAgain();
    Files.writeString(
        files.privateKey(), TestIdentity.pem("PRIVATE KEY", first.key().getEncoded()));
    certificate.lookAgain();
    assertThat(certificate.expiry()).isEqualTo(expiry(1));

    Files.writeString(files.privateKey(), key);
    certificate.lookAgain();
    assertThat(certificate.expiry()).isEqualTo(expiry(2));
  }

  @Test
  void anExpiredCertificateIsServedAllTheSame() {
    expiring(-1).write(folder);
    certificate.lookAgain();

    assertThat(certificate.expiry()).isEqualTo(expiry(-1));
  }

  @Test
  void theFilesAreLookedAtEverySoOften() throws IOException {
    try (var often = ServerCertificate.open(first.write(folder), engine, Duration.ofMillis(1))) {
      second.write(folder);

      await().until(() -> often.expiry().equals(expiry(2)));
    }
  }
}
