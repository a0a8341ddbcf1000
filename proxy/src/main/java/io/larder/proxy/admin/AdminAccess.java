package io.larder.proxy.admin;

import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;

/**
 * Decides who may have those pages of the admin port that not everybody may have. Called on its
 * event loop: must not block.
 */
@FunctionalInterface
public interface AdminAccess {
  /**
   * The caller.
   *
   * @param action what it asks for, as policies name it, such as {@code larder:GetInfo}
   * @throws io.larder.protocol.error.ServiceException if it does not show who it is, or may not
   */
  Principal admit(SignedRequest request, RequestContext context, String action);

  /** Lets everyone in, for a port that only those reach who may do everything. */
  static AdminAccess everyone() {
    return (request, context, action) -> Principal.UNVERIFIED;
  }
}
