package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.MalformedCbor;
import java.util.Arrays;

/**
 * Finds out where so many CBOR items end, of which any part may still be on its way: requests do
 * not say how long they are. Looks at each byte once, and passes the content of strings unseen.
 */
final class FrameScanner {
  private static final int MAX_DEPTH = 128;
  private static final int FIRST_DEPTH = 4;

  private static final int MAJOR_SHIFT = 5;
  private static final int INFO_MASK = 0x1f;
  private static final int INFO_INDEFINITE = 31;
  private static final int BREAK = 0xff;

  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int BYTES = 2;
  private static final int TEXT = 3;
  private static final int ARRAY = 4;
  private static final int MAP = 5;
  private static final int TAG = 6;

  // What is left of a container that only a break ends; strings have parts of their own kind.
  private static final long UNTIL_BREAK = -1;
  private static final long BYTES_UNTIL_BREAK = -2;
  private static final long TEXT_UNTIL_BREAK = -3;

  /** What is left of each container that is open, the outermost first, which is the frame. */
  private long[] left = new long[FIRST_DEPTH];

  private int depth;

  /** Bytes of the present string that have not come. */
  private long unseen;

  /** The first byte of a head of which a part has not come. */
  private int head;

  /** Bytes of that head that have not come, and the argument that those make that have. */
  private int headLeft;

  private long argument;

  /** The last integer that was seen. */
  private long integer;

  private boolean isInteger;

  /** Begins with {@code items} items. */
  void expect(int items) {
    depth = 0;
    left[0] = items;
  }

  /** True if all items have come. */
  boolean isDone() {
    return depth == 0 && left[0] == 0 && unseen == 0 && headLeft == 0;
  }

  /** Bytes that are known to be still to come. */
  long announced() {
    return unseen;
  }

  /** The last item, which is done; of more than 64 bits it has the lowest. */
  long integer() {
    if (!isInteger) {
      throw new MalformedCbor("expected INTEGER");
    }
    return integer;
  }

  /**
   * Goes on with {@code bytes} from {@code from} to {@code to}; returns where the items end, or
   * {@code to} if they do not end there.
   *
   * @throws MalformedCbor if these are no items
   */
  int scan(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && !isDone()) {
      if (unseen > 0) {
        int passed = (int) Math.min(unseen, to - at);
        unseen -= passed;
        at += passed;
      } else if (headLeft > 0) {
        argument = (argument << Byte.SIZE) | (bytes[at++] & 0xff);
        headLeft--;
        if (headLeft == 0) {
          item(head >> MAJOR_SHIFT, argument);
        }
      } else {
        begin(bytes[at++] & 0xff);
      }
    }
    return at;
  }

  private void begin(int first) {
    int major = first >> MAJOR_SHIFT;
    int info = first & INFO_MASK;
    isInteger = false;
    if (first == BREAK) {
      end();
    } else if (info == INFO_INDEFINITE) {
      beginUntilBreak(major);
    } else if (info < 24) {
      item(major, info);
    } else if (info < 28) {
      head = first;
      headLeft = 1 << (info - 24);
      argument = 0;
    } else {
      throw new MalformedCbor("head");
    }
  }

  private void end() {
    if (depth == 0 || left[depth] >= 0) {
      throw new MalformedCbor("break");
    }
    depth--;
    closeFull();
  }

  private void beginUntilBreak(int major) {
    count(major);
    push(
        switch (major) {
          case BYTES -> BYTES_UNTIL_BREAK;
          case TEXT -> TEXT_UNTIL_BREAK;
          case ARRAY, MAP -> UNTIL_BREAK;
          default -> throw new MalformedCbor("head");
        });
    if (left[depth - 1] == BYTES_UNTIL_BREAK || left[depth - 1] == TEXT_UNTIL_BREAK) {
      throw new MalformedCbor("chunk");
    }
  }

  /** An item whose head has come. */
  private void item(int major, long length) {
    if (major == TAG) {
      // The tag and what is tagged are one item.
      requireNoChunk(major);
      return;
    }
    count(major);
    switch (major) {
      case UNSIGNED, NEGATIVE -> {
        integer = major == UNSIGNED ? length : ~length;
        isInteger = true;
      }
      case BYTES, TEXT -> unseen = nonNegative(length);
      case ARRAY -> push(nonNegative(length));
      case MAP -> push(2 * Math.min(nonNegative(length), Long.MAX_VALUE / 2));
      default -> {}
    }
    closeFull();
  }

  private static long nonNegative(long length) {
    if (length < 0) {
      throw new MalformedCbor("longer than what holds it");
    }
    return length;
  }

  /** Counts an item in what holds it. */
  private void count(int major) {
    requireNoChunk(major);
    if (left[depth] > 0) {
      left[depth]--;
    }
  }

  private void requireNoChunk(int major) {
    if ((left[depth] == BYTES_UNTIL_BREAK && major != BYTES)
        || (left[depth] == TEXT_UNTIL_BREAK && major != TEXT)) {
      throw new MalformedCbor("chunk");
    }
  }

  private void push(long items) {
    if (depth == MAX_DEPTH) {
      throw new MalformedCbor("nested too deep");
    }
    depth++;
    if (depth == left.length) {
      left = Arrays.copyOf(left, 2 * left.length);
    }
    left[depth] = items;
  }

  private void closeFull() {
    while (depth > 0 && left[depth] == 0) {
      depth--;
    }
  }
}
