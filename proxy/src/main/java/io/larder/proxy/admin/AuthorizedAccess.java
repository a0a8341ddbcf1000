package io.larder.proxy.admin;

import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;

/** Lets in whose policies allow it. */
public final class AuthorizedAccess implements AdminAccess {
  private final AdminCallers callers;
  private final Permissions permissions;
  private final AdminAudit audit;

  public AuthorizedAccess(AdminCallers callers, Permissions permissions, AdminAudit audit) {
    this.callers = callers;
    this.permissions = permissions;
    this.audit = audit;
  }

  /** What policies say. */
  @FunctionalInterface
  public interface Permissions {
    /**
     * Returns if the caller may do {@code action} to {@code resource}.
     *
     * @throws ServiceException AccessDenied, if it may not
     */
    void require(Principal caller, String action, String resource, RequestContext context);
  }

  @Override
  public Principal admit(SignedRequest request, RequestContext context, String action) {
    Principal caller = null;
    try {
      caller = callers.caller(request, context);
      permissions.require(caller, action, "*", context);
    } catch (ServiceException refused) {
      audit.record(caller, action, context, refused.error());
      throw refused;
    }
    audit.record(caller, action, context, null);
    return caller;
  }
}
