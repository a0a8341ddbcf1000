package io.larder.security.query;

import io.larder.protocol.error.ServiceException;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the calls of all services that speak the query protocol: the operation is found by the
 * form's {@code Version} and {@code Action}, then the signature is verified for that service, then
 * the operation decides. Calls block: not for event loops.
 */
public final class QueryApi {
  private static final Logger LOG = LoggerFactory.getLogger(QueryApi.class);
  private static final int OK = 200;
  private static final int MAX_NAME = 128;

  /** Of answers of no service in particular. */
  private static final String NAMESPACE = "http://webservices.amazon.com/AWSFault/2005-15-09";

  private final Map<String, QueryService> services;
  private final Map<String, Authenticator> authenticators;
  private final QueryAudit audit;
  private final Supplier<UUID> requestIds;

  /**
   * @param authenticators verifies signatures for the service of that name
   */
  public QueryApi(
      List<QueryService> services,
      Function<String, Authenticator> authenticators,
      AuditTrail trail,
      InstantSource clock,
      Supplier<UUID> requestIds) {
    this.services =
        services.stream()
            .collect(Collectors.toUnmodifiableMap(QueryService::version, Function.identity()));
    this.authenticators =
        services.stream()
            .map(QueryService::name)
            .collect(Collectors.toUnmodifiableMap(Function.identity(), authenticators));
    this.audit = new QueryAudit(trail, clock);
    this.requestIds = requestIds;
  }

  /** The answer to the form that {@code body} holds from {@code offset} on. Never throws. */
  public QueryAnswer answer(
      SignedRequest request, byte[] body, int offset, int length, RequestContext context) {
    String requestId = requestIds.get().toString();
    String namespace = NAMESPACE;
    try {
      Map<String, String> form = FormBody.parse(body, offset, length);
      String action = action(form);
      QueryService service = service(form, action);
      namespace = service.namespace();
      XmlWriter result =
          answer(new QueryAudit.Known(service, action, form, null, context, requestId), request);
      var xml = new XmlWriter();
      xml.element(action + "Result", result);
      xml.element("ResponseMetadata", () -> xml.text("RequestId", requestId));
      return new QueryAnswer(OK, requestId, xml.xml(action + "Response", namespace));
    } catch (QueryException refused) {
      return failure(namespace, refused, requestId);
    } catch (RuntimeException defect) {
      LOG.error("request {} of a query API failed", requestId, defect);
      return failure(namespace, defect(), requestId);
    }
  }

  /** True if the form that {@code body} holds asks for nothing but what is there. Never throws. */
  public static boolean onlyLooks(byte[] body) {
    try {
      String action = action(FormBody.parse(body, 0, body.length));
      return action.startsWith("Get") || action.startsWith("List") || action.startsWith("Simulate");
    } catch (QueryException _) {
      return false;
    }
  }

  /** The answer to a call that is refused before anybody has looked at it. */
  public QueryAnswer refused(QueryException refused) {
    return failure(NAMESPACE, refused, requestIds.get().toString());
  }

  private static String action(Map<String, String> form) {
    String action = form.get("Action");
    if (action == null) {
      throw new QueryException(
          "MissingAction", 400, "The request is missing an action or a required parameter.");
    }
    return action;
  }

  private QueryService service(Map<String, String> form, String action) {
    String version = form.getOrDefault("Version", "NO_VERSION_SPECIFIED");
    QueryService service = services.get(version);
    if (service == null || !service.operations().containsKey(action)) {
      throw new QueryException(
          "InvalidAction",
          400,
          "Could not find operation " + cut(action) + " for version " + cut(version));
    }
    return service;
  }

  private static String cut(String name) {
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  /** What the operation of a call answers, once that is recorded. */
  private XmlWriter answer(QueryAudit.Known unknown, SignedRequest request) {
    QueryAudit.Known call = unknown;
    boolean isAdmitted = false;
    XmlWriter result = new XmlWriter();
    try {
      Principal caller =
          call.service().unsigned().contains(call.action())
              ? Principal.UNVERIFIED
              : authenticate(call.service(), request);
      call = call.by(caller);
      audit.admit(call);
      isAdmitted = true;
      Objects.requireNonNull(call.service().operations().get(call.action()))
          .answer(
              new QueryCall(caller, call.action(), new Parameters(call.form(), ""), call.context()),
              result);
    } catch (QueryException refused) {
      audit.record(call, isAdmitted, refused, null);
      throw refused;
    } catch (RuntimeException defect) {
      audit.record(call, isAdmitted, defect(), null);
      throw defect;
    }
    audit.record(call, true, null, result);
    return result;
  }

  private Principal authenticate(QueryService service, SignedRequest request) {
    Principal caller;
    try {
      caller = Objects.requireNonNull(authenticators.get(service.name())).authenticate(request);
    } catch (ServiceException refused) {
      throw RefusedSignature.of(refused.error());
    }
    if (caller instanceof Principal.Unverified) {
      throw new QueryException(
          "MissingAuthenticationToken", 403, "Request is missing Authentication Token");
    }
    return caller;
  }

  private static QueryException defect() {
    return new QueryException(
        "ServiceFailure",
        500,
        "The request processing has failed because of an unknown error, exception or failure.");
  }

  private static QueryAnswer failure(String namespace, QueryException refused, String requestId) {
    var xml = new XmlWriter();
    xml.element(
        "Error",
        () ->
            xml.text("Type", refused.type())
                .text("Code", refused.code())
                .text("Message", refused.getMessage()));
    xml.text("RequestId", requestId);
    return new QueryAnswer(refused.status(), requestId, xml.xml("ErrorResponse", namespace));
  }
}
