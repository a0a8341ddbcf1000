package io.larder.proxy.admin;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Records what is asked of the admin port, and of whom it was kept. Never blocks. */
public record AdminAudit(AuditTrail trail, InstantSource clock, Supplier<UUID> requestIds) {
  /** As actions begin and events say where they come from. */
  private static final String SERVICE = "larder";

  private static final String VERSION = "2026-11-30";
  private static final long EVENT_BYTES = 512;

  /**
   * Records that somebody asked.
   *
   * @param caller null if it has not shown who it is
   * @param action as policies name it, such as {@code larder:GetInfo}
   * @param refusal null if it is told
   * @throws ServiceException if it cannot be recorded, so that nothing may be told
   */
  void record(
      @Nullable Principal caller,
      String action,
      RequestContext context,
      @Nullable ServiceError refusal) {
    if (!trail.isOn()) {
      return;
    }
    var event =
        new AuditEvent(
            clock.millis(),
            requestIds.get().toString(),
            caller,
            AuditEvent.Origin.of(context),
            new AuditAction.Api(
                SERVICE, VERSION, action.substring(action.indexOf(':') + 1), null, null),
            refusal,
            EVENT_BYTES);
    if (!trail.record(event, false, null)) {
      throw new ServiceException(AuditTrail.UNAVAILABLE);
    }
  }
}
