package io.larder.proxy;

import io.larder.proxy.config.Authorization;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Dax;
import io.larder.security.access.Arns;
import io.larder.security.auth.Network;
import io.larder.security.authorization.GuardRails;
import io.larder.security.authorization.PolicyAuthorizer;
import io.larder.security.identity.Identities;
import io.larder.security.policy.AttachedPolicy;
import io.larder.store.Directory;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The part of the wiring that is for what callers may do, where it is known who they are. */
final class AuthorizationWiring {
  private AuthorizationWiring() {}

  /**
   * What decides by the policies of {@code identities}, of the tables of {@code directory}, and of
   * the ways in.
   *
   * @param endpoints the policy of a way in; null if it has none
   * @throws IOException if the guard rails cannot be read
   */
  static PolicyAuthorizer authorizer(
      Configuration configuration,
      Directory directory,
      Supplier<Identities> identities,
      Function<Network, @Nullable AttachedPolicy> endpoints)
      throws IOException {
    Configuration.Service service = configuration.service();
    Authorization authorization = configuration.authorization();
    Dax dax = configuration.dax();
    List<AttachedPolicy> guardRails = GuardRails.read(authorization.guardRails().path());
    return new PolicyAuthorizer(
        new PolicyAuthorizer.Options(
            new Arns(service.region(), service.accountId()),
            dax.clusterName(),
            dax.authorization() == Dax.Permissions.SERVICE_ROLE,
            authorization.enforce()),
        new PolicyAuthorizer.Sources(identities, () -> guardRails, endpoints),
        directory,
        InstantSource.system());
  }
}
