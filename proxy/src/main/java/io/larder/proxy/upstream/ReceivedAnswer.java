package io.larder.proxy.upstream;

import io.larder.protocol.wire.JsonBytes;
import io.larder.store.upstream.UpstreamAnswer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An answer that has come wholly and undamaged.
 *
 * @param keepsOpen false if the upstream closes the connection behind it
 */
record ReceivedAnswer(UpstreamAnswer answer, boolean keepsOpen) {
  /** No number that a CRC-32 can be. */
  static final long NO_CRC = -1;

  /**
   * The answer with that body.
   *
   * @param crc what the upstream says that the body has, or {@link #NO_CRC}
   * @throws InvalidAnswerException if it does not
   */
  static ReceivedAnswer of(
      int status, @Nullable String requestId, long crc, byte[] body, int length, boolean keepsOpen)
      throws InvalidAnswerException {
    if (crc != NO_CRC) {
      var received = new CRC32();
      received.update(body, 0, length);
      if (received.getValue() != crc) {
        throw new InvalidAnswerException("the checksum of the answer is wrong");
      }
    }
    return new ReceivedAnswer(
        new UpstreamAnswer(status, requestId, JsonBytes.of(body, 0, length)), keepsOpen);
  }
}
