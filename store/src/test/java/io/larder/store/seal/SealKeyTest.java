package io.larder.store.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The vectors are those of the specification, c2sp.org/XAES-256-GCM. */
final class SealKeyTest {
  private static final byte[] NONCE = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(US_ASCII);
  private static final byte[] MESSAGE = "XAES-256-GCM".getBytes(US_ASCII);

  @Test
  void sealsAsTheFirstVectorOfTheSpecification() {
    var key = new SealKey(filled(0x01));

    byte[] sealed = key.seal(NONCE, MESSAGE, new byte[0]);

    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");
  }

  @Test
  void sealsAsTheSecondVectorOfTheSpecification() {
    var key = new SealKey(filled(0x03));

    byte[] sealed = key.seal(NONCE, MESSAGE, "c2sp.org/XAES-256-GCM".getBytes(US_ASCII));

    assertThat(HexFormat.of().formatHex(sealed))
        .isEqualTo("986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
  }

  @Test
  void opensWhatItSealedAndNothingThatWasChangedAnywhere() {
    var random = new Random(7);
    byte[] bytes = new byte[SealKey.BYTES];
    random.nextBytes(bytes);
    var key = new SealKey(bytes);
    byte[] message = new byte[100];
    random.nextBytes(message);
    byte[] aad = {1, 2, 3};
    byte[] sealed = join(NONCE, key.seal(NONCE, message, aad));

    assertThat(key.open(sealed, 0, aad)).isEqualTo(message);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> key.open(changed, 0, aad)).isInstanceOf(BrokenSealException.class);
      byte[] cut = Arrays.copyOf(sealed, i);
      assertThatThrownBy(() -> key.open(cut, 0, aad)).isInstanceOf(BrokenSealException.class);
    }
    assertThatThrownBy(() -> key.open(sealed, 0, new byte[] {1, 2}))
        .isInstanceOf(BrokenSealException.class);
  }

  private static byte[] filled(int value) {
    byte[] key = new byte[SealKey.BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
