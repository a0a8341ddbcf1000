package io.larder.proxy.manage;

import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;

/** Who calls, and whether they may. */
public interface ManagementAccess {
  /**
   * The caller.
   *
   * @throws io.larder.protocol.error.ServiceException if it does not show who it is
   */
  Principal authenticate(SignedRequest request, RequestContext context);

  /**
   * Returns if the caller may do {@code action} to {@code resource}.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it may not
   */
  void require(Principal caller, String action, String resource, RequestContext context);

  /** Lets everyone do everything. */
  static ManagementAccess everyone() {
    return new ManagementAccess() {
      @Override
      public Principal authenticate(SignedRequest request, RequestContext context) {
        return Principal.UNVERIFIED;
      }

      @Override
      public void require(
          Principal caller, String action, String resource, RequestContext context) {}
    };
  }
}
