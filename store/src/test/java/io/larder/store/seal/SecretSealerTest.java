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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretSealerTest {
  private static final byte[] SECRET = "a secret access key".getBytes(UTF_8);
  private static final byte[] AAD = "AKIA1 alice".getBytes(UTF_8);

  @TempDir private Path folder;

  @Test
  void whatOneProcessSealsAnotherOpensThatHasTheKey() throws Exception {
    Path file = folder.resolve("key");
    LocalKeys.createFile(file);
    var one = sealer(LocalKeys.file(file));
    var other = sealer(LocalKeys.file(file));
    SecretSealer.Kept kept = one.make();
    one.use(kept);
    other.use(kept);

    assertThat(other.open(one.seal(SECRET, AAD), AAD)).isEqualTo(SECRET);
  }

  @Test
  void withoutItsKeyNothingIsSealedOrOpened() {
    byte[] sealed = Sealers.ofProcess().seal(SECRET, AAD);
    var sealer = sealer(LocalKeys.ofProcess());

    assertThatThrownBy(() -> sealer.open(sealed, AAD)).isInstanceOf(BrokenSealException.class);
    assertThatThrownBy(() -> sealer.seal(SECRET, AAD)).isInstanceOf(IllegalStateException.class);
  }

  private static SecretSealer sealer(KeyProvider masterKey) {
    return new SecretSealer(masterKey, new Random(1));
  }

  @Test
  void opensNothingForAnotherPurposeAndNothingThatWasChanged() throws Exception {
    SecretSealer sealer = Sealers.ofProcess();
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
    var before = sealer(LocalKeys.parse("keys", old));
    SecretSealer.Kept kept = before.make();
    before.use(kept);
    byte[] sealed = before.seal(SECRET, AAD);
    var both = sealer(LocalKeys.parse("keys", young + "\n" + old + "\n"));
    both.use(kept);
    SecretSealer.Kept renewed = both.renewed();
    var youngOnly = sealer(LocalKeys.parse("keys", young));

    assertThatThrownBy(() -> youngOnly.use(kept))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessageContaining("keys has not the master key");
    youngOnly.use(renewed);

    assertThat(youngOnly.open(sealed, AAD)).isEqualTo(SECRET);
    assertThat(youngOnly.renewed()).isNull();
    assertThat(before.renewed()).isNull();
  }

  @Test
  void aKeyThatCannotBeUnwrappedLeavesTheOneInUse() throws Exception {
    SecretSealer sealer = Sealers.ofProcess();
    byte[] sealed = sealer.seal(SECRET, AAD);
    SecretSealer.Kept foreign = sealer(LocalKeys.ofProcess()).make();

    assertThatThrownBy(() -> sealer.use(foreign)).isInstanceOf(KeyUnavailableException.class);

    assertThat(sealer.open(sealed, AAD)).isEqualTo(SECRET);
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
  void aServiceIsAskedForTheKeyAloneAndOnce() throws Exception {
    var asked = new AtomicInteger();
    var service = new RemoteKeys(LocalKeys.ofProcess(), asked);
    var sealer = sealer(service);
    SecretSealer.Kept kept = sealer.make();
    sealer.use(kept);
    sealer.use(new SecretSealer.Kept(kept.wrapped(), "same"));
    byte[] foreign = Sealers.under(service.keys()).seal(SECRET, AAD);

    for (int i = 0; i < 100; i++) {
      byte[] forged = foreign.clone();
      forged[i % foreign.length] ^= 1;
      assertThatThrownBy(() -> sealer.open(forged, AAD)).isInstanceOf(BrokenSealException.class);
      assertThat(sealer.open(sealer.seal(SECRET, AAD), AAD)).isEqualTo(SECRET);
    }

    assertThatThrownBy(() -> sealer.open(foreign, AAD)).isInstanceOf(BrokenSealException.class);
    assertThat(asked.get()).isEqualTo(1);
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
