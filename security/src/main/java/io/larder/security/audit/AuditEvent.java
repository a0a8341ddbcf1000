package io.larder.security.audit;

import io.larder.protocol.error.ServiceError;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded of one call, as those who answer it have it at hand: the record itself is
 * made of it later, on another thread.
 *
 * @param timeMillis when the call was done, in milliseconds since 1970
 * @param requestId by which the client knows the call
 * @param principal who called; null if that was not proven
 * @param origin where the call came from; null if it came from the server itself
 * @param error what the client is told if the call failed
 * @param heldBytes what keeping the event takes, at most
 * @param region that the call was for; null for the server's own
 */
public record AuditEvent(
    long timeMillis,
    String requestId,
    @Nullable Principal principal,
    @Nullable Origin origin,
    AuditAction action,
    @Nullable ServiceError error,
    long heldBytes,
    @Nullable String region) {

  /** Of a call for the server's own region. */
  public AuditEvent(
      long timeMillis,
      String requestId,
      @Nullable Principal principal,
      @Nullable Origin origin,
      AuditAction action,
      @Nullable ServiceError error,
      long heldBytes) {
    this(timeMillis, requestId, principal, origin, action, error, heldBytes, null);
  }

  /**
   * Where a call came from.
   *
   * @param address of the client; null if it was gone before it could be asked for
   * @param userAgent what the client says it is; null if it does not
   * @param tls how the call was kept secret on its way; null if it was not
   */
  public record Origin(
      @Nullable InetAddress address,
      @Nullable String userAgent,
      Network network,
      RequestContext.@Nullable Tls tls) {
    /** Of a call that came so. */
    public static Origin of(RequestContext context) {
      return new Origin(
          context.sourceAddress(), context.userAgent(), context.network(), context.tls());
    }
  }

  /** True if the client is told of the call only when its record is on disk. */
  public boolean isAwaited() {
    return action.isManagement() && principal != null;
  }

  /** The same without what was asked for and answered. */
  public AuditEvent withoutParameters() {
    AuditAction bare =
        switch (action) {
          case AuditAction.Tables(String name, _, _) -> new AuditAction.Tables(name, null, null);
          case AuditAction.Api(String source, String version, String name, _, _) ->
              new AuditAction.Api(source, version, name, null, null);
        };
    return new AuditEvent(timeMillis, requestId, principal, origin, bare, error, heldBytes, region);
  }
}
