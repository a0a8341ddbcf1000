package io.larder.proxy.http;

import io.larder.protocol.json.Operation;
import io.larder.proxy.metrics.Outcome;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request with what its answer must observe. A connection has one of these, for it answers one
 * request at a time; whoever handles the request owns it until the answer is written.
 */
final class Exchange {
  final RequestHead head = new RequestHead();

  BodyType bodyType = BodyType.UNSPECIFIED;
  CacheMark cacheMark = CacheMark.NONE;
  @Nullable ContentCoding replyCoding;
  boolean keepAlive;

  /** A browser may show the answer to the page that asked. */
  boolean showsBrowsers;

  /** Null until the target is known to name one. */
  @Nullable Operation operation;

  Outcome outcome = Outcome.SUCCESS;
  long startedNanos;

  /** Prepares for {@code request}. */
  void begin(HttpRequest request) {
    head.read(request);
    begin();
  }

  /** Prepares for {@code request}, which is wholly there. */
  void begin(PlainRequest request) {
    head.read(request);
    begin();
  }

  private void begin() {
    outcome = Outcome.SUCCESS;
    bodyType = BodyType.UNSPECIFIED;
    cacheMark = CacheMark.NONE;
    replyCoding = null;
    keepAlive = head.keepAlive();
    showsBrowsers = head.origin() != null;
    operation = null;
  }

  /** Lets go of what the request held. */
  void end() {
    head.forgetBody();
  }
}
