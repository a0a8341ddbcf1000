package io.larder.proxy.http;

import io.larder.protocol.operation.Operation;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request with what its answer must observe. A connection has one of these, for it answers one
 * request at a time; whoever handles the request owns it until the answer is written.
 */
final class Exchange {
  final RequestHead head = new RequestHead();

  /** The body, if it did not come whole. */
  final RequestBody body;

  private final RequestMemory memory;

  /** Memory taken for the request besides that of its body as it came. */
  private long held;

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

  Exchange(RequestBody body, RequestMemory memory) {
    this.body = body;
    this.memory = memory;
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
    outcome = Outcome.SUCCESS;
    bodyType = BodyType.UNSPECIFIED;
    cacheMark = CacheMark.NONE;
    replyCoding = null;
    keepAlive = head.keepAlive();
    showsBrowsers = head.origin() != null;
    operation = null;
  }

  /** True if the request is a read that was decoded. */
  boolean isRead() {
    return cacheMark != CacheMark.NONE;
  }

  /**
   * Lets go of the body, which was decoded, and takes the memory that the request needs from now on
   * to its answer.
   *
   * @throws io.larder.protocol.error.ServiceException Throttling, if there is not so much
   */
  void hold(long bytes) {
    forgetBody();
    memory.require(bytes);
    held += bytes;
  }

  /** Lets go of what the request held; may be done again. */
  void end() {
    forgetBody();
    memory.giveBack(held);
    held = 0;
  }

  private void forgetBody() {
    head.forgetBody();
    body.clear();
  }
}
