package io.larder.store.lmdb.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.item.Item;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any bytes are the record that a plain reading of the format finds in them, or none. */
final class RecordFuzzTest {
  private static final int MAX_DIGITS = 5;

  /** A record's parts. */
  @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
  private record Parts(byte[] partition, byte[] owner, int size, byte[] json) {
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    /** Null if the bytes are no record. */
    static @Nullable Parts of(byte[] bytes) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      byte[] partition = framed(in);
      byte[] owner = partition == null ? null : framed(in);
      Integer size = owner == null ? null : number(in);
      return size == null ? null : new Parts(partition, owner, size, rest(in, in.remaining()));
    }

    private static byte @Nullable [] framed(ByteBuffer in) {
      Integer length = number(in);
      return length == null || length > in.remaining() ? null : rest(in, length);
    }

    private static byte[] rest(ByteBuffer in, int length) {
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    }

    /** Seven bits in each byte, the lowest first; all but the last have the top bit. */
    private static @Nullable Integer number(ByteBuffer in) {
      BigInteger number = BigInteger.ZERO;
      for (int digit = 0; digit < MAX_DIGITS && in.hasRemaining(); digit++) {
        int next = Byte.toUnsignedInt(in.get());
        number = number.or(BigInteger.valueOf(next & 0x7F).shiftLeft(7 * digit));
        if (next < 0x80) {
          return number.compareTo(MOST) > 0 ? null : number.intValueExact();
        }
      }
      return null;
    }
  }

  @FuzzTest(maxDuration = "20m")
  void bytesAreTheRecordThatIsInThemOrNone(byte[] bytes) {
    Parts parts = Parts.of(bytes);
    var reader = new RecordReader();
    if (parts == null) {
      assertThatThrownBy(() -> reader.open(bytes)).isInstanceOf(IllegalStateException.class);
      return;
    }
    var key = new RecordKey(new byte[0], new byte[0], List.of(), parts.partition(), parts.owner());

    Item item = reader.open(bytes).require(key).item();

    assertThat(json(item)).isEqualTo(parts.json());
    assertThat(item.size()).isEqualTo(parts.size());
    Item again = new RecordReader().open(Records.of(key, item)).require(key).item();
    assertThat(json(again)).isEqualTo(parts.json());
    assertThat(again.size()).isEqualTo(parts.size());
  }

  private static byte[] json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return json;
  }
}
