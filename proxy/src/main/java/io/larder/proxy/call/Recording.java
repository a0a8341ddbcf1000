package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.Response;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit of calls: before they are done, so that none is done of which there is no room
 * for a record, and how they end. Safe for any number of threads; never blocks.
 */
public final class Recording {
  /** Of nothing. */
  static final Recording NONE =
      new Recording(AuditTrail.none(), InstantSource.system(), new CallIds(0));

  /** What an event takes besides its request. */
  private static final long EVENT_BYTES = 512;

  private static final Answer UNRECORDED = new Answer.Refused(AuditTrail.UNAVAILABLE);

  private final AuditTrail trail;
  private final InstantSource clock;
  private final CallIds ids;

  /** {@code ids} are what calls are recorded under. */
  public Recording(AuditTrail trail, InstantSource clock, CallIds ids) {
    this.trail = trail;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Takes room for the record of a call that is about to be done, if there is to be one.
   *
   * @throws io.larder.protocol.error.ServiceException if the call must not be done without
   */
  void admit(Call call) {
    String name = call.operationName();
    if (trail.isOn()
        && name != null
        && trail.takes(name, call.principal(), call.request(), call.region())) {
      trail.admit(heldBytes(call));
      call.willBeRecorded();
    }
  }

  private static long heldBytes(Call call) {
    return EVENT_BYTES + call.size();
  }

  /** As {@link Dispatcher#ended}. */
  @Nullable Answer ended(Call call, Answer answer, Completion later) {
    if (!trail.isOn() || call.isRecorded() || !isToBeRecorded(call, answer)) {
      return answer;
    }
    boolean isAdmitted = call.awaitsRecord();
    AuditEvent event = event(call, answer);
    call.recorded(event.requestId());
    if (event.isAwaited()) {
      boolean isTaken =
          trail.record(
              event, isAdmitted, isDurable -> later.complete(isDurable ? answer : UNRECORDED));
      return isTaken ? null : UNRECORDED;
    }
    return trail.record(event, isAdmitted, null) ? answer : UNRECORDED;
  }

  private boolean isToBeRecorded(Call call, Answer answer) {
    String name = call.operationName();
    if (call.awaitsRecord() || name == null) {
      return call.awaitsRecord();
    }
    Principal caller = call.knownPrincipal();
    return switch (answer) {
      case Answer.Answered _ -> false;
      case Answer.Refused(ServiceError error) ->
          !error.equals(AuditTrail.UNAVAILABLE)
              && (caller == null || isDenial(error) || takes(name, caller, call));
      case Answer.Failed _ -> caller != null && takes(name, caller, call);
    };
  }

  private boolean takes(String name, Principal caller, Call call) {
    return trail.takes(name, caller, call.knownRequest(), call.region());
  }

  private static boolean isDenial(ServiceError error) {
    return error instanceof ServiceError.AccessDenied
        || (error instanceof ServiceError.Relayed relayed && isDenial(relayed.meaning()));
  }

  private AuditEvent event(Call call, Answer answer) {
    Response response = answer instanceof Answer.Answered(Response given) ? given : null;
    ServiceError error =
        switch (answer) {
          case Answer.Answered _ -> null;
          case Answer.Refused(ServiceError refusal) -> refusal;
          case Answer.Failed _ -> Defects.TOLD;
        };
    return new AuditEvent(
        clock.millis(),
        requestId(response, error),
        call.knownPrincipal(),
        AuditEvent.Origin.of(call),
        action(call, response),
        error,
        heldBytes(call),
        call.region());
  }

  private static AuditAction action(Call call, @Nullable Response response) {
    String name = Objects.requireNonNull(call.operationName());
    return call.source().protocol() == ClientProtocol.DAX && call.operation() == null
        ? new AuditAction.Api("dax.amazonaws.com", "2017-04-19", name, null, null)
        : AuditAction.Tables.of(name, call.knownRequest(), response);
  }

  private String requestId(@Nullable Response response, @Nullable ServiceError error) {
    String given = null;
    if (response instanceof ForwardedResponse forwarded) {
      given = forwarded.requestId();
    } else if (error instanceof ServiceError.Relayed relayed) {
      given = relayed.requestId();
    }
    return given != null && RequestIds.isId(given) ? given : ids.next();
  }
}
