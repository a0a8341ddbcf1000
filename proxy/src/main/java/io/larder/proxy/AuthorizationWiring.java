package io.larder.proxy;

import io.larder.proxy.config.Authorization;
import io.larder.proxy.config.ClientListener;
import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Dax;
import io.larder.proxy.config.Service;
import io.larder.security.access.Arns;
import io.larder.security.authorization.GuardRails;
import io.larder.security.authorization.PolicyAuthorizer;
import io.larder.security.identity.Identities;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.webidentity.KeySetFolder;
import io.larder.store.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The part of the wiring that is for what callers may do, where it is known who they are. */
final class AuthorizationWiring {
  private AuthorizationWiring() {}

  /**
   * What decides in {@code region} by the policies of {@code identities}, of the tables of {@code
   * directory}, and of the ways in.
   *
   * @throws IOException if a policy cannot be read
   */
  static PolicyAuthorizer authorizer(
      Configuration configuration,
      String region,
      Directory directory,
      Supplier<Identities> identities)
      throws IOException {
    Service service = configuration.service();
    Authorization authorization = configuration.authorization();
    Dax dax = configuration.dax();
    List<AttachedPolicy> guardRails = GuardRails.read(authorization.guardRails().path());
    Map<String, AttachedPolicy> endpoints = endpoints(configuration.listeners());
    return new PolicyAuthorizer(
        new PolicyAuthorizer.Options(
            new Arns(region, service.accountId()),
            dax.clusterName(),
            dax.authorization() == Dax.Permissions.SERVICE_ROLE,
            authorization.enforce()),
        new PolicyAuthorizer.Sources(
            identities, () -> guardRails, network -> endpoints.get(network.name())),
        directory,
        InstantSource.system());
  }

  /** What is wrong with the files that say who may do what, in a line each. */
  static List<String> problems(Configuration configuration) {
    List<String> problems = new ArrayList<>();
    Path guardRails = configuration.authorization().guardRails().path();
    if (guardRails != null) {
      look(problems, "authorization.guard-rails", () -> unread(GuardRails.read(guardRails)));
    }
    Path keySets = configuration.iam().keySets().path();
    if (keySets != null) {
      look(problems, "iam.key-sets", () -> KeySetFolder.problems(keySets));
    }
    for (ClientListener each : configuration.listeners()) {
      look(
          problems,
          "listeners " + each.name() + ": policy",
          () -> unread(endpoints(List.of(each)).values()));
    }
    return problems;
  }

  /** Looks at files. */
  @FunctionalInterface
  private interface Look {
    List<String> problems() throws IOException;
  }

  private static void look(List<String> problems, String key, Look look) {
    try {
      look.problems().forEach(problem -> problems.add(key + ": " + problem));
    } catch (IOException e) {
      problems.add(key + ": cannot be read: " + e.getMessage());
    }
  }

  /** Why policies cannot be read, so that they deny everything. */
  private static List<String> unread(Collection<AttachedPolicy> policies) {
    return policies.stream()
        .filter(policy -> policy.policy().problem() != null)
        .map(policy -> policy.name() + ": " + policy.policy().problem())
        .toList();
  }

  /** The policies of the ways in that have one, by the names of these. */
  private static Map<String, AttachedPolicy> endpoints(List<ClientListener> listeners)
      throws IOException {
    Map<String, AttachedPolicy> policies = new HashMap<>();
    for (ClientListener each : listeners) {
      Path file = each.policyFile();
      if (file != null) {
        policies.put(
            each.name(),
            AttachedPolicy.inline(
                Policy.load(Files.readString(file), PolicyKind.ENDPOINT), each.name()));
      }
    }
    return policies;
  }
}
