package io.larder.proxy.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.partiql.Statement;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.JsonApi;
import io.larder.proxy.admin.WebConsole;
import io.larder.proxy.call.Answer;
import io.larder.proxy.call.Call;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.Source;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.Peer;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.signature.CredentialRegion;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Operations of DynamoDB that a page asks for: through the gates, the caches and the audit as those
 * of every client. They count for no metrics, which are of clients. Blocks.
 */
final class OperationCalls {
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final int OK = 200;

  private static final ServiceError READ_ONLY =
      new ServiceError.AccessDenied("The console changes nothing (console.mode is read-only)");

  private final OperationDoors doors;
  private final boolean mayChange;
  private final Supplier<UUID> requestIds;

  OperationCalls(OperationDoors doors, boolean mayChange, Supplier<UUID> requestIds) {
    this.doors = doors;
    this.mayChange = mayChange;
    this.requestIds = requestIds;
  }

  /** The answer to a call, whoever made it. */
  WebConsole.Answer answer(JsonApi.Call asked) {
    var call = new Call(source(asked.context()), doors.memory(), asked.request()::header);
    call.begin();
    call.start(System.nanoTime());
    try {
      return told(call, recorded(call, outcome(call, asked)));
    } finally {
      call.end();
    }
  }

  private static Source source(RequestContext context) {
    var address = context.sourceAddress();
    var peer = new Peer(address == null ? null : new InetSocketAddress(address, 0));
    RequestContext.Tls tls = context.tls();
    if (tls != null) {
      peer.secured(new Peer.TlsSession(tls.version(), tls.cipherSuite(), null));
    }
    return new Source(ClientProtocol.HTTP, peer, context.isSecure(), context.network());
  }

  private Answer outcome(Call call, JsonApi.Call asked) {
    var later = new CompletableFuture<Answer>();
    try {
      Response response = process(call, asked, later::complete);
      return response == null ? later.join() : new Answer.Answered(response);
    } catch (RuntimeException failure) {
      return Answer.of(failure);
    }
  }

  private @Nullable Response process(Call call, JsonApi.Call asked, Completion completion) {
    String contentType = asked.request().header("content-type");
    String target = asked.request().header("x-amz-target");
    Operation operation = target == null ? null : Operation.of(target);
    // A page of a stranger can send neither without asking first.
    if (operation == null || !CONTENT_TYPE.equals(contentType)) {
      throw new ServiceException(new ServiceError.UnknownOperation());
    }
    call.name(operation);
    Authenticator authenticator = doors.authenticator();
    // Where nobody is verified, a page has no key to sign with.
    Principal caller =
        authenticator.isStrict()
            ? authenticator.authenticate(asked.request())
            : Principal.UNVERIFIED;
    call.authenticated(caller);
    byte[] body = asked.body().getBytes(UTF_8);
    Request<?> request = RequestDecoder.decode(operation, body, 0, body.length, doors.report());
    call.decoded(caller, request, body.length);
    if (!mayChange && !onlyLooks(request)) {
      throw new ServiceException(READ_ONLY);
    }
    String region =
        authenticator.isStrict() && doors.regions().areApart()
            ? CredentialRegion.of(asked.request())
            : null;
    return doors.regions().dispatch(call, region, doors.endpoint(), completion);
  }

  /** True if nothing is other than before, once it is answered. */
  private static boolean onlyLooks(Request<?> request) {
    return switch (request) {
      case Request.Write<?> _, Request.Change<?> _, ForwardedRequest _ -> false;
      case ExecuteStatementRequest execute -> execute.statement() instanceof Statement.Select;
      case Request.Statements<?> _ -> false;
      default -> true;
    };
  }

  /** What may be told, once it is recorded what came of the call. */
  private Answer recorded(Call call, Answer answer) {
    var later = new CompletableFuture<Answer>();
    Answer told = doors.regions().home().ended(call, answer, later::complete);
    return told == null ? later.join() : told;
  }

  private WebConsole.Answer told(Call call, Answer answer) {
    String recorded = call.requestId();
    String requestId = recorded == null ? requestIds.get().toString() : recorded;
    return switch (answer) {
      case Answer.Answered(Response response) -> {
        var json = new JsonWriter();
        try {
          // As bytes, as text, and as it goes to the network.
          call.hold(4 * response.itemBytes());
          ResponseEncoder.encode(response, json);
        } catch (ServiceException refused) {
          yield refusal(refused.error(), requestId);
        }
        yield told(OK, requestId, json);
      }
      case Answer.Refused(ServiceError error) -> refusal(error, requestId);
      case Answer.Failed failed ->
          refusal(doors.defects().note(failed, call, requestId), requestId);
    };
  }

  private static WebConsole.Answer refusal(ServiceError error, String requestId) {
    var json = new JsonWriter();
    ErrorEncoder.encode(error, json);
    return told(error.httpStatus(), requestId, json);
  }

  private static WebConsole.Answer told(int status, String requestId, JsonWriter json) {
    return new WebConsole.Answer(
        status,
        CONTENT_TYPE,
        new String(json.buffer(), 0, json.length(), UTF_8),
        Map.of("x-amzn-requestid", requestId));
  }
}
