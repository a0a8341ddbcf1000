package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParcelTest {
  private static final byte[] BYTES =
      new Parcel("10.0.0.1:7800", List.of(new byte[] {1, 2, 3}, new byte[0], new byte[] {4}))
          .toBytes();

  @Test
  void readsWhatItWrites() {
    // When
    Parcel read = Parcel.parse(ByteBuffer.wrap(BYTES));

    // Then
    assertThat(read.sender()).isEqualTo("10.0.0.1:7800");
    assertThat(read.messages()).containsExactly(new byte[] {1, 2, 3}, new byte[0], new byte[] {4});
  }

  @Test
  void refusesWhatIsCutOffWithinAMessage() {
    // Given the ends of whole messages
    int name = Integer.BYTES + 13;
    List<Integer> whole = List.of(name, name + 7, name + 11, BYTES.length);

    for (int length = 0; length < BYTES.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(BYTES, 0, length);
      if (!whole.contains(length)) {
        assertThatThrownBy(() -> Parcel.parse(cut)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void reservesNothingForALengthThatIsALie() {
    // Given
    ByteBuffer lie = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(-1).flip();

    // Then
    assertThatThrownBy(() -> Parcel.parse(lie)).isInstanceOf(IllegalArgumentException.class);
  }
}
