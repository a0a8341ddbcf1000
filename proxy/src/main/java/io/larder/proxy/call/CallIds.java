package io.larder.proxy.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of calls in the form of {@link RequestIds}, for any number of threads: it counts, and
 * each count is mixed as by {@link java.util.SplittableRandom}.
 */
public final class CallIds {
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  private final AtomicLong count;

  /** {@code seed} is random. */
  public CallIds(long seed) {
    this.count = new AtomicLong(seed);
  }

  /** An id that no other call has. */
  @SuppressWarnings("ConstantOverflow") // Steps go round.
  String next() {
    long state = count.addAndGet(RequestIds.LONGS * STEP);
    byte[] id = new byte[RequestIds.LENGTH];
    long bits = 0;
    for (int i = 0; i < id.length; i++) {
      if (i % RequestIds.CHARS_PER_LONG == 0) {
        bits = mixed(state);
        state -= STEP;
      }
      id[i] = RequestIds.ALPHABET[(int) bits & 31];
      bits >>>= 5;
    }
    return new String(id, ISO_8859_1);
  }

  private static long mixed(long state) {
    long z = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
