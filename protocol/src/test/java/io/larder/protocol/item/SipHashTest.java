package io.larder.protocol.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SipHashTest {
  private static byte[] ascending(int length) {
    byte[] bytes = new byte[length];
    for (int at = 0; at < length; at++) {
      bytes[at] = (byte) at;
    }
    return bytes;
  }

  /** From the authors' reference implementation. */
  @ParameterizedTest
  @CsvSource({
    "0, 310e0edd47db6f72",
    "1, fd67dc93c539f874",
    "7, 37d1018bf50002ab",
    "8, 6224939a79f5f593",
    "15, e545be4961ca29a1",
  })
  void agreesWithTheReference(int length, String expected) {
    long hash = new SipHash(ascending(16)).of(ascending(length));

    assertThat(HexFormat.of().toHexDigits(Long.reverseBytes(hash))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0", "8", "15"})
  void anotherKeyMakesAnotherHash(int changed) {
    byte[] key = ascending(16);
    long hash = new SipHash(key.clone()).of(ascending(20));
    key[changed] ^= 1;

    assertThat(new SipHash(key).of(ascending(20))).isNotEqualTo(hash);
  }
}
