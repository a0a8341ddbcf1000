package io.larder.proxy.http;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonBytes;
import io.larder.proxy.call.Call;
import io.larder.proxy.call.Completion;
import io.larder.proxy.call.Regions;
import io.larder.proxy.flow.ConnectionFlow;
import io.larder.proxy.flow.Delivery;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.larder.security.signature.CredentialRegion;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Takes a request through the service's order of rejection: path and method, content type, JSON,
 * target, authentication, then what the operation itself says. Where strangers are told apart,
 * authentication comes before JSON and target: they do not reach the parser. Safe for any number of
 * threads.
 */
final class RequestProcessor {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final Authenticator authenticator;
  private final Regions regions;
  private final FixedReply healthy;
  private final String endpoint;
  private final ValidationReport report;
  private final Predicate<String> allowedOrigins;
  private final Forwarding forwarding;
  private final @Nullable Supplier<List<String>> localNodes;
  private final @Nullable FormCalls forms;

  /**
   * @param forms null if there are no services that speak in forms
   */
  RequestProcessor(
      Authenticator authenticator,
      Regions regions,
      HttpProtocol.Service service,
      @Nullable FormCalls forms) {
    this.authenticator = authenticator;
    this.regions = regions;
    this.healthy = FixedReply.healthy(service.region());
    this.endpoint = "dynamodb." + service.region() + ".amazonaws.com";
    this.report = service.report();
    this.allowedOrigins = service.allowedOrigins();
    this.localNodes = service.localNodes();
    this.forwarding = service.hasUpstream() ? Forwarding.TO_UPSTREAM : Forwarding.NONE;
    this.forms = forms;
  }

  /** Who answers the call, if it is a form; else null. */
  @Nullable FormCalls forms(HttpCall call) {
    return forms != null && FormCalls.isForm(call.head) ? forms : null;
  }

  /** True if no web page calls, or one that may. */
  boolean allowsOrigin(RequestHead head) {
    String origin = head.origin();
    return origin == null || allowedOrigins.test(origin);
  }

  /** The answer to what is no call of an operation; null if the request is one. */
  @Nullable FixedReply fixedReply(HttpCall call) {
    RequestHead head = call.head;
    String method = head.method();
    if (method.equals("POST") && head.path().equals("/")) {
      return checkContentType(call);
    }
    if (method.equals("OPTIONS") && head.origin() != null) {
      return FixedReply.preflight(head);
    }
    if (method.equals("GET") && localNodes != null && head.path().equals("/localnodes")) {
      call.bodyType = BodyType.JSON;
      return FixedReply.localNodes(localNodes.get());
    }
    return method.equals("GET") && head.path().equals("/") ? healthy : FixedReply.notFound();
  }

  private static @Nullable FixedReply checkContentType(HttpCall call) {
    RequestHead head = call.head;
    call.bodyType = BodyType.of(head.contentType());
    if (call.bodyType == BodyType.UNSPECIFIED) {
      if (head.bodyLength() > 0 || head.contentType() != null) {
        return FixedReply.notFound();
      }
      call.bodyType = BodyType.JSON;
    }
    return null;
  }

  /**
   * The response, if it is at hand; else null, and {@code completion} is told. Never blocks.
   *
   * @throws ServiceException if the request is refused
   */
  @Nullable Response process(HttpCall call, Completion completion) {
    RequestHead head = call.head;
    String target = head.target();
    Operation operation = target == null ? null : Operation.of(target);
    String forwarded = forwarding.takes(target, operation) ? target : null;
    if (operation != null) {
      call.call.name(operation);
    } else if (forwarded != null) {
      call.call.name(ForwardedRequest.operationName(forwarded));
    }
    boolean isKnown = operation != null || forwarded != null;
    Principal principal =
        authenticator.isStrict() ? verify(call, isKnown) : checkForm(call, isKnown);
    call.call.authenticated(principal);
    String region = regions.areApart() ? CredentialRegion.of(head) : null;
    int length = head.bodyLength();
    Request<?> request =
        forwarded == null
            ? decode(Objects.requireNonNull(operation), head)
            : new ForwardedRequest(forwarded, JsonBytes.of(head.copyOfBody()));
    call.call.decoded(principal, request, length);
    call.forgetBody();
    String host = head.host();
    return regions.dispatch(call.call, region, host == null ? endpoint : host, completion);
  }

  /** The body is signed as it came, and read only if it was. */
  private Principal verify(HttpCall call, boolean isKnown) {
    Principal principal = authenticator.authenticate(call.head);
    call.head.decodeBody(call.body.limit());
    if (!isKnown) {
      throw unknown(call.head);
    }
    return principal;
  }

  private Principal checkForm(HttpCall call, boolean isKnown) {
    call.head.decodeBody(call.body.limit());
    if (!isKnown) {
      throw unknown(call.head);
    }
    try {
      return authenticator.authenticate(call.head);
    } catch (ServiceException refused) {
      requireJson(call.head);
      throw refused;
    }
  }

  private static ServiceException unknown(RequestHead head) {
    requireJson(head);
    return new ServiceException(new ServiceError.UnknownOperation());
  }

  private Request<?> decode(Operation operation, RequestHead head) {
    return RequestDecoder.decode(
        operation, head.bodyBytes(), head.bodyOffset(), head.bodyLength(), report);
  }

  /** What has the call of {@code flow} processed. */
  Delivery delivery(
      Delivery.Answerer answerer, ConnectionFlow flow, Call call, RequestMemory memory) {
    return new Delivery(answerer, flow, call, regions.home(), memory);
  }

  /** Runs {@code work}, which tells {@code completion} its outcome, beside the event loops. */
  void offload(Runnable work, Completion completion) {
    regions.home().offload(work, completion);
  }

  // The service looks at the JSON first. Decoding does that for requests that get so far; the
  // others
  // are looked at here, so that good requests are parsed once.
  private static void requireJson(RequestHead head) {
    if (head.bodyLength() == 0) {
      return;
    }
    try (JsonParser parser =
        JSON.createParser(
            ObjectReadContext.empty(), head.bodyBytes(), head.bodyOffset(), head.bodyLength())) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    } catch (JacksonException e) {
      throw new ServiceException(new ServiceError.Serialization(null));
    }
  }
}
