package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1:7800", "[2001:db8::1]:1", "larder-1.example/10.0.0.1:8111", "n/[::1]:0"})
  void writesWhatItReads(String text) {
    assertThat(Place.write(Place.parse(text))).isEqualTo(text);
  }

  @Test
  void keepsNameAndNumber() throws UnknownHostException {
    // Given
    var address =
        new InetSocketAddress(
            InetAddress.getByAddress("dax.invalid", new byte[] {10, 0, 0, 1}), 8111);

    // When
    InetSocketAddress read = Place.parse(Place.write(address));

    // Then
    assertThat(read.getHostString()).isEqualTo("dax.invalid");
    assertThat(read).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.1", "localhost:7800", "10.0.0.1:", "10.0.0.1:65536", "1.2.3.4.5:1"})
  void refusesWhatNeedsToBeLookedUpOrIsNoAddress(String text) {
    assertThatThrownBy(() -> Place.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
