package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MemberAddressTest {
  private static final UUID LIFE = new UUID(1, 2);

  @Test
  void readsWhatItWrites() {
    // Given
    var all = new MemberAddress(LIFE, "node-1", Place.parse("node-1/10.0.0.1:8111"));
    var withoutDax = new MemberAddress(LIFE, "10.0.0.1", null);

    // Then
    assertThat(MemberAddress.parse(all.toString())).isEqualTo(all);
    assertThat(MemberAddress.parse(withoutDax.toString())).isEqualTo(withoutDax);
  }

  @Test
  void skipsWordsOfLaterVersions() {
    // Given
    var address = new MemberAddress(LIFE, "10.0.0.1", null);

    // When
    MemberAddress read = MemberAddress.parse("zone=a " + address + " weight=3 new");

    // Then
    assertThat(read).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "clients=a",
        "life=1 clients=a",
        "life=00000000-0000-0001-0000-000000000002",
        "life=00000000-0000-0001-0000-000000000002 clients=a dax=b"
      })
  void doesNotGuess(String text) {
    assertThat(MemberAddress.parse(text)).isNull();
  }
}
