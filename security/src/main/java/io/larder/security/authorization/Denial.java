package io.larder.security.authorization;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Request;
import io.larder.security.access.Access;
import io.larder.security.access.Arns;
import io.larder.security.access.RequestAccess;
import io.larder.security.auth.Principal;
import io.larder.security.policy.Decision;
import io.larder.security.policy.Layer;

/** What callers are told where no policy has decided. */
final class Denial {
  /** The credentials that a caller was let in by have run out. */
  static final ServiceError EXPIRED =
      new ServiceError.ExpiredToken("The security token included in the request is expired");

  /** That nothing allows it. */
  static final Decision SILENCE =
      new Decision(Decision.Outcome.IMPLICITLY_DENIED, Layer.IDENTITY, null, true, false);

  private Denial() {}

  /** As if nothing allowed it. */
  static ServiceError silent(Principal principal, Access access) {
    return silent(principal, access.action(), access.resource());
  }

  /** To a call of which it cannot be told what it does. */
  static ServiceError ofUnknown(Principal principal, Request<?> request) {
    String operation =
        request instanceof ForwardedRequest forwarded ? forwarded.operationName() : "";
    return silent(principal, RequestAccess.SERVICE + operation, Arns.ALL);
  }

  private static ServiceError silent(Principal principal, String action, String resource) {
    return new ServiceError.AccessDenied(SILENCE.denial(principal, action, resource));
  }
}
