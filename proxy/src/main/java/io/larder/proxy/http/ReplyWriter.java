package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.proxy.call.CacheResult;
import io.larder.proxy.call.RequestIds;
import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers as the service's front end does. The head is put together in one array from pieces
 * that are encoded already, then head and body are copied into the channel's buffer. For one event
 * loop.
 */
final class ReplyWriter {
  private static final Ascii REQUEST_ID = Ascii.of("\r\nx-amzn-RequestId: ");
  private static final Ascii LINE_END = Ascii.of("\r\n");
  private static final Ascii NOTHING = Ascii.of("");
  private static final Ascii CACHE_HIT = Ascii.of("x-larder-cache: HIT\r\n");
  private static final Ascii CACHE_MISS = Ascii.of("x-larder-cache: MISS\r\n");
  private static final Ascii ALLOW_ORIGIN =
      Ascii.of(
          "Access-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: "
              + "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date\r\n");
  private static final Ascii KEEP_ALIVE = Ascii.of("Connection: keep-alive\r\nx-amz-crc32: ");
  private static final Ascii CLOSE = Ascii.of("Connection: close\r\nx-amz-crc32: ");
  private static final Ascii CONTENT_LENGTH = Ascii.of("\r\nContent-Length: ");
  private static final Ascii HEAD_END = Ascii.of("\r\n\r\n");
  private static final Ascii CONTINUE = Ascii.of("HTTP/1.1 100 Continue\r\n\r\n");
  static final int MAX_HEAD_BYTES = 640;
  private static final int MAX_DIGITS = 10;

  private final RequestIds ids;
  private final HttpDate date;
  private final CRC32 crc = new CRC32();
  private final byte[] head = new byte[MAX_HEAD_BYTES];

  ReplyWriter(RequestIds ids, HttpDate date) {
    this.ids = ids;
    this.date = date;
  }

  /** Makes the id that the next answer carries. */
  void nextRequestId() {
    ids.next();
  }

  /** Has the next answer carry {@code id}, which an upstream has given, if it is one. */
  void takeRequestId(@Nullable String id) {
    ids.take(id);
  }

  /** The id that the next answer carries. */
  String requestId() {
    return ids.toString();
  }

  /**
   * Appends a whole answer to {@code out}.
   *
   * @param extraHeaders further header lines, each with its line end
   * @param nanoTime the present
   */
  void write(
      HttpCall call,
      Status status,
      @Nullable String extraHeaders,
      byte[] body,
      int length,
      long nanoTime,
      ByteBuf out) {
    crc.reset();
    crc.update(body, 0, length);
    int at = status.start().copyTo(head, 0);
    at = date.copyTo(head, at, nanoTime);
    at = REQUEST_ID.copyTo(head, at);
    at = ids.copyTo(head, at);
    at = LINE_END.copyTo(head, at);
    at = call.bodyType.header().copyTo(head, at);
    at = header(call.call.cacheResult()).copyTo(head, at);
    if (call.replyCoding != null) {
      at = call.replyCoding.header().copyTo(head, at);
    }
    if (call.showsBrowsers) {
      at = ALLOW_ORIGIN.copyTo(head, at);
    }
    if (extraHeaders != null) {
      out.writeBytes(head, 0, at);
      out.writeCharSequence(extraHeaders, ISO_8859_1);
      at = 0;
    }
    at = (call.keepAlive ? KEEP_ALIVE : CLOSE).copyTo(head, at);
    at = putNumber(crc.getValue(), at);
    at = CONTENT_LENGTH.copyTo(head, at);
    at = putNumber(length, at);
    at = HEAD_END.copyTo(head, at);
    int sent = call.head.method().equals("HEAD") ? 0 : length;
    out.ensureWritable(at + sent);
    out.writeBytes(head, 0, at);
    out.writeBytes(body, 0, sent);
  }

  /** Appends the leave to send a body. */
  void writeContinue(ByteBuf out) {
    out.writeBytes(head, 0, CONTINUE.copyTo(head, 0));
  }

  private static Ascii header(CacheResult result) {
    return switch (result) {
      case NONE -> NOTHING;
      case HIT -> CACHE_HIT;
      case MISS -> CACHE_MISS;
    };
  }

  private int putNumber(long number, int at) {
    int digits = 1;
    for (long power = 10; digits < MAX_DIGITS && number >= power; power *= 10) {
      digits++;
    }
    long rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      head[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }
}
