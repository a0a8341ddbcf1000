package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.proxy.net.Peer;
import io.larder.security.auth.Header;
import io.larder.security.auth.Network;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the admin port; good until it is answered. */
final class AdminRequest implements SignedRequest, RequestContext {
  private static final Network ADMIN = new Network("admin", null, null);

  private final FullHttpRequest request;
  private final @Nullable InetAddress source;
  private final @Nullable InetAddress asked;
  private final boolean isSecure;
  private final @Nullable Tls tls;
  private final String path;
  private final String query;

  /**
   * @param source whence the connection came
   * @param asked the address of this server that it came to
   */
  AdminRequest(
      FullHttpRequest request,
      @Nullable InetAddress source,
      @Nullable InetAddress asked,
      boolean isSecure,
      Peer.@Nullable TlsSession tls) {
    this.request = request;
    this.source = source;
    this.asked = asked;
    this.isSecure = isSecure;
    this.tls = tls == null ? null : new Tls(tls.version(), tls.cipherSuite());
    String uri = request.uri();
    int mark = uri.indexOf('?');
    this.path = mark < 0 ? uri : uri.substring(0, mark);
    this.query = mark < 0 ? "" : uri.substring(mark + 1);
  }

  @Override
  public String method() {
    return request.method().name();
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
    return request.headers().get(name);
  }

  @Override
  public List<Header> allHeaders() {
    return request.headers().entries().stream()
        .map(header -> new Header(header.getKey(), header.getValue()))
        .toList();
  }

  @Override
  public void digestBody(MessageDigest digest) {
    digest.update(request.content().nioBuffer());
  }

  @Override
  public @Nullable InetAddress sourceAddress() {
    return source;
  }

  @Override
  public boolean isSecure() {
    return isSecure;
  }

  @Override
  public @Nullable Tls tls() {
    return tls;
  }

  @Override
  public boolean isDax() {
    return false;
  }

  @Override
  public Network network() {
    return ADMIN;
  }

  @Override
  public @Nullable String userAgent() {
    return header("user-agent");
  }

  @Override
  public @Nullable String referer() {
    return header("referer");
  }

  /** The address that the caller has connected to; null if it was gone before that. */
  @Nullable InetAddress asked() {
    return asked;
  }

  String body() {
    return request.content().toString(UTF_8);
  }
}
