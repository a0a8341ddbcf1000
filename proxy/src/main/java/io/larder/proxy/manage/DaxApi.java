package io.larder.proxy.manage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.JsonApi;
import io.larder.proxy.manage.state.Holdings;
import io.larder.proxy.manage.state.HoldingsStore;
import io.larder.security.auth.Principal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls of the management API: the operation is found by the target, then it is found out
 * who calls, then whether they may, then the operation decides. Blocks.
 */
public final class DaxApi implements JsonApi {
  private static final Logger LOG = LoggerFactory.getLogger(DaxApi.class);
  private static final String TARGET_PREFIX = "AmazonDAXV3.";
  private static final String ACTION_PREFIX = "dax:";
  private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
  private static final int OK = 200;

  private final Map<String, Operation> operations;
  private final ManagementAccess access;
  private final HoldingsStore holdings;
  private final AppliedHoldings applied;
  private final ManagementAudit audit;
  private final Supplier<UUID> requestIds;

  /**
   * @param applied is told of every change
   */
  public DaxApi(
      Host host,
      ManagementAccess access,
      HoldingsStore holdings,
      AppliedHoldings applied,
      ManagementAudit audit,
      InstantSource clock,
      Supplier<UUID> requestIds) {
    this.operations = operations(host, applied.byDefault(), clock);
    this.access = access;
    this.holdings = holdings;
    this.applied = applied;
    this.audit = audit;
    this.requestIds = requestIds;
  }

  private static Map<String, Operation> operations(
      Host host, CacheTimes byDefault, InstantSource clock) {
    var clusters = new Clusters(host);
    Map<String, Operation> all = new HashMap<>();
    all.putAll(new ClusterOperations(host, clusters, clock).operations());
    all.putAll(new ParameterGroupOperations(byDefault, clock).operations());
    all.putAll(new SubnetGroupOperations(host, clusters, clock).operations());
    all.putAll(new Tags(host, clusters).operations());
    all.put("DescribeEvents", Operation.reading(new DescribeEvents(clock)));
    return Map.copyOf(all);
  }

  @Override
  public Answer answer(Call call) {
    String requestId = requestIds.get().toString();
    try {
      return new Answer(OK, requestId, answer(call, requestId));
    } catch (ServiceException refused) {
      return refusal(refused.error(), requestId);
    } catch (RuntimeException defect) {
      LOG.atError()
          .addKeyValue("requestId", requestId)
          .setCause(defect)
          .log("A call of the management API failed");
      return refusal(new ServiceError.InternalFailure(), requestId);
    }
  }

  private String answer(Call call, String requestId) {
    String name = operation(call);
    var known = new ManagementAudit.Known(name, null, null, call.context(), requestId);
    boolean isAdmitted = false;
    JsonWriter out;
    try {
      Principal caller = access.authenticate(call.request(), call.context());
      known = known.by(caller);
      Arguments arguments = Arguments.parse(call.body());
      known = known.with(arguments);
      Operation operation = Objects.requireNonNull(operations.get(name));
      for (String resource : operation.resources().apply(arguments)) {
        access.require(caller, ACTION_PREFIX + name, resource, call.context());
      }
      audit.admit(known);
      isAdmitted = true;
      out = run(operation, new Operation.Call(arguments, call.asked()));
    } catch (ServiceException refused) {
      audit.record(known, isAdmitted, refused.error(), null);
      throw refused;
    } catch (RuntimeException defect) {
      audit.record(known, isAdmitted, new ServiceError.InternalFailure(), null);
      throw defect;
    }
    audit.record(known, true, null, out);
    return new String(out.buffer(), 0, out.length(), UTF_8);
  }

  private String operation(Call call) {
    String target = call.request().header("x-amz-target");
    String contentType = call.request().header("content-type");
    String name =
        target != null && target.startsWith(TARGET_PREFIX)
            ? target.substring(TARGET_PREFIX.length())
            : "";
    // A web page of a stranger can send neither without asking first.
    if (!operations.containsKey(name)
        || contentType == null
        || !contentType.startsWith(CONTENT_TYPE)) {
      throw new ServiceException(new ServiceError.UnknownOperation());
    }
    return name;
  }

  private JsonWriter run(Operation operation, Operation.Call call) {
    Function<Holdings, JsonWriter> answer =
        now -> {
          var out = new JsonWriter();
          out.beginObject();
          operation.handler().answer(call, now, out);
          out.endObject();
          return out;
        };
    return operation.isChange()
        ? holdings.change(answer, applied::apply)
        : answer.apply(holdings.read());
  }

  private static Answer refusal(ServiceError error, String requestId) {
    String type = error.type();
    var out = new JsonWriter();
    out.beginObject();
    out.name("__type").value(type.substring(type.indexOf('#') + 1));
    String message = error.message();
    if (message != null) {
      out.name("message").value(message);
    }
    out.endObject();
    return new Answer(
        error.httpStatus(), requestId, new String(out.buffer(), 0, out.length(), UTF_8));
  }
}
