package io.larder.proxy.http;

import io.larder.proxy.auth.SignedRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, with the headers that every request is asked for already picked out.
 * Reused for the next request of its connection.
 */
final class RequestHead implements SignedRequest {
  private static final byte[] NO_BODY = {};

  private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
  private @Nullable PlainRequest plain;
  private String method = "";
  private String path = "";
  private String query = "";
  private boolean keepAlive;
  private boolean mayContinue;

  private @Nullable String target;
  private @Nullable String contentType;
  private @Nullable String authorization;
  private @Nullable String amzDate;
  private @Nullable String date;
  private @Nullable String host;
  private @Nullable String origin;
  private @Nullable String acceptEncoding;
  private @Nullable String contentEncoding;
  private @Nullable String contentLength;
  private @Nullable String connection;
  private @Nullable String expect;

  private byte[] body = NO_BODY;
  private int bodyOffset;
  private int bodyLength;

  /** Takes over what {@code request} says, its body too. */
  void read(PlainRequest request) {
    clear();
    plain = request;
    method = "POST";
    path = "/";
    query = "";
    target = request.target;
    contentType = request.contentType;
    authorization = request.authorization;
    amzDate = request.amzDate;
    date = request.date;
    host = request.host;
    acceptEncoding = request.acceptEncoding;
    keepAlive = true;
    mayContinue = true;
    body(request.bytes(), request.bodyOffset(), request.bodyLength());
  }

  /** Takes over what {@code request} says. */
  void read(HttpRequest request) {
    clear();
    headers = request.headers();
    method = request.method().name();
    String uri = request.uri();
    int mark = uri.indexOf('?');
    path = mark < 0 ? uri : uri.substring(0, mark);
    query = mark < 0 ? "" : uri.substring(mark + 1);
    var entries = headers.iteratorCharSequence();
    while (entries.hasNext()) {
      Map.Entry<CharSequence, CharSequence> entry = entries.next();
      pick(entry.getKey(), entry.getValue().toString());
    }
    boolean isHttp11 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    keepAlive = isHttp11 ? !connectionSays("close") : connectionSays("keep-alive");
    mayContinue = isHttp11;
  }

  private void clear() {
    headers = EmptyHttpHeaders.INSTANCE;
    plain = null;
    target = null;
    contentType = null;
    authorization = null;
    amzDate = null;
    date = null;
    host = null;
    origin = null;
    acceptEncoding = null;
    contentEncoding = null;
    contentLength = null;
    connection = null;
    expect = null;
    body = NO_BODY;
    bodyOffset = 0;
    bodyLength = 0;
  }

  // Lengths tell the names apart, so that most headers cost one comparison. The first one wins.
  private void pick(CharSequence name, String value) {
    switch (name.length()) {
      case 4 -> {
        if (host == null && is(name, "host")) {
          host = value;
        } else if (date == null && is(name, "date")) {
          date = value;
        }
      }
      case 6 -> {
        if (origin == null && is(name, "origin")) {
          origin = value;
        } else if (expect == null && is(name, "expect")) {
          expect = value;
        }
      }
      case 10 -> {
        if (amzDate == null && is(name, "x-amz-date")) {
          amzDate = value;
        } else if (connection == null && is(name, "connection")) {
          connection = value;
        }
      }
      case 12 -> {
        if (target == null && is(name, "x-amz-target")) {
          target = value;
        } else if (contentType == null && is(name, "content-type")) {
          contentType = value;
        }
      }
      case 13 -> {
        if (authorization == null && is(name, "authorization")) {
          authorization = value;
        }
      }
      case 14 -> {
        if (contentLength == null && is(name, "content-length")) {
          contentLength = value;
        }
      }
      case 15 -> {
        if (acceptEncoding == null && is(name, "accept-encoding")) {
          acceptEncoding = value;
        }
      }
      case 16 -> {
        if (contentEncoding == null && is(name, "content-encoding")) {
          contentEncoding = value;
        }
      }
      default -> {}
    }
  }

  private static boolean is(CharSequence name, String expected) {
    return AsciiString.contentEqualsIgnoreCase(name, expected);
  }

  private boolean connectionSays(String option) {
    return connection != null && connection.toLowerCase(Locale.ROOT).contains(option);
  }

  /** Says where the body is; the head does not own the array. */
  void body(byte[] bytes, int offset, int length) {
    body = bytes;
    bodyOffset = offset;
    bodyLength = length;
  }

  byte[] bodyBytes() {
    return body;
  }

  int bodyOffset() {
    return bodyOffset;
  }

  int bodyLength() {
    return bodyLength;
  }

  /**
   * Replaces a compressed body by what it says; one that says too much or nothing is left as it is.
   */
  void decodeBody(int limit) {
    ContentCoding coding = ContentCoding.named(contentEncoding);
    byte[] decoded = coding == null ? null : coding.decode(body, bodyOffset, bodyLength, limit);
    if (decoded != null) {
      body(decoded, 0, decoded.length);
    }
  }

  /** Forgets the body, whose array may serve other requests from now on. */
  void forgetBody() {
    plain = null;
    body(NO_BODY, 0, 0);
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public @Nullable String header(String name) {
    return switch (name) {
      case "authorization" -> authorization;
      case "x-amz-date" -> amzDate;
      case "date" -> date;
      case "host" -> host;
      default -> plain == null ? headers.get(name) : plain.header(name);
    };
  }

  @Override
  public void digestBody(MessageDigest digest) {
    digest.update(body, bodyOffset, bodyLength);
  }

  boolean keepAlive() {
    return keepAlive;
  }

  /** True if the client waits for leave to send the body. */
  boolean expectsContinue() {
    return mayContinue && expect != null && expect.equalsIgnoreCase("100-continue");
  }

  @Nullable String target() {
    return target;
  }

  @Nullable String contentType() {
    return contentType;
  }

  @Nullable String host() {
    return host;
  }

  @Nullable String origin() {
    return origin;
  }

  @Nullable String acceptEncoding() {
    return acceptEncoding;
  }

  @Nullable String contentEncoding() {
    return contentEncoding;
  }

  /** The length that the client announced; -1 if it did not. The decoder has checked its form. */
  long contentLength() {
    return contentLength == null ? -1 : Long.parseLong(contentLength.strip());
  }
}
