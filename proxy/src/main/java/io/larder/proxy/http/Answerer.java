package io.larder.proxy.http;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Completion;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.ReplyBuffer;
import io.larder.proxy.net.RequestMemory;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of one connection: by its event loop what is at hand and small, and what is
 * decoded, encoded or compressed at length beside it. For the loop's thread, but for the answers
 * that others tell.
 */
final class Answerer implements Completion {
  private static final byte[] EMPTY = {};
  private static final int MIN_COMPRESSED = 4 * 1024;

  private final HttpConnection connection;
  private final RequestProcessor processor;
  private final HttpLoop loop;
  private final RequestMemory memory;
  private final ReplyBuffer replies;
  private final HttpCall call;

  Answerer(
      HttpConnection connection,
      RequestProcessor processor,
      HttpLoop loop,
      RequestMemory memory,
      ReplyBuffer replies,
      HttpCall call) {
    this.connection = connection;
    this.processor = processor;
    this.loop = loop;
    this.memory = memory;
    this.replies = replies;
    this.call = call;
  }

  /** Answers the request, which is wholly there. */
  void answer() {
    call.call.start(System.nanoTime());
    FixedReply fixed = processor.fixedReply(call);
    if (fixed != null) {
      loop.replies.nextRequestId();
      if (fixed.status() != Status.OK) {
        call.call.fail(Outcome.ERROR);
      }
      int length = fixed.body().copyTo(loop.scratch, 0);
      write(fixed.status(), fixed.extraHeaders(), loop.scratch, length);
      return;
    }
    Response response;
    // Before it is done, because the answer may be on its way when the call returns.
    connection.handOver();
    try {
      response = mustLeaveLoop() ? processBesideLoop() : processor.process(call, this);
    } catch (Throwable failure) {
      connection.takeBack();
      tell(Answer.of(failure));
      return;
    }
    if (response != null) {
      connection.takeBack();
      succeed(response);
    }
  }

  private boolean mustLeaveLoop() {
    return call.head.bodyLength() > LoopResources.SCRATCH_SIZE
        || call.head.contentEncoding() != null;
  }

  private @Nullable Response processBesideLoop() {
    processor.offload(
        () -> {
          call.head.decodeBody(call.body.limit());
          Response response = processor.process(call, this);
          if (response != null) {
            complete(new Answer.Answered(response));
          }
        },
        this);
    return null;
  }

  /** Brings an answer from another thread back to the event loop, unless it is large. */
  @Override
  public void complete(Answer answer) {
    if (answer instanceof Answer.Answered(Response response)) {
      long bytes = call.call.isRead() ? response.itemBytes() : 0;
      if (isLarge(bytes)) {
        completeAtLength(response, bytes);
        return;
      }
    }
    connection.answerOnLoop(() -> tell(answer));
  }

  private void completeAtLength(Response response, long bytes) {
    try {
      // Once as it is encoded, once as it goes to the network.
      call.call.hold(2 * bytes);
      processor.offload(() -> answerAtLength(response, bytes), this);
    } catch (ServiceException refused) {
      complete(new Answer.Refused(refused.error()));
    }
  }

  /** Encodes and compresses a large answer, for which there is room. Not on the event loop. */
  private void answerAtLength(Response response, long bytes) {
    var json = new JsonWriter(Math.toIntExact(bytes + bytes / 8));
    ResponseEncoder.encode(response, json);
    ContentCoding coding = AcceptEncoding.preferred(call.head.acceptEncoding());
    byte[] body = coding == null ? json.buffer() : coding.encode(json.buffer(), json.length());
    int length = coding == null ? json.length() : body.length;
    connection.answerOnLoop(
        () -> {
          loop.replies.nextRequestId();
          call.replyCoding = coding;
          write(Status.OK, null, body, length);
        });
  }

  private void tell(Answer answer) {
    switch (answer) {
      case Answer.Answered(Response response) -> succeed(response);
      case Answer.Refused(ServiceError error) -> fail(error);
      case Answer.Failed failed -> {
        loop.replies.nextRequestId();
        reply(loop.defects.note(failed, call.call, loop.replies.requestId()));
      }
    }
  }

  private void succeed(Response response) {
    if (call.call.isRead()) {
      long bytes = response.itemBytes();
      if (isLarge(bytes)) {
        connection.handOver();
        completeAtLength(response, bytes);
        return;
      }
      if (bytes > RequestMemory.FREE_ANSWER && !memory.has(bytes)) {
        fail(RequestMemory.REFUSED);
        return;
      }
    }
    JsonWriter json = loop.json();
    try {
      ResponseEncoder.encode(response, json);
    } catch (RuntimeException failure) {
      tell(Answer.of(failure));
      return;
    }
    loop.replies.nextRequestId();
    reply(Status.OK, json);
  }

  private static boolean isLarge(long bytes) {
    return bytes > LoopResources.SCRATCH_SIZE;
  }

  /** Answers with {@code error}. */
  void fail(ServiceError error) {
    loop.replies.nextRequestId();
    reply(error);
  }

  private void reply(ServiceError error) {
    JsonWriter json = loop.json();
    ErrorEncoder.encode(error, json);
    call.call.fail(Outcome.of(error));
    call.replyCoding = null;
    reply(Status.of(error.httpStatus()), json);
  }

  private void reply(Status status, JsonWriter json) {
    int length = json.length();
    ContentCoding coding =
        length < MIN_COMPRESSED ? null : AcceptEncoding.preferred(call.head.acceptEncoding());
    if (coding == null) {
      write(status, null, json.buffer(), length);
    } else if (isLarge(length)) {
      compress(coding, status, json.toByteArray());
    } else {
      write(status, coding, coding.encode(json.buffer(), length));
    }
  }

  /** Compresses beside the loop; what cannot be compressed is sent as it is. */
  private void compress(ContentCoding coding, Status status, byte[] plain) {
    connection.handOver();
    Completion uncompressed = _ -> connection.answerOnLoop(() -> write(status, null, plain));
    try {
      processor.offload(
          () -> {
            byte[] coded = coding.encode(plain, plain.length);
            connection.answerOnLoop(() -> write(status, coding, coded));
          },
          uncompressed);
    } catch (ServiceException busy) {
      uncompressed.complete(new Answer.Refused(busy.error()));
    }
  }

  private void write(Status status, @Nullable ContentCoding coding, byte[] body) {
    call.replyCoding = coding;
    write(status, null, body, body.length);
  }

  /** Answers with {@code status} and nothing else. */
  void refuse(Status status) {
    loop.replies.nextRequestId();
    call.call.fail(Outcome.ERROR);
    write(status, null, EMPTY, 0);
  }

  private void write(Status status, @Nullable String extraHeaders, byte[] bytes, int length) {
    call.keepAlive &= !connection.isDraining();
    long now = System.nanoTime();
    ByteBuf out = replies.buffer(ReplyWriter.MAX_HEAD_BYTES + length);
    int before = out.readableBytes();
    loop.replies.write(call, status, extraHeaders, bytes, length, now, out);
    call.call.count(loop.metrics, now);
    connection.answered(now, out.readableBytes() - before);
  }
}
