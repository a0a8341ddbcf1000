package io.larder.proxy.manage;

import io.larder.proxy.admin.AdminCallers;
import io.larder.proxy.admin.AuthorizedAccess;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;

/** Lets callers do what their policies allow. */
public record VerifiedAccess(AdminCallers callers, AuthorizedAccess.Permissions permissions)
    implements ManagementAccess {
  @Override
  public Principal authenticate(SignedRequest request, RequestContext context) {
    return callers.caller(request, context);
  }

  @Override
  public void require(Principal caller, String action, String resource, RequestContext context) {
    permissions.require(caller, action, resource, context);
  }
}
