package io.larder.proxy.dax;

import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.dax.request.RequestDecoder;
import io.larder.protocol.dax.response.ErrorEncoder;
import io.larder.protocol.dax.response.MissingAttributeLists;
import io.larder.protocol.dax.response.ResponseEncoder;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Completion;
import io.larder.proxy.flow.ConnectionFlow;
import io.larder.proxy.flow.Delivery;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.MustBlockException;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls of one connection: finds out what is called, and encodes and writes what comes
 * of it. For the loop's thread, but for what {@link Delivery} has done beside it.
 */
final class DaxAnswerer implements Delivery.Answerer {
  private static final int FRAME_HEAD = 8;
  private static final int LAST_FRAME = 1;
  private static final int MAX_PART_OF_ANSWER = 8;

  private final DaxConnection connection;
  private final ConnectionFlow flow;
  private final DaxService service;
  private final DaxLoop loop;
  private final DaxCall call;
  private final Authorization authorization;
  private final Delivery delivery;

  private DaxService.Reading reading;
  private boolean isFramed;

  DaxAnswerer(
      DaxConnection connection,
      ConnectionFlow flow,
      DaxService service,
      DaxLoop loop,
      RequestMemory memory,
      DaxCall call) {
    this.connection = connection;
    this.flow = flow;
    this.service = service;
    this.loop = loop;
    this.call = call;
    this.authorization = new Authorization(service.authenticator(), call.call.source());
    this.delivery = new Delivery(this, flow, call.call, service.dispatcher(), memory);
    this.reading = service.reading("");
  }

  /** Does as the client wishes that says this. */
  void greet(Prelude prelude) {
    isFramed = prelude.isFramed();
    reading = service.reading(prelude.userAgent());
  }

  /** Answers the request, which is wholly there. */
  void answer() {
    call.call.start(System.nanoTime());
    if (call.method == DaxMethod.AUTHORIZE_CONNECTION) {
      authorization.authorize(call.arguments());
      flow.done(true);
    } else if (call.method.operation() != null) {
      delivery.answer(Delivery.isLarge(call.length()));
    } else {
      answerMetadata();
    }
  }

  private void answerMetadata() {
    CborWriter out = loop.out();
    if (call.method == DaxMethod.ENDPOINTS) {
      // Also to those who prove nothing, or their users would not be told why they are refused.
      service.metadata().endpoints(connection.localAddress(), out);
      write(out);
      return;
    }
    try {
      call.call.authenticated(authorization.principal());
      if (call.method != DaxMethod.DEFINE_KEY_SCHEMA) {
        requireMetadata(null);
      }
    } catch (ServiceException refused) {
      deny(refused);
      return;
    }
    try {
      switch (call.method) {
        case DEFINE_KEY_SCHEMA -> tellSchema(Metadata.tableName(call.arguments()));
        case DEFINE_ATTRIBUTE_LIST -> {
          int id = call.arguments().readInt();
          tell(
              service.metadata().knownList(id),
              () -> service.metadata().findList(id),
              names -> Metadata.write(names, loop.out()));
        }
        case DEFINE_ATTRIBUTE_LIST_ID ->
            after(
                service.metadata().attributeListId(call.arguments()),
                id -> write(loop.out().beginArray(0).writeInt(id)));
        default -> {
          call.call.fail(Outcome.ERROR);
          ErrorEncoder.encodeNotImplemented(call.method.wireName(), loop.nextRequestId(), out);
          write(out);
        }
      }
    } catch (ServiceException refused) {
      refuse(refused.error());
    } catch (MalformedCbor e) {
      refuse(new ServiceError.Validation("The arguments of the request are malformed"));
    }
  }

  /** Refuses what is no operation, by the name that it is recorded under. */
  private void deny(ServiceException refused) {
    call.call.name(call.method.wireName());
    delivery.refuse(refused.error());
  }

  private void tellSchema(String table) {
    KeySchema known = null;
    try {
      requireMetadata(table);
      known = service.metadata().knownSchema(table);
    } catch (MustBlockException _) {
      // It is asked again where it is looked for.
    } catch (ServiceException refused) {
      deny(refused);
      return;
    }
    tell(known, () -> findSchema(table), schema -> Metadata.write(schema, loop.out()));
  }

  private void requireMetadata(@Nullable String table) {
    authorizer().authorizeMetadata(call.call.principal(), method(), table, call.call);
  }

  private KeySchema findSchema(String table) {
    try {
      authorizer().authorizeMetadataBlocking(call.call.principal(), method(), table, call.call);
    } catch (ServiceException refused) {
      call.call.name(call.method.wireName());
      throw refused;
    }
    return service.metadata().findSchema(table);
  }

  private Authorizer authorizer() {
    return service.dispatcher().authorizer();
  }

  /** As policies name it. */
  private String method() {
    String name = call.method.wireName();
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Writes what is known, or else what is found beside the loop. */
  private <T> void tell(@Nullable T known, Supplier<T> finding, Function<T, CborWriter> answer) {
    if (known != null) {
      write(answer.apply(known));
      return;
    }
    flow.handOver();
    try {
      service
          .dispatcher()
          .lookUp(
              () -> {
                T found = finding.get();
                flow.answerOnLoop(() -> write(answer.apply(found)));
              },
              delivery);
    } catch (ServiceException busy) {
      flow.takeBack();
      refuse(busy.error());
    }
  }

  /** Goes on with what {@code future} is completed with. */
  private <T> void after(CompletableFuture<T> future, Consumer<T> next) {
    flow.handOver();
    future.whenComplete(
        (result, failure) ->
            flow.answerOnLoop(
                failure == null
                    ? () -> next.accept(result)
                    : () -> delivery.tell(Answer.of(failure))));
  }

  @Override
  public @Nullable Response process(Completion completion) {
    call.call.name(Objects.requireNonNull(call.method.operation()));
    Principal principal = authorization.principal();
    call.call.authenticated(principal);
    DaxRequest request;
    try {
      request = decode(principal);
    } catch (NotInMemory | MustBlockException _) {
      call.keepBytes();
      service.dispatcher().lookUp(() -> lookUp(principal, completion), completion);
      return null;
    }
    return dispatch(principal, request, completion);
  }

  private void lookUp(Principal principal, Completion completion) {
    DaxRequest request =
        decode(principal, reading.lookingUp(), authorizer()::authorizeRefusalBlocking);
    Response hit = dispatch(principal, request, completion);
    if (hit != null) {
      completion.complete(new Answer.Answered(hit));
    }
  }

  private DaxRequest decode(Principal principal) {
    try {
      return RequestDecoder.decode(call.method, call.arguments(), reading.fromMemory());
    } catch (ServiceException _) {
      return decode(principal, reading.fromMemory(), authorizer()::authorizeRefusal);
    }
  }

  /** Decides whether somebody may be told why a request is refused that names a table. */
  @FunctionalInterface
  private interface Refusal {
    void authorize(Principal principal, String action, String table, RequestContext context);
  }

  /** Decodes the request. What is wrong with it is told to those only who may know its tables. */
  private DaxRequest decode(Principal principal, RequestDecoder.Context context, Refusal refusal) {
    Set<NamedTable> named = new LinkedHashSet<>();
    try {
      return RequestDecoder.decode(
          call.method,
          call.arguments(),
          context.telling((action, table) -> named.add(new NamedTable(action, table))));
    } catch (ServiceException refused) {
      for (NamedTable each : named) {
        refusal.authorize(principal, each.action(), each.table(), call.call);
      }
      throw refused;
    }
  }

  private record NamedTable(String action, String table) {}

  private @Nullable Response dispatch(
      Principal principal, DaxRequest request, Completion completion) {
    int length = call.length();
    call.request = request;
    call.call.decoded(principal, request.request(), length);
    call.forgetBytes();
    return service.dispatcher().dispatch(call.call, "", whole(request.request(), completion));
  }

  private Completion whole(Request<?> request, Completion completion) {
    return request instanceof BatchWriteItemRequest batch
        ? new WholeBatch(batch, service.dispatcher(), connection.executor(), completion)
        : completion;
  }

  @Override
  public Runnable encode(Response response, long bytes) {
    var out = new CborWriter(Math.toIntExact(bytes + bytes / MAX_PART_OF_ANSWER));
    DaxRequest request = Objects.requireNonNull(call.request);
    try {
      ResponseEncoder.encode(request, response, service.lists(), out);
    } catch (MissingAttributeLists missing) {
      service.register(missing.lists()).join();
      out.clear();
      ResponseEncoder.encode(request, response, service.lists(), out);
    }
    return () -> write(out);
  }

  @Override
  public void write(Response response) {
    DaxRequest request = Objects.requireNonNull(call.request);
    write(out -> ResponseEncoder.encode(request, response, service.lists(), out), false);
  }

  @Override
  public void refuse(ServiceError error) {
    write(error, nextRequestId());
  }

  /** The answer's id: what the call was recorded under, if it was. */
  private String nextRequestId() {
    String recorded = call.call.requestId();
    return recorded == null ? loop.nextRequestId() : recorded;
  }

  @Override
  public void fail(Answer.Failed failed) {
    String requestId = nextRequestId();
    write(loop.defects.note(failed, call.call, requestId), requestId);
  }

  private void write(ServiceError error, String requestId) {
    call.call.fail(error);
    write(out -> ErrorEncoder.encode(error, requestId, call.request, service.lists(), out), false);
  }

  /** Writes an answer; if it needs lists that have no number, once they have. */
  private void write(Consumer<CborWriter> answer, boolean isAgain) {
    CborWriter out = loop.out();
    try {
      answer.accept(out);
    } catch (MissingAttributeLists missing) {
      if (isAgain) {
        throw new IllegalStateException("registered lists have no number", missing);
      }
      after(service.register(missing.lists()), _ -> write(answer, true));
      return;
    } catch (RuntimeException failure) {
      delivery.tell(Answer.of(failure));
      return;
    }
    write(out);
  }

  private void write(CborWriter answer) {
    long now = System.nanoTime();
    int length = answer.length();
    ByteBuf out = flow.replies().buffer(FRAME_HEAD + length);
    int before = out.readableBytes();
    if (isFramed) {
      out.writeInt(FRAME_HEAD + length).writeByte(LAST_FRAME).writeMedium(0);
    }
    out.writeBytes(answer.buffer(), 0, length);
    call.call.count(loop.metrics, now);
    flow.answered(now, out.readableBytes() - before, true);
  }
}
