package io.larder.proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 9112 asks of the head of a request beyond what Netty's decoder sees to. Two readers of a
 * head that breaks these rules may take it for different requests.
 */
final class HeadRules {
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");

  private HeadRules() {}

  /** Why a request line with that version is refused; null if it is not. */
  static @Nullable Status faultOfVersion(String version) {
    if (!VERSION.matcher(version).matches()) {
      return Status.BAD_REQUEST;
    }
    return version.startsWith("HTTP/1.") ? null : Status.VERSION_NOT_SUPPORTED;
  }

  /** Why a request with that head is refused; null if it is not. */
  static @Nullable Status fault(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean mayOmitHost = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
    if (hosts.size() > 1
        || (hosts.isEmpty() && !mayOmitHost)
        || !hosts.stream().allMatch(Authority::isValid)
        || !RequestTarget.isValid(request.uri())) {
      return Status.BAD_REQUEST;
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean isChunkedAlone =
        codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
    return codings.isEmpty() || isChunkedAlone ? null : Status.NOT_IMPLEMENTED;
  }

  /**
   * True if a line of the head in {@code in} begins with what cannot begin one, above all a blank:
   * a folded header (RFC 9112, 5.2), or one before the first (2.2). {@code in} begins with a line.
   */
  static boolean hasMisshapenLine(ByteBuf in) {
    int end = in.writerIndex();
    int at = in.readerIndex();
    while (at < end && in.getByte(at) != '\r') {
      if (in.getByte(at) <= ' ') {
        return true;
      }
      int lineEnd = in.indexOf(at, end, (byte) '\n');
      if (lineEnd < 0) {
        return false;
      }
      at = lineEnd + 1;
    }
    return false;
  }
}
