package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.security.auth.Header;
import io.larder.security.auth.SignedRequest;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as a client sends it. */
record TestRequest(
    String method,
    String path,
    String query,
    List<Header> headers,
    String body,
    @Nullable InetAddress source)
    implements SignedRequest {
  TestRequest {
    headers = List.copyOf(headers);
  }

  static TestRequest post(String body) {
    return new TestRequest("POST", "/", "", List.of(), body, null);
  }

  TestRequest with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return withHeaders(more);
  }

  TestRequest without(String name) {
    return withHeaders(
        headers.stream().filter(header -> !header.name().equalsIgnoreCase(name)).toList());
  }

  /** The same with another value in the place of a header's. */
  TestRequest instead(String name, String value) {
    return withHeaders(
        headers.stream()
            .map(header -> header.name().equalsIgnoreCase(name) ? new Header(name, value) : header)
            .toList());
  }

  TestRequest withHeaders(List<Header> others) {
    return new TestRequest(method, path, query, others, body, source);
  }

  TestRequest withBody(String other) {
    return new TestRequest(method, path, query, headers, other, source);
  }

  TestRequest withQuery(String other) {
    return new TestRequest(method, path, other, headers, body, source);
  }

  TestRequest from(InetAddress address) {
    return new TestRequest(method, path, query, headers, body, address);
  }

  @Override
  public @Nullable String header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Header> allHeaders() {
    return headers;
  }

  @Override
  public void digestBody(MessageDigest digest) {
    digest.update(body.getBytes(ISO_8859_1));
  }

  @Override
  public @Nullable InetAddress sourceAddress() {
    return source;
  }
}
