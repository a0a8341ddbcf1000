package io.larder.proxy.dax;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.error.ServiceError;
import io.larder.proxy.metrics.ConnectionMetrics.Refusal;
import io.larder.proxy.net.RequestMemory;

/**
 * Takes in what one client sends: a prelude, then one request after another. What comes whole is
 * read where it is, what comes in parts is gathered.
 */
final class Reception {
  private static final int MAX_PRELUDE = 1024;
  private static final int SERVICE = 1;

  private static final ServiceError MALFORMED =
      new ServiceError.Serialization("The request is not one of the DAX protocol.");
  private static final ServiceError UNKNOWN_METHOD =
      new ServiceError.Serialization("There is no method of that number.");
  private static final ServiceError TOO_LARGE =
      new ServiceError.RequestTooLarge("The request is larger than the limit.");

  private final DaxCall call;
  private final FrameScanner scanner = new FrameScanner();
  private Part part = Part.PRELUDE;

  /** What the scanner is in. */
  private enum Part {
    PRELUDE,
    SERVICE,
    METHOD,
    ARGUMENTS
  }

  /** Why the rest of what a client sends cannot be told apart, or is not wanted. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    final Refusal reason;
    final transient ServiceError error;

    private Refused(Refusal reason, ServiceError error) {
      super(error.message(), null, false, false);
      this.reason = reason;
      this.error = error;
    }
  }

  /** Fills {@code call} with what comes. */
  Reception(DaxCall call) {
    this.call = call;
    scanner.expect(Prelude.ITEMS);
  }

  /** True until the prelude has come. */
  boolean isOpening() {
    return part == Part.PRELUDE;
  }

  /** True if what was begun has come whole. */
  boolean isWhole() {
    return scanner.isDone();
  }

  /**
   * Takes what comes next, from {@code from}, and returns where it ends: at the end of the prelude
   * or a request, or at {@code to}. What has come whole may be in {@code bytes}.
   */
  int take(byte[] bytes, int from, int to) throws Refused {
    if (isOpening() && call.body.isEmpty() && bytes[from] != Prelude.FIRST_BYTE) {
      // One of another protocol may wait for an answer.
      throw new Refused(Refusal.MALFORMED, MALFORMED);
    }
    int end;
    try {
      end = scan(bytes, from, to);
    } catch (MalformedCbor e) {
      throw new Refused(Refusal.MALFORMED, MALFORMED);
    }
    requireRoom(end - from);
    if (scanner.isDone() && call.body.isEmpty()) {
      call.received(bytes, from, end);
    } else {
      gather(bytes, from, end);
      call.received(call.body.bytes(), 0, call.body.length());
    }
    return end;
  }

  private int scan(byte[] bytes, int from, int to) throws Refused {
    int at = scanner.scan(bytes, from, to);
    if (scanner.isDone() && part == Part.SERVICE) {
      if (scanner.integer() != SERVICE) {
        throw new Refused(Refusal.MALFORMED, MALFORMED);
      }
      begin(Part.METHOD, 1);
      at = scanner.scan(bytes, at, to);
    }
    if (scanner.isDone() && part == Part.METHOD) {
      long number = scanner.integer();
      DaxMethod method = number == (int) number ? DaxMethod.of((int) number) : null;
      if (method == null) {
        throw new Refused(Refusal.MALFORMED, UNKNOWN_METHOD);
      }
      call.method = method;
      begin(Part.ARGUMENTS, method.arguments());
      at = scanner.scan(bytes, at, to);
    }
    return at;
  }

  private void begin(Part next, int items) {
    part = next;
    scanner.expect(items);
  }

  /** What says that it will be too long need not be waited for. */
  private void requireRoom(int more) throws Refused {
    int limit = isOpening() ? MAX_PRELUDE : call.body.limit();
    if (scanner.announced() > limit - call.body.length() - more) {
      throw new Refused(Refusal.TOO_LARGE, TOO_LARGE);
    }
  }

  private void gather(byte[] bytes, int from, int to) throws Refused {
    switch (call.body.append(bytes, from, to - from)) {
      case DONE -> {}
      case TOO_LARGE -> throw new Refused(Refusal.TOO_LARGE, TOO_LARGE);
      case NO_MEMORY -> throw new Refused(Refusal.NO_MEMORY, RequestMemory.REFUSED);
    }
  }

  /** Reads the prelude, which is whole. */
  Prelude prelude() throws Refused {
    try {
      Prelude prelude = Prelude.read(call.reader());
      next();
      return prelude;
    } catch (MalformedCbor e) {
      throw new Refused(Refusal.MALFORMED, MALFORMED);
    }
  }

  /** Begins with the next request. */
  void next() {
    begin(Part.SERVICE, 1);
  }
}
