package io.larder.security.authorization;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.TableDescription;
import io.larder.security.access.Arns;
import io.larder.security.access.Calls;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.identity.Entity;
import io.larder.security.identity.Identities;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.store.NewTable;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user, a role and the table Games, over which a test decides. */
final class Scene implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  static final String GAMES = "arn:aws:dynamodb:us-east-1:000000000000:table/Games";
  static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  final TableStore store =
      new PolicedTableStore(LmdbTableStore.open(LmdbOptions.inMemory()), this::identities);
  final Way way = new Way();
  private final Map<Network, AttachedPolicy> endpoints = new HashMap<>();
  private List<AttachedPolicy> guardRails = List.of();
  private Identities identities = Identities.NONE;
  private boolean isEnforced = true;
  private boolean asServiceRole;

  /** How requests come. */
  static final class Way implements RequestContext {
    boolean isDax;
    boolean isSecure;
    Network network = Network.MAIN;
    @Nullable InetAddress address = InetAddress.ofLiteral("10.1.2.3");

    @Override
    public @Nullable InetAddress sourceAddress() {
      return address;
    }

    @Override
    public boolean isSecure() {
      return isSecure;
    }

    @Override
    public @Nullable Tls tls() {
      return null;
    }

    @Override
    public boolean isDax() {
      return isDax;
    }

    @Override
    public Network network() {
      return network;
    }

    @Override
    public @Nullable String userAgent() {
      return "test/1";
    }

    @Override
    public @Nullable String referer() {
      return null;
    }
  }

  Scene() {
    store
        .change(
            NewTable.named("Games", "UserId:S", "Title:S")
                .global("Scores", "Score:N", "", "*")
                .tag("Team", "blue")
                .request())
        .join();
    store.change(NewTable.named("Other", "p:S", "").request()).join();
  }

  Identities identities() {
    return identities;
  }

  PolicyAuthorizer authorizer() {
    return new PolicyAuthorizer(
        new PolicyAuthorizer.Options(
            new Arns("us-east-1", ACCOUNT), "larder", asServiceRole, isEnforced),
        new PolicyAuthorizer.Sources(() -> identities, () -> guardRails, endpoints::get),
        store,
        () -> NOW);
  }

  void guardRail(String policy) {
    guardRails(
        List.of(new AttachedPolicy(parsed(policy, PolicyKind.SERVICE_CONTROL), "rail", null)));
  }

  void guardRails(List<AttachedPolicy> policies) {
    guardRails = policies;
  }

  /** Gives Games a policy of one statement. */
  void resourcePolicy(String statement) {
    store.change(new PutResourcePolicyRequest(GAMES, json(policy(statement)), null, true)).join();
  }

  /** Makes a table with a stream, which gets a policy of one statement; the stream's ARN. */
  String streamWithPolicy(String statement) {
    String create =
        "{'TableName':'Streamed','BillingMode':'PAY_PER_REQUEST','KeySchema':[{'AttributeName':"
            + "'p','KeyType':'HASH'}],'AttributeDefinitions':[{'AttributeName':'p',"
            + "'AttributeType':'S'}],'StreamSpecification':{'StreamEnabled':true,"
            + "'StreamViewType':'KEYS_ONLY'}}";
    store.change((Request.Change<?>) Calls.of("CreateTable", create)).join();
    TableDescription table = store.describe(new DescribeTableRequest("Streamed")).table();
    String arn = table.identity().tableArn() + "/stream/" + table.history().latestStreamLabel();
    String policy = json(policy(statement.formatted(arn)));
    store.change(new PutResourcePolicyRequest(arn, policy, null, true)).join();
    return arn;
  }

  void endpoint(Network network, String policy) {
    endpoints.put(network, AttachedPolicy.inline(parsed(policy, PolicyKind.ENDPOINT), "endpoint"));
  }

  void onlyWatch() {
    isEnforced = false;
  }

  void daxAsServiceRole() {
    asServiceRole = true;
  }

  private static Policy parsed(String policy, PolicyKind kind) {
    return Policy.parse(json(policy), kind);
  }

  static String json(String quoted) {
    return quoted.replace('\'', '"');
  }

  /** One statement as a policy. */
  static String policy(String... statements) {
    return "{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}";
  }

  static String allow(String actions, String resources) {
    return statement("Allow", actions, resources, "");
  }

  static String allow(String actions, String resources, String conditions) {
    return statement("Allow", actions, resources, conditions);
  }

  static String deny(String actions, String resources, String conditions) {
    return statement("Deny", actions, resources, conditions);
  }

  private static String statement(
      String effect, String actions, String resources, String conditions) {
    return "{'Effect':'%s','Action':%s,'Resource':%s%s}"
        .formatted(
            effect,
            list(actions),
            list(resources),
            conditions.isEmpty() ? "" : ",'Condition':{" + conditions + "}");
  }

  private static String list(String words) {
    return "['" + String.join("','", words.split(" ")) + "']";
  }

  /** The user u1 with these policies, and nobody else. */
  Principal.User user(String... policies) {
    return user(Map.of(), policies);
  }

  Principal.User user(Map<String, String> tags, String... policies) {
    Map<String, String> inline = new HashMap<>();
    for (String policy : policies) {
      inline.put("p" + inline.size(), json(policy));
    }
    User user =
        new User(
            ACCOUNT,
            "/",
            "u1",
            "AIDA0000000000000001",
            NOW,
            inline,
            List.of(),
            List.of(),
            null,
            tags);
    put(user);
    return user.principal(null, null);
  }

  /** A session of the role Shop with these policies. */
  Principal.AssumedRole session(String rolePolicy, @Nullable String sessionPolicy) {
    Role role =
        new Role(
            ACCOUNT,
            "/",
            "Shop",
            "AROA0000000000000001",
            NOW,
            "{}",
            "",
            Duration.ofHours(1),
            Map.of("p", json(rolePolicy)),
            List.of(),
            null,
            Map.of("Team", "red", "Kept", "yes"));
    put(role);
    return new Principal.AssumedRole(
        ACCOUNT,
        role.arn(),
        role.id(),
        role.name(),
        "ASIA0000000000000001",
        new Principal.Session(
            "s1",
            NOW,
            NOW.plusSeconds(3600),
            Map.of("Team", "blue"),
            Set.of(),
            sessionPolicy == null ? List.of() : List.of(json(sessionPolicy)),
            null,
            null));
  }

  void put(Entity... entities) {
    List<Entity> all = new ArrayList<>(List.of(entities));
    identities = Identities.of(identities.revision() + 1, all);
  }

  /** What the caller is refused with; null if it may. */
  @Nullable ServiceError refusal(Principal principal, String operation, String body) {
    return refusal(principal, Calls.of(operation, body));
  }

  @Nullable ServiceError refusal(Principal principal, Request<?> request) {
    PolicyAuthorizer authorizer = authorizer();
    Throwable thrown = catchThrowable(() -> authorizer.authorizeBlocking(principal, request, way));
    return thrown == null ? null : ((ServiceException) thrown).error();
  }

  @Override
  public void close() {
    store.close();
  }
}
