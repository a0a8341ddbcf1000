package io.larder.store.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretSealerTest {
  private static final byte[] SECRET = "a secret access key".getBytes(UTF_8);
  private static final byte[] AAD = "AKIA1 alice".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void whatOneProcessSealsAnotherWithTheSameFileOpens() throws Exception {
    Path file = folder.resolve("key");
    LocalKeys.createFile(file);
    byte[] sealed = SecretSealer.of(LocalKeys.file(file)).seal(SECRET, AAD);

    byte[] opened = SecretSealer.of(LocalKeys.file(file)).open(sealed, AAD);

    assertThat(opened).isEqualTo(SECRET);
  }

  @Test
  void opensNothingForAnotherPurposeAndNothingThatWasChanged() throws Exception {
    SecretSealer sealer = SecretSealer.of(LocalKeys.ofProcess());
    byte[] sealed = sealer.seal(SECRET, AAD);

    assertThatThrownBy(() -> sealer.open(sealed, "AKIA1 bob".getBytes(UTF_8)))
        .isInstanceOf(BrokenSealException.class);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      byte[] cut = Arrays.copyOf(sealed, i);
      assertThatThrownBy(() -> sealer.open(changed, AAD)).isInstanceOf(BrokenSealException.class);
      assertThatThrownBy(() -> sealer.open(cut, AAD)).isInstanceOf(BrokenSealException.class);
    }
  }

  @Test
  void aMasterKeyIsChangedByANewFirstLine() throws Exception {
    String old = "00".repeat(32);
    String young = "11".repeat(32);
    byte[] sealed = SecretSealer.of(LocalKeys.parse("keys", old)).seal(SECRET, AAD);

    var both = SecretSealer.of(LocalKeys.parse("keys", young + "\n" + old + "\n"));
    var youngOnly = SecretSealer.of(LocalKeys.parse("keys", young));

    assertThat(both.open(sealed, AAD)).isEqualTo(SECRET);
    assertThat(youngOnly.open(both.seal(SECRET, AAD), AAD)).isEqualTo(SECRET);
    assertThatThrownBy(() -> youngOnly.open(sealed, AAD))
        .isInstanceOf(BrokenSealException.class)
        .hasMessageContaining("keys has not the master key");
  }

  @Test
  void aFileThatOthersCanReadIsNoKey() throws Exception {
    Path file = folder.resolve("key");
    LocalKeys.createFile(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> LocalKeys.file(file))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> LocalKeys.parse("env:KEY", "hunter2hunter2"))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("env:KEY")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> LocalKeys.parse("env:KEY", "\n"))
        .isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void aKeyIsUnwrappedOnlyForWhatItWasWrapped() throws Exception {
    var keys = LocalKeys.ofProcess();
    byte[] wrapped = keys.wrap(SECRET, Map.of("a", "b", "c", "d"));

    assertThat(keys.unwrap(wrapped, Map.of("c", "d", "a", "b"))).isEqualTo(SECRET);
    assertThatThrownBy(() -> keys.unwrap(wrapped, Map.of("a", "b")))
        .isInstanceOf(KeyUnavailableException.class);
  }

  @Test
  void forgedSecretsAskAServiceOnlyNowAndThen() throws Exception {
    var asked = new AtomicInteger();
    var time = new AtomicLong();
    var random = new Random(1);
    var service = new RemoteKeys(LocalKeys.ofProcess(), asked);
    var sealer = SecretSealer.of(service, random, time::get);
    byte[] ofOther = SecretSealer.of(service).seal(SECRET, AAD);

    for (int i = 0; i < 100; i++) {
      byte[] forged = ofOther.clone();
      forged[20] = (byte) i;
      forged[30] ^= 1;
      assertThatThrownBy(() -> sealer.open(forged, AAD)).isInstanceOf(BrokenSealException.class);
    }

    assertThat(asked.get()).isEqualTo(16);
    time.addAndGet(2_000_000_000L);
    assertThat(sealer.open(ofOther, AAD)).isEqualTo(SECRET);
    assertThat(sealer.open(ofOther, AAD)).isEqualTo(SECRET);
    assertThat(asked.get()).isEqualTo(17);
  }

  private record RemoteKeys(LocalKeys keys, AtomicInteger asked) implements KeyProvider {
    @Override
    public String name() {
      return keys.name();
    }

    @Override
    public byte[] wrap(byte[] key, Map<String, String> context) {
      return keys.wrap(key, context);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, Map<String, String> context)
        throws KeyUnavailableException {
      asked.incrementAndGet();
      return keys.unwrap(wrapped, context);
    }

    @Override
    public String describe() {
      return keys.describe();
    }

    @Override
    public boolean isLocal() {
      return false;
    }
  }
}
