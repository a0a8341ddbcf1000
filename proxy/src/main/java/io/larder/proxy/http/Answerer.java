package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Completion;
import io.larder.proxy.flow.ConnectionFlow;
import io.larder.proxy.flow.Delivery;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.query.QueryAnswer;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of one connection: encodes, compresses and writes. For the loop's thread, but
 * for what {@link Delivery} has done beside it.
 */
final class Answerer implements Delivery.Answerer {
  private static final byte[] EMPTY = {};
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;
  private static final int MIN_COMPRESSED = 4 * 1024;

  private final ConnectionFlow flow;
  private final RequestProcessor processor;
  private final HttpLoop loop;
  private final HttpCall call;
  private final Delivery delivery;

  Answerer(
      ConnectionFlow flow,
      RequestProcessor processor,
      HttpLoop loop,
      RequestMemory memory,
      HttpCall call) {
    this.flow = flow;
    this.processor = processor;
    this.loop = loop;
    this.call = call;
    this.delivery = processor.delivery(this, flow, call.call, memory);
  }

  /** Answers the request, which is wholly there. */
  void answer() {
    call.call.start(System.nanoTime());
    FormCalls forms = processor.forms(call);
    if (forms != null) {
      flow.handOver();
      forms.answer(call, answer -> flow.answerOnLoop(() -> write(answer)));
      return;
    }
    FixedReply fixed = processor.fixedReply(call);
    if (fixed != null) {
      loop.replies.nextRequestId();
      if (!fixed.status().isOk()) {
        call.call.fail(Outcome.ERROR);
      }
      int length = fixed.body().copyTo(loop.scratch, 0);
      write(fixed.status(), fixed.extraHeaders(), loop.scratch, length);
      return;
    }
    delivery.answer(
        Delivery.isLarge(call.head.bodyLength()) || call.head.contentEncoding() != null);
  }

  private void write(QueryAnswer answer) {
    loop.replies.nextRequestId();
    loop.replies.takeRequestId(answer.requestId());
    call.bodyType = BodyType.XML;
    Status status = answer.status() == OK ? Status.OK : Status.ofError(answer.status());
    if (!status.isOk()) {
      call.call.fail(answer.status() < SERVER_ERROR ? Outcome.ERROR : Outcome.FAULT);
    }
    byte[] xml = answer.xml().getBytes(UTF_8);
    write(status, null, xml, xml.length);
  }

  @Override
  public @Nullable Response process(Completion completion) {
    return processor.process(call, completion);
  }

  @Override
  public Runnable encode(Response response, long bytes) {
    var json = new JsonWriter(Math.toIntExact(bytes + bytes / 8));
    ResponseEncoder.encode(response, json);
    ContentCoding coding = AcceptEncoding.preferred(call.head.acceptEncoding());
    byte[] body = coding == null ? json.buffer() : coding.encode(json.buffer(), json.length());
    int length = coding == null ? json.length() : body.length;
    return () -> {
      begin(response);
      call.replyCoding = coding;
      write(Status.OK, null, body, length);
    };
  }

  @Override
  public void write(Response response) {
    JsonWriter json = loop.json();
    try {
      ResponseEncoder.encode(response, json);
    } catch (RuntimeException failure) {
      delivery.tell(Answer.of(failure));
      return;
    }
    begin(response);
    reply(Status.OK, json);
  }

  /** Has the answer carry an id: the one by which an upstream knows the call, if it has one. */
  private void begin(Response response) {
    nextRequestId(response instanceof ForwardedResponse forwarded ? forwarded.requestId() : null);
  }

  @Override
  public void refuse(ServiceError error) {
    nextRequestId(error instanceof ServiceError.Relayed relayed ? relayed.requestId() : null);
    reply(error);
  }

  /** The answer's id: what the call was recorded under, or what an upstream knows it by. */
  private void nextRequestId(@Nullable String relayed) {
    loop.replies.nextRequestId();
    String recorded = call.call.requestId();
    loop.replies.takeRequestId(recorded == null ? relayed : recorded);
  }

  @Override
  public void fail(Answer.Failed failed) {
    nextRequestId(null);
    reply(loop.defects.note(failed, call.call, loop.replies.requestId()));
  }

  private void reply(ServiceError error) {
    JsonWriter json = loop.json();
    ErrorEncoder.encode(error, json);
    call.call.fail(error);
    call.replyCoding = null;
    reply(Status.ofError(error.httpStatus()), json);
  }

  private void reply(Status status, JsonWriter json) {
    int length = json.length();
    ContentCoding coding =
        length < MIN_COMPRESSED ? null : AcceptEncoding.preferred(call.head.acceptEncoding());
    if (coding == null) {
      write(status, null, json.buffer(), length);
    } else if (Delivery.isLarge(length)) {
      compress(coding, status, json.toByteArray());
    } else {
      write(status, coding, coding.encode(json.buffer(), length));
    }
  }

  /** Compresses beside the loop; what cannot be compressed is sent as it is. */
  private void compress(ContentCoding coding, Status status, byte[] plain) {
    flow.handOver();
    Completion uncompressed = _ -> flow.answerOnLoop(() -> write(status, null, plain));
    try {
      processor.offload(
          () -> {
            byte[] coded = coding.encode(plain, plain.length);
            flow.answerOnLoop(() -> write(status, coding, coded));
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
    call.keepAlive &= !flow.isDraining();
    long now = System.nanoTime();
    ByteBuf out = flow.replies().buffer(ReplyWriter.MAX_HEAD_BYTES + length);
    int before = out.readableBytes();
    loop.replies.write(call, status, extraHeaders, bytes, length, now, out);
    call.call.count(loop.metrics, now);
    flow.answered(now, out.readableBytes() - before, call.keepAlive);
  }
}
