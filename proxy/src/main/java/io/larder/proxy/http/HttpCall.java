package io.larder.proxy.http;

import io.larder.proxy.call.Call;
import io.larder.proxy.call.Source;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A call that came by HTTP, with what its answer must observe. A connection has one of these, for
 * it answers one request at a time; whoever handles the call owns it until the answer is written.
 */
final class HttpCall {
  final Call call;
  final RequestHead head;

  /** The body, if it did not come whole. */
  final RequestBody body;

  BodyType bodyType = BodyType.UNSPECIFIED;
  @Nullable ContentCoding replyCoding;
  boolean keepAlive;

  /** A browser may show the answer to the page that asked. */
  boolean showsBrowsers;

  HttpCall(Source source, RequestBody body, RequestMemory memory) {
    this.head = new RequestHead(source);
    this.call = new Call(source, memory, head::header);
    this.body = body;
  }

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
    call.begin();
    bodyType = BodyType.UNSPECIFIED;
    replyCoding = null;
    keepAlive = head.keepAlive();
    showsBrowsers = head.origin() != null;
  }

  /** Lets go of the body and of what the call holds; may be done again. */
  void end() {
    forgetBody();
    call.end();
  }

  /** Lets go of the body, once it is decoded. */
  void forgetBody() {
    head.forgetBody();
    body.clear();
  }
}
