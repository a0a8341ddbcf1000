package io.larder.proxy.upstream;

import io.larder.proxy.net.RequestMemory;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together that comes in parts. What it takes is counted, and grows with what has
 * come, whatever length was announced.
 */
final class AnswerAssembly {
  private static final String CRC = "x-amz-crc32";
  private static final String REQUEST_ID = "x-amzn-requestid";
  private static final int MIN_CAPACITY = 4 * 1024;
  private static final byte[] NOTHING = {};

  private final int maxBody;
  private final RequestMemory memory;
  private @Nullable HttpResponse head;
  private int maxLength;
  private byte[] body = NOTHING;
  private int length;

  AnswerAssembly(int maxBody, RequestMemory memory) {
    this.maxBody = maxBody;
    this.memory = memory;
  }

  /**
   * Adds a part, which stays the caller's. The answer, if it was the last one.
   *
   * @throws InvalidAnswerException if the answer is of no use
   */
  @Nullable ReceivedAnswer add(HttpObject part) throws InvalidAnswerException {
    DecoderResult result = part.decoderResult();
    if (result.isFailure()) {
      throw new InvalidAnswerException("the answer is no HTTP: " + result.cause().getMessage());
    }
    if (part instanceof HttpResponse response) {
      begin(response);
    }
    HttpResponse current = head;
    if (current != null && part instanceof HttpContent content) {
      append(content.content());
    }
    return part instanceof LastHttpContent ? end(current) : null;
  }

  private void begin(HttpResponse response) throws InvalidAnswerException {
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      // Another answer follows this one, which has no body.
      return;
    }
    head = response;
    String coding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING);
    if (coding != null && !HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding)) {
      throw new InvalidAnswerException("the answer is coded, which was not asked for");
    }
    long announced = HttpUtil.getContentLength(response, -1L);
    maxLength = announced < 0 || announced > maxBody ? maxBody : (int) announced;
    if (announced > maxBody) {
      throw tooLong();
    }
  }

  private InvalidAnswerException tooLong() {
    return new InvalidAnswerException("the answer is longer than " + maxBody + " bytes");
  }

  private void append(ByteBuf part) throws InvalidAnswerException {
    int end = length + part.readableBytes();
    if (end > maxLength) {
      throw tooLong();
    }
    if (end > body.length) {
      long doubled = Math.max(MIN_CAPACITY, 2L * body.length);
      int capacity = Math.clamp(doubled, end, maxLength);
      if (!memory.take(capacity - body.length)) {
        throw new InvalidAnswerException("too much is in memory for the answer");
      }
      body = Arrays.copyOf(body, capacity);
    }
    part.getBytes(part.readerIndex(), body, length, part.readableBytes());
    length = end;
  }

  private @Nullable ReceivedAnswer end(@Nullable HttpResponse response)
      throws InvalidAnswerException {
    if (response == null) {
      return null;
    }
    long crc = crc(response.headers().get(CRC));
    if (crc == ReceivedAnswer.NO_CRC
        && !HttpUtil.isContentLengthSet(response)
        && !HttpUtil.isTransferEncodingChunked(response)) {
      throw new InvalidAnswerException("nothing says whether the answer is whole");
    }
    ReceivedAnswer answer =
        ReceivedAnswer.of(
            response.status().code(),
            response.headers().get(REQUEST_ID),
            crc,
            body,
            length,
            HttpUtil.isKeepAlive(response));
    clear();
    return answer;
  }

  private static long crc(@Nullable String header) throws InvalidAnswerException {
    try {
      return header == null
          ? ReceivedAnswer.NO_CRC
          : Integer.parseUnsignedInt(header) & 0xffff_ffffL;
    } catch (NumberFormatException _) {
      throw new InvalidAnswerException("the answer has a checksum that is no number");
    }
  }

  /** Forgets what has come, and gives back what it took. */
  void clear() {
    memory.giveBack(body.length);
    head = null;
    body = NOTHING;
    length = 0;
  }
}
