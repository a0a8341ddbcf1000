package io.larder.proxy.manage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.protocol.wire.RenderedJson;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Records calls of the management API, each before its caller is told the answer. */
public record ManagementAudit(AuditTrail trail, InstantSource clock) {
  private static final String SERVICE = "dax.amazonaws.com";
  private static final String VERSION = "2017-04-19";

  /** What an event takes besides the request, which is there as text too, and the answer. */
  private static final int EVENT_BYTES = 32 * 1024;

  /** A call of which something is known. */
  record Known(
      String operation,
      @Nullable Principal caller,
      @Nullable String request,
      RequestContext context,
      String requestId) {
    Known by(Principal whoCalls) {
      return new Known(operation, whoCalls, request, context, requestId);
    }

    Known with(Arguments arguments) {
      return new Known(operation, caller, arguments.json(), context, requestId);
    }

    private long heldBytes() {
      return EVENT_BYTES + (request == null ? 0 : 4L * request.length());
    }
  }

  /**
   * Takes room for the record of a call that is about to be done.
   *
   * @throws ServiceException if it must not be done without
   */
  void admit(Known call) {
    trail.admit(call.heldBytes());
  }

  /**
   * Records how a call ended, and returns when the record is durable if it is to be waited for.
   *
   * @throws ServiceException if nothing can be told of the call, since it is not recorded
   */
  void record(
      Known call, boolean isAdmitted, @Nullable ServiceError refused, @Nullable JsonWriter answer) {
    if (!trail.isOn()) {
      return;
    }
    String request = call.request();
    RenderedJson parameters =
        request == null || request.equals("{}") ? null : JsonBytes.of(request.getBytes(UTF_8));
    var told = new AuditAction.Api(SERVICE, VERSION, call.operation(), parameters, null);
    AuditAction action =
        answer == null || told.isReadOnly()
            ? told
            : new AuditAction.Api(
                SERVICE, VERSION, call.operation(), parameters, JsonBytes.of(answer.toByteArray()));
    var event =
        new AuditEvent(
            clock.millis(),
            call.requestId(),
            call.caller() instanceof Principal.Unverified ? null : call.caller(),
            AuditEvent.Origin.of(call.context()),
            action,
            refused,
            call.heldBytes());
    var durable = new CompletableFuture<Boolean>();
    if (!trail.record(event, isAdmitted, durable::complete)
        || (event.isAwaited() && !durable.join())) {
      throw new ServiceException(AuditTrail.UNAVAILABLE);
    }
  }
}
