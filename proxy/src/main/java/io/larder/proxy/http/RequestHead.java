package io.larder.proxy.http;

import io.larder.protocol.error.ServiceException;
import io.larder.proxy.call.Source;
import io.larder.proxy.net.Peer;
import io.larder.security.auth.Header;
import io.larder.security.auth.HeaderFields;
import io.larder.security.auth.SignedRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, with the headers that every request is asked for already picked out.
 * Reused for the next request of its connection.
 */
final class RequestHead implements SignedRequest {
  private static final byte[] NO_BODY = {};

  private final Source source;
  private final KnownHeader.Texts known = new KnownHeader.Texts();
  private HttpHeaders headers = EmptyHttpHeaders.INSTANCE;
  private @Nullable PlainRequest plain;
  private String method = "";
  private String path = "";
  private String query = "";
  private boolean keepAlive;
  private boolean mayContinue;

  private byte[] body = NO_BODY;
  private int bodyOffset;
  private int bodyLength;

  RequestHead(Source source) {
    this.source = source;
  }

  /** Takes over what {@code request} says, its body too. */
  void read(PlainRequest request) {
    headers = EmptyHttpHeaders.INSTANCE;
    plain = request;
    method = "POST";
    path = "/";
    query = "";
    known.copy(request.headers());
    keepAlive = true;
    body(request.bytes(), request.bodyOffset(), request.bodyLength());
  }

  /** Takes over what {@code request} says. */
  void read(HttpRequest request) {
    headers = request.headers();
    plain = null;
    method = request.method().name();
    RequestTarget target = RequestTarget.of(request.uri());
    path = target.path();
    query = target.query();
    known.clear();
    if (target.authority() != null) {
      known.put(KnownHeader.HOST, target.authority());
    }
    var entries = headers.iteratorCharSequence();
    while (entries.hasNext()) {
      Map.Entry<CharSequence, CharSequence> entry = entries.next();
      AsciiString name = AsciiString.of(entry.getKey());
      KnownHeader header = KnownHeader.of(name.array(), name.arrayOffset(), name.length());
      if (header != null) {
        take(header, entry.getValue().toString());
      }
    }
    boolean isHttp11 = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    keepAlive = isHttp11 ? !connectionSays("close") : connectionSays("keep-alive");
    mayContinue = isHttp11;
    body(NO_BODY, 0, 0);
  }

  private void take(KnownHeader header, String value) {
    String before = known.get(header);
    if (before == null) {
      known.put(header, value);
    } else if (header.isList()) {
      known.put(header, before + ", " + value);
    }
  }

  private boolean connectionSays(String option) {
    String connection = known.get(KnownHeader.CONNECTION);
    return connection != null
        && Arrays.stream(connection.split(",", -1))
            .anyMatch(each -> each.strip().equalsIgnoreCase(option));
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

  /** The body in an array of its own. */
  byte[] copyOfBody() {
    return Arrays.copyOfRange(body, bodyOffset, bodyOffset + bodyLength);
  }

  int bodyOffset() {
    return bodyOffset;
  }

  int bodyLength() {
    return bodyLength;
  }

  /**
   * Replaces a compressed body by what it says.
   *
   * @throws ServiceException if it is not coded as its header says, or says more than {@code limit}
   *     bytes
   */
  void decodeBody(int limit) {
    ContentCoding coding = ContentCoding.of(contentEncoding());
    if (coding != null) {
      byte[] decoded = coding.decode(body, bodyOffset, bodyLength, limit);
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
      case "authorization" -> known.get(KnownHeader.AUTHORIZATION);
      case "x-amz-date" -> known.get(KnownHeader.AMZ_DATE);
      case "date" -> known.get(KnownHeader.DATE);
      case "host" -> host();
      case "user-agent" -> known.get(KnownHeader.USER_AGENT);
      case "referer" -> known.get(KnownHeader.REFERER);
      default -> first(name);
    };
  }

  private @Nullable String first(String name) {
    return allHeaders().stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Header> allHeaders() {
    return plain == null
        ? headers.entries().stream()
            .map(header -> new Header(header.getKey(), header.getValue().strip()))
            .toList()
        : plain.fields().all();
  }

  @Override
  public HeaderFields fields() {
    return plain == null ? HeaderFields.of(allHeaders()) : plain.fields();
  }

  @Override
  public @Nullable String certificateSubject() {
    Peer.TlsSession tls = source.peer().tls();
    return tls == null ? null : tls.subject();
  }

  @Override
  public @Nullable InetAddress sourceAddress() {
    return source.internetAddress();
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
    String expect = known.get(KnownHeader.EXPECT);
    return mayContinue && expect != null && expect.equalsIgnoreCase("100-continue");
  }

  @Nullable String target() {
    return known.get(KnownHeader.TARGET);
  }

  @Nullable String contentType() {
    return known.get(KnownHeader.CONTENT_TYPE);
  }

  @Nullable String host() {
    return known.get(KnownHeader.HOST);
  }

  @Nullable String origin() {
    return known.get(KnownHeader.ORIGIN);
  }

  @Nullable String acceptEncoding() {
    return known.get(KnownHeader.ACCEPT_ENCODING);
  }

  @Nullable String contentEncoding() {
    return known.get(KnownHeader.CONTENT_ENCODING);
  }

  /** The length that the client announced; -1 if it did not. The decoder has checked its form. */
  long contentLength() {
    String contentLength = known.get(KnownHeader.CONTENT_LENGTH);
    return contentLength == null ? -1 : Long.parseLong(contentLength.strip());
  }
}
