package io.larder.protocol.dax.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What clients of DAX ask for is what the same members ask for in JSON, or is refused in the same
 * words. A failure names the seed of its request; a test of that seed alone repeats it.
 */
class SameRequestTest {
  private static final int SEEDS = 4_000;

  /** A request, or what the service says against it. */
  private static Object outcome(Callable<Object> decoding) throws Exception {
    try {
      return decoding.call();
    } catch (ServiceException refused) {
      return refused.error().message();
    }
  }

  /** True of a request that was not refused. */
  private static boolean isSame(long seed) {
    var both = new RandomRequest(seed);
    if (both.isTooLong()) {
      return false;
    }
    try {
      Operation operation = Objects.requireNonNull(both.method.operation());
      String body = new String(both.json.toByteArray(), StandardCharsets.UTF_8);
      Object expected = outcome(() -> JsonRequests.decode(operation, body));
      Object decoded = outcome(both::decodeDax);
      if (expected instanceof Request<?> request && decoded instanceof DaxRequest dax) {
        assertThat(dax.request()).isEqualTo(JsonRequests.whole(request));
        assertThat(dax.projections()).isEqualTo(JsonRequests.projections(request));
        assertThat(dax.keySchemas()).hasSameSizeAs(dax.projections());
        return true;
      }
      assertThat(decoded).isEqualTo(expected);
      return false;
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "seed "
              + seed
              + ": "
              + HexFormat.of().formatHex(both.cbor.toByteArray())
              + " and "
              + new String(both.json.toByteArray(), StandardCharsets.UTF_8),
          e);
    }
  }

  @Test
  void whatClientsAskForIsWhatJsonAsksFor() {
    long good = LongStream.range(0, SEEDS).filter(SameRequestTest::isSame).count();

    // If all were refused, this would show nothing.
    assertThat(good).isBetween(SEEDS / 4L, 9 * SEEDS / 10L);
  }
}
