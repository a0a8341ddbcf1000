package io.larder.security.authorization;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.Request;
import io.larder.security.access.Access;
import io.larder.security.access.Arns;
import io.larder.security.access.DaxAccess;
import io.larder.security.access.RequestAccess;
import io.larder.security.access.UndeterminedException;
import io.larder.security.auth.Authorizer;
import io.larder.security.auth.MustBlockException;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.authorization.RequestConditions.Surroundings;
import io.larder.security.authorization.RequestConditions.Tables;
import io.larder.security.identity.Identities;
import io.larder.security.policy.AccessQuery;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Caller;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Decision;
import io.larder.security.policy.Evaluator;
import io.larder.security.policy.PolicySet;
import io.larder.store.Directory;
import io.larder.store.access.TableAccess;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Allows what policies allow: those of the caller, of the table, of the way in, and the guard
 * rails. All that a request does must be allowed before any of it is done, and before it is told
 * what there is. Nothing is remembered longer than what it was concluded from.
 */
public final class PolicyAuthorizer implements Authorizer, AccessDecisions {
  private final RequestAccess requests;
  private final Options options;
  private final Sources sources;
  private final Directory directory;
  private final InstantSource clock;
  private final ResourcePolicies resourcePolicies = new ResourcePolicies();
  private final DeniedLog denied;
  private volatile CallerPolicies callers;

  /**
   * What is allowed depends on.
   *
   * @param arns of what this server has
   * @param daxCluster by which policies name this server as a DAX cluster
   * @param asServiceRole true if DAX clients need permission for the cluster only
   * @param isEnforced false if what is denied is logged and done all the same
   */
  public record Options(Arns arns, String daxCluster, boolean asServiceRole, boolean isEnforced) {}

  /**
   * Where policies come from. Asked with every request, so each must answer from memory.
   *
   * @param identities the newest
   * @param guardRails the same list as long as they are the same
   * @param endpoint the policy of a way in; null if it has none
   */
  public record Sources(
      Supplier<Identities> identities,
      Supplier<List<AttachedPolicy>> guardRails,
      Function<Network, @Nullable AttachedPolicy> endpoint) {}

  public PolicyAuthorizer(
      Options options, Sources sources, Directory directory, InstantSource clock) {
    this.requests = new RequestAccess(options.arns());
    this.options = options;
    this.sources = sources;
    this.directory = directory;
    this.clock = clock;
    this.denied = new DeniedLog();
    this.callers = new CallerPolicies(Identities.NONE, List.of(), null);
  }

  @Override
  public void authorize(Principal principal, Request<?> request, RequestContext context) {
    check(principal, request, context, new InMemory(directory));
  }

  @Override
  public void authorizeBlocking(Principal principal, Request<?> request, RequestContext context) {
    check(principal, request, context, new LookedUp(directory));
  }

  @Override
  public void authorizeMetadata(
      Principal principal, String method, @Nullable String table, RequestContext context) {
    denyIf(disclosure(principal, context, new InMemory(directory)).ofMetadata(method, table));
  }

  @Override
  public void authorizeMetadataBlocking(
      Principal principal, String method, @Nullable String table, RequestContext context) {
    denyIf(disclosure(principal, context, new LookedUp(directory)).ofMetadata(method, table));
  }

  @Override
  public void authorizeRefusal(
      Principal principal, String action, String table, RequestContext context) {
    denyIf(disclosure(principal, context, new InMemory(directory)).ofItems(action, table));
  }

  @Override
  public void authorizeRefusalBlocking(
      Principal principal, String action, String table, RequestContext context) {
    denyIf(disclosure(principal, context, new LookedUp(directory)).ofItems(action, table));
  }

  private Disclosure disclosure(Principal principal, RequestContext context, Tables tables) {
    CallerRights caller = caller(principal);
    var surroundings = new Surroundings(clock.instant(), tables, options.arns());
    requireCurrent(principal, surroundings.now());
    return new Disclosure(
        principal,
        requests,
        daxCluster(),
        options.asServiceRole(),
        tables,
        access -> chances(caller, access, context, surroundings));
  }

  private String daxCluster() {
    return options.arns().daxCluster(options.daxCluster());
  }

  private void check(
      Principal principal, Request<?> request, RequestContext context, Tables tables) {
    if (!context.isDax()) {
      checkAll(principal, request, context, tables);
      return;
    }
    try {
      checkAll(principal, request, context, tables);
    } catch (ServiceException denied) {
      // As of a request that cannot be read, so that a denial does not tell that this one could be.
      Disclosure disclosure = disclosure(principal, context, tables);
      for (Access access : requests.of(request)) {
        denyIf(disclosure.ofItems(access));
      }
      throw denied;
    }
  }

  private void checkAll(
      Principal principal, Request<?> request, RequestContext context, Tables tables) {
    CallerRights caller = caller(principal);
    var surroundings = new Surroundings(clock.instant(), tables, options.arns());
    requireCurrent(principal, surroundings.now());
    if (context.isDax()) {
      for (Access access : DaxAccess.of(request, daxCluster())) {
        denyIf(refusal(caller, access, context, surroundings));
      }
      if (options.asServiceRole()) {
        return;
      }
    }
    List<Access> all;
    try {
      all = requests.of(request);
    } catch (UndeterminedException e) {
      denyIf(Denial.ofUnknown(principal, request));
      return;
    }
    for (Access access : all) {
      denyIf(refusal(caller, access, context, surroundings));
    }
    if (request instanceof PutResourcePolicyRequest put && !put.confirmRemoveSelfResourceAccess()) {
      requireToKeepAccess(put, caller, all.getFirst(), context, surroundings);
    }
  }

  /**
   * Returns if an action that is none of DynamoDB's is allowed, such as those of IAM, whether or
   * not those on tables are enforced. May be called on event loops.
   *
   * @throws ServiceException AccessDenied, if it is not
   */
  public void require(Principal principal, String action, String resource, RequestContext context) {
    var surroundings = new Surroundings(clock.instant(), new InMemory(directory), options.arns());
    requireCurrent(principal, surroundings.now());
    ServiceError refusal =
        refusal(caller(principal), Access.on(action, resource), context, surroundings);
    if (refusal != null) {
      throw new ServiceException(refusal);
    }
  }

  @Override
  public Decision decide(
      Caller caller,
      RequestContext context,
      String action,
      String resource,
      ConditionContext own,
      UnaryOperator<PolicySet> more) {
    CallerRights rights = rights(caller);
    var surroundings = new Surroundings(clock.instant(), new LookedUp(directory), options.arns());
    var conditions =
        new RequestConditions(Access.on(action, resource), rights, context, surroundings);
    boolean isSigned = caller instanceof Caller.Signed;
    if (isSigned && !(rights.isKnown() && isCurrent(rights.principal(), surroundings.now()))) {
      return Denial.SILENCE;
    }
    return determined(
        conditions,
        Evaluator.decide(
            more.apply(rights.with(null, sources.endpoint().apply(context.network())).policies()),
            new AccessQuery(action, resource, caller, own.before(conditions))));
  }

  private CallerRights rights(Caller caller) {
    return switch (caller) {
      case Caller.Signed(Principal principal) -> caller(principal);
      // Nobody yet: only the policies of what is asked for, and of the way in, are about it.
      case Caller.Federated _ -> CallerRights.none(Principal.UNVERIFIED);
    };
  }

  @Override
  public PolicySet policies(Principal caller) {
    return caller(caller).with(null, null).policies();
  }

  private CallerRights caller(Principal principal) {
    Identities identities = sources.identities().get();
    List<AttachedPolicy> guardRails = sources.guardRails().get();
    CallerPolicies current = callers;
    if (!current.isOf(identities, guardRails)) {
      current = new CallerPolicies(identities, guardRails, current);
      callers = current;
    }
    return current.of(principal);
  }

  /** A connection may have been authenticated by credentials that have run out since. */
  private static void requireCurrent(Principal principal, Instant now) {
    if (!isCurrent(principal, now)) {
      throw new ServiceException(Denial.EXPIRED);
    }
  }

  private static boolean isCurrent(Principal principal, Instant now) {
    Principal.Session session = PrincipalKeys.session(principal);
    return session == null || now.isBefore(session.expires());
  }

  /** The best that could come of an access, whatever items it is about. */
  private Decision chances(
      CallerRights caller, Access access, RequestContext context, Surroundings surroundings) {
    if (!caller.isKnown()) {
      return Denial.SILENCE;
    }
    var conditions = new RequestConditions(access, caller, context, surroundings);
    return determined(
        conditions,
        Evaluator.atBest(
            policies(caller, access, context, surroundings.tables()).policies(),
            new AccessQuery(access.action(), access.resource(), caller.principal(), conditions)));
  }

  /** What was decided, unless it was allowed though a condition asked for what cannot be told. */
  private static Decision determined(RequestConditions conditions, Decision decision) {
    if (conditions.mustLookUp()) {
      throw new MustBlockException();
    }
    return conditions.isUndetermined() && decision.isAllowed() ? Denial.SILENCE : decision;
  }

  private CallerRights.Combined policies(
      CallerRights caller, Access access, RequestContext context, Tables tables) {
    return caller.with(resourcePolicy(access, tables), sources.endpoint().apply(context.network()));
  }

  /** Why the caller may not; null if it may. */
  private @Nullable ServiceError refusal(
      CallerRights caller, Access access, RequestContext context, Surroundings surroundings) {
    if (!caller.isKnown()) {
      return Denial.silent(caller.principal(), access);
    }
    Decision decision =
        decide(
            policies(caller, access, context, surroundings.tables()),
            caller,
            access,
            context,
            surroundings);
    return decision.isAllowed()
        ? null
        : new ServiceError.AccessDenied(
            decision.denial(caller.principal(), access.action(), access.resource()));
  }

  private @Nullable AttachedPolicy resourcePolicy(Access access, Tables tables) {
    String table = access.table();
    if (table == null) {
      return null;
    }
    TableAccess known = tables.access(table);
    if (known == null) {
      throw new MustBlockException();
    }
    return resourcePolicies.of(known.policyOf(access.resource()));
  }

  /** Who sets a policy must be able to set another one, unless it has said that it need not. */
  private void requireToKeepAccess(
      PutResourcePolicyRequest put,
      CallerRights caller,
      Access access,
      RequestContext context,
      Surroundings surroundings) {
    var policies =
        caller.uncombined(
            ResourcePolicies.of(put.policy()), sources.endpoint().apply(context.network()));
    Decision decision = decide(policies, caller, access, context, surroundings);
    if (!(caller.principal() instanceof Principal.Root || decision.isAllowed())) {
      throw ServiceException.validation(
          "The new policy would keep the caller from changing the policy of the resource again;"
              + " set ConfirmRemoveSelfResourceAccess to true if that is meant");
    }
  }

  private Decision decide(
      CallerRights.Combined policies,
      CallerRights caller,
      Access access,
      RequestContext context,
      Surroundings surroundings) {
    Decision known = policies.decisions().of(access);
    if (known != null) {
      return known;
    }
    var conditions = new RequestConditions(access, caller, context, surroundings);
    Decision decision =
        determined(
            conditions,
            Evaluator.decide(
                policies.policies(),
                new AccessQuery(
                    access.action(), access.resource(), caller.principal(), conditions)));
    if (!(conditions.isUndetermined() || decision.isConditional())) {
      policies.decisions().put(access, decision);
    }
    return decision;
  }

  private void denyIf(@Nullable ServiceError refusal) {
    if (refusal == null) {
      return;
    }
    if (options.isEnforced()) {
      throw new ServiceException(refusal);
    }
    denied.note(refusal);
  }
}
