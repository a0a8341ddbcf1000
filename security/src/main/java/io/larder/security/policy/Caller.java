package io.larder.security.policy;

import io.larder.security.auth.Principal;

/** Who a query is about, as principal elements of policies name it. */
public sealed interface Caller {
  /** Who has signed. */
  record Signed(Principal principal) implements Caller {}

  /**
   * Who has shown the token of an identity provider and asks for a role; trust policies alone are
   * about it.
   *
   * @param provider ARN of the provider, or the name of a well-known one
   */
  record Federated(String provider) implements Caller {}
}
