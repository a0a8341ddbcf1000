package io.larder.store.lmdb.engine.sealed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.SealKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class KeyRingTest {
  private static final int DATA = 1;
  private static final byte[] KEY = {0, 0, 0, 5, 1, 2, 3};
  private static final byte[] LAYER_KEY = {(byte) 0x80, 0, 0, 5, 1, 2, 3};
  private static final byte[] VALUE = "a value".getBytes(UTF_8);

  private final Random random = new Random(1);
  private final AtomicLong time = new AtomicLong();
  private final byte[] storeKey = new byte[SealKey.BYTES];
  private final byte[] tableKey = new byte[SealKey.BYTES];

  private KeyRing ring(long messages) {
    random.nextBytes(storeKey);
    random.nextBytes(tableKey);
    return ringAgain(messages);
  }

  /** As the next process has it. */
  private KeyRing ringAgain(long messages) {
    var renewal = new Renewal(random, time::get, Duration.ofDays(30), messages);
    var ring = KeyRing.of(new SealKey(storeKey), renewal, false);
    ring.assign(5, ring.keyOf(new SealKey(tableKey)));
    return ring;
  }

  private static String nonce(byte[] sealed) {
    return HexFormat.of().formatHex(sealed, 3, 3 + SealKey.NONCE);
  }

  private static String dataKey(byte[] sealed) {
    return HexFormat.of().formatHex(sealed, 3, 3 + SealKey.DERIVING);
  }

  @Test
  void opensWhatAnEarlierProcessHasSealed() {
    byte[] sealed = ring(100).seal().seal(DATA, KEY, VALUE);

    assertThat(ringAgain(100).seal().open(DATA, KEY, sealed)).isEqualTo(VALUE);
  }

  @Test
  void isTheXaesOfItsSpecification() {
    byte[] sealed = ring(100).seal().seal(DATA, KEY, VALUE);
    byte[] place = {(byte) 0xff, (byte) 0x80, (byte) 0x81, DATA, 0, 0, 0, 5, 1, 2, 3};

    assertThat(new SealKey(tableKey).open(sealed, 3, place)).isEqualTo(VALUE);
  }

  @Test
  void noNonceComesTwiceAndADataKeySealsOnlySoMany() {
    Set<String> nonces = new HashSet<>();
    Set<String> dataKeys = new HashSet<>();
    RecordSeal seal = ring(100).seal();
    for (int i = 0; i < 1_000; i++) {
      byte[] sealed = seal.seal(DATA, KEY, VALUE);
      nonces.add(nonce(sealed));
      dataKeys.add(dataKey(sealed));
      assertThat(seal.open(DATA, KEY, sealed)).isEqualTo(VALUE);
    }

    assertThat(nonces).hasSize(1_000);
    assertThat(dataKeys).hasSize(10);
  }

  @Test
  void aDataKeyThatIsOldIsRenewed() {
    RecordSeal seal = ring(100).seal();
    byte[] first = seal.seal(DATA, KEY, VALUE);
    time.addAndGet(Duration.ofDays(30).toNanos() - 1);
    byte[] second = seal.seal(DATA, KEY, VALUE);
    time.addAndGet(1);
    byte[] third = seal.seal(DATA, KEY, VALUE);

    assertThat(dataKey(second)).isEqualTo(dataKey(first));
    assertThat(dataKey(third)).isNotEqualTo(dataKey(first));
    assertThat(seal.open(DATA, KEY, first)).isEqualTo(VALUE);
  }

  @Test
  void moreDataKeysThanAreRememberedCanBeOpened() {
    RecordSeal seal = ring(1).seal();
    byte[] first = seal.seal(DATA, KEY, VALUE);
    for (int i = 0; i < 3_000; i++) {
      seal.open(DATA, KEY, seal.seal(DATA, KEY, VALUE));
    }

    assertThat(seal.open(DATA, KEY, first)).isEqualTo(VALUE);
  }

  @Test
  void opensAValueOnlyWhereItBelongs() {
    KeyRing ring = ring(100);
    ring.assign(6, ring.keyOf(new SealKey(new byte[SealKey.BYTES])));
    RecordSeal seal = ring.seal();
    byte[] sealed = seal.seal(DATA, KEY, VALUE);
    byte[] sealedBelow = seal.seal(DATA, LAYER_KEY, VALUE);

    assertThat(seal.open(DATA, LAYER_KEY, sealedBelow)).isEqualTo(VALUE);
    for (byte[] other : new byte[][] {LAYER_KEY, {0, 0, 0, 5, 1, 2, 4}, {0, 0, 0, 6, 1, 2, 3}}) {
      assertThatThrownBy(() -> seal.open(DATA, other, sealed))
          .isInstanceOf(BrokenSealException.class);
    }
    assertThatThrownBy(() -> seal.open(2, KEY, sealed)).isInstanceOf(BrokenSealException.class);
    assertThatThrownBy(() -> seal.open(DATA, new byte[] {0, 0, 0, 7}, sealed))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void whatIsNotSealedIsOpenedOnlyWhileItIsAccepted() {
    KeyRing ring =
        KeyRing.of(
            new SealKey(storeKey), new Renewal(random, time::get, Duration.ofDays(30), 5), true);
    RecordSeal seal = ring.seal();

    assertThat(seal.open(0, KEY, VALUE)).isEqualTo(VALUE);
    ring.refuseClear();
    assertThatThrownBy(() -> seal.open(0, KEY, VALUE)).isInstanceOf(BrokenSealException.class);
  }

  @Test
  void aKeyThatIsTakenOpensNothingUntilItIsGivenAgain() {
    KeyRing ring = ring(100);
    RecordSeal seal = ring.seal();
    byte[] sealed = seal.seal(DATA, KEY, VALUE);
    TableKey key = Objects.requireNonNull(ring.of(5));

    key.take();

    assertThatThrownBy(() -> seal.open(DATA, KEY, sealed)).isInstanceOf(KeyTakenException.class);
    assertThatThrownBy(() -> seal.seal(DATA, KEY, VALUE)).isInstanceOf(KeyTakenException.class);
    key.give(new SealKey(tableKey));
    assertThat(seal.open(DATA, KEY, sealed)).isEqualTo(VALUE);
    assertThat(nonce(seal.seal(DATA, KEY, VALUE))).isNotEqualTo(nonce(sealed));
  }
}
