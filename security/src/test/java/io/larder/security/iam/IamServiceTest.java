package io.larder.security.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.query.QueryCalls;
import io.larder.security.query.QueryCalls.Told;
import io.larder.security.query.QueryService;
import java.net.URLDecoder;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IamServiceTest {
  private static final String ACCOUNT = "000000000000";
  private static final String VERSION = "2010-05-08";
  private static final String ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
  private static final String DOCUMENT = QueryCalls.allowing("dynamodb:GetItem");
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"000000000000"},\
      "Action":"sts:AssumeRole"}]}\
      """;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T08:00:00Z"));

  /** What every operation has what it needs in. */
  private static final Map<String, String> PARAMETERS =
      Map.ofEntries(
          Map.entry("UserName", "admin"),
          Map.entry("GroupName", "g"),
          Map.entry("RoleName", "r"),
          Map.entry("PolicyName", "p"),
          Map.entry("PolicyArn", ADMINISTRATOR),
          Map.entry("PolicySourceArn", "arn:aws:iam::000000000000:user/admin"),
          Map.entry("PolicyDocument", DOCUMENT),
          Map.entry("AssumeRolePolicyDocument", TRUST),
          Map.entry("PermissionsBoundary", ADMINISTRATOR),
          Map.entry("VersionId", "v1"),
          Map.entry("AccessKeyId", "AKIAAAAAAAAAAAAAAAAA"),
          Map.entry("Status", "Inactive"),
          Map.entry("Description", "d"),
          Map.entry("Url", "https://idp.example.com"),
          Map.entry("ClientID", "c"),
          Map.entry(
              "OpenIDConnectProviderArn",
              "arn:aws:iam::000000000000:oidc-provider/idp.example.com"),
          Map.entry("ActionNames.member.1", "dynamodb:GetItem"));

  private final IdentityStore store = IdentityStore.inMemory(Identities.NONE);
  private final IdentityOperations operations =
      new IdentityOperations(new UniqueIds(new SecureRandom()), CLOCK);
  private final AccessKeyUses uses = new AccessKeyUses(CLOCK);
  private final QueryService service =
      IamService.over(store, operations, QueryCalls.decisions(store::current, CLOCK), uses);
  private final QueryCalls calls = new QueryCalls(List.of(service), AuditTrail.none(), CLOCK);
  private final Principal admin = user("admin", ADMINISTRATOR);

  @Test
  void aUserIsMadeReadChangedAndRemoved() {
    Told made =
        admin(
            "CreateUser",
            "UserName",
            "alice",
            "Path",
            "/app/",
            "Tags.member.1.Key",
            "team",
            "Tags.member.1.Value",
            "blue/green");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("Arn")).isEqualTo("arn:aws:iam::000000000000:user/app/alice");
    assertThat(made.text("UserId")).startsWith("AIDA");
    assertThat(made.text("CreateDate")).isEqualTo("2026-11-30T08:00:00Z");
    assertThat(made.text("RequestId")).isEqualTo(made.requestId());
    assertThat(admin("GetUser", "UserName", "alice").text("Value")).isEqualTo("blue/green");
    done("UpdateUser", "UserName", "alice", "NewUserName", "bob");
    assertThat(admin("ListUsers").texts("UserName")).containsExactly("admin", "bob");
    assertThat(admin("ListUsers", "PathPrefix", "/app/").texts("UserName")).containsExactly("bob");
    done("UntagUser", "UserName", "bob", "TagKeys.member.1", "team");
    assertThat(admin("ListUserTags", "UserName", "bob").texts("Key")).isEmpty();
    done("DeleteUser", "UserName", "bob");
    Told gone = admin("GetUser", "UserName", "bob");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.error()).isEqualTo("NoSuchEntity: The user with name bob cannot be found.");
  }

  @Test
  void anAccessKeyShowsItsSecretOnce() {
    done("CreateUser", "UserName", "alice");
    Told made = admin("CreateAccessKey", "UserName", "alice");
    String id = made.need("AccessKeyId");

    assertThat(id).startsWith("AKIA");
    assertThat(made.text("SecretAccessKey")).hasSize(40);
    assertThat(admin("ListAccessKeys", "UserName", "alice").text("SecretAccessKey")).isNull();
    done("UpdateAccessKey", "UserName", "alice", "AccessKeyId", id, "Status", "Inactive");
    assertThat(admin("ListAccessKeys", "UserName", "alice").text("Status")).isEqualTo("Inactive");
    assertThat(admin("DeleteUser", "UserName", "alice").text("Code")).isEqualTo("DeleteConflict");
    done("DeleteAccessKey", "UserName", "alice", "AccessKeyId", id);
    done("DeleteUser", "UserName", "alice");
  }

  @Test
  void theLastUseOfAKeyIsTold() {
    done("CreateUser", "UserName", "alice");
    String id = admin("CreateAccessKey", "UserName", "alice").need("AccessKeyId");
    Principal alice =
        Objects.requireNonNull(store.current().account(ACCOUNT).users().get("alice"))
            .principal(id, null);
    assertThat(admin("GetAccessKeyLastUsed", "AccessKeyId", id).text("ServiceName"))
        .isEqualTo("N/A");

    uses.noting(_ -> alice, "dynamodb", "eu-west-1").authenticate(QueryCalls.unsigned());

    Told used = admin("GetAccessKeyLastUsed", "AccessKeyId", id);
    assertThat(used.text("LastUsedDate")).isEqualTo("2026-11-30T08:00:00Z");
    assertThat(used.text("Region")).isEqualTo("eu-west-1");
  }

  @Test
  void ofManyKeysThoseThatAreInUseAreKnown() {
    var now = new AtomicReference<>(CLOCK.instant());
    var many = new AccessKeyUses(now::get);
    User user = Objects.requireNonNull(store.current().account(ACCOUNT).users().get("admin"));
    for (int i = 0; i < 2 * AccessKeyUses.MAX_KEYS; i++) {
      Principal caller = user.principal("AKIA" + i, null);
      many.noting(_ -> caller, "dynamodb", "eu-west-1").authenticate(QueryCalls.unsigned());
      now.set(now.get().plusMillis(1));
    }

    assertThat(many.last("AKIA0")).isNull();
    assertThat(many.last("AKIA" + (2 * AccessKeyUses.MAX_KEYS - 1))).isNotNull();
    assertThat(many.size()).isLessThanOrEqualTo(AccessKeyUses.MAX_KEYS);
  }

  @ParameterizedTest
  @CsvSource({"User", "Group", "Role"})
  void policiesArePutReadAttachedAndRemoved(String kind) {
    String name = kind + "Name";
    done("Create" + kind, name, "x", "AssumeRolePolicyDocument", TRUST);

    done("Put" + kind + "Policy", name, "x", "PolicyName", "p", "PolicyDocument", DOCUMENT);
    Told read = admin("Get" + kind + "Policy", name, "x", "PolicyName", "p");
    assertThat(URLDecoder.decode(read.need("PolicyDocument"), UTF_8)).isEqualTo(DOCUMENT);
    assertThat(admin("List" + kind + "Policies", name, "x").texts("member")).containsExactly("p");
    done("Attach" + kind + "Policy", name, "x", "PolicyArn", ADMINISTRATOR);
    assertThat(admin("ListAttached" + kind + "Policies", name, "x").text("PolicyName"))
        .isEqualTo("AdministratorAccess");
    assertThat(
            admin("ListEntitiesForPolicy", "PolicyArn", ADMINISTRATOR, "EntityFilter", kind)
                .texts(name))
        .contains("x");
    assertThat(admin("Delete" + kind, name, "x").text("Code")).isEqualTo("DeleteConflict");
    done("Detach" + kind + "Policy", name, "x", "PolicyArn", ADMINISTRATOR);
    done("Delete" + kind + "Policy", name, "x", "PolicyName", "p");
    done("Delete" + kind, name, "x");
  }

  @Test
  void aTrustPolicyIsKeptByIdsAndShownByNames() {
    done("CreateUser", "UserName", "alice");
    String trust = TRUST.replace("000000000000", "arn:aws:iam::000000000000:user/alice");
    String id = admin("GetUser", "UserName", "alice").need("UserId");

    done("CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", trust);
    List<String> shown =
        Stream.of(
                admin("GetRole", "RoleName", "r"),
                admin("ListRoles"),
                admin("GetAccountAuthorizationDetails", "Filter.member.1", "Role"))
            .map(told -> URLDecoder.decode(told.need("AssumeRolePolicyDocument"), UTF_8))
            .toList();
    done("DeleteUser", "UserName", "alice");

    assertThat(shown).containsOnly(trust);
    assertThat(admin("GetRole", "RoleName", "r").text("AssumeRolePolicyDocument")).contains(id);
    done("UpdateRole", "RoleName", "r", "Description", "d");
    assertThat(admin("UpdateAssumeRolePolicy", "RoleName", "r", "PolicyDocument", trust).error())
        .isEqualTo(
            "MalformedPolicyDocument: Invalid principal in policy:"
                + " \"AWS\":\"arn:aws:iam::000000000000:user/alice\"");
  }

  @Test
  void aPolicyHasVersionsOfWhichOneIsInEffect() {
    String arn = admin("CreatePolicy", "PolicyName", "p", "PolicyDocument", DOCUMENT).need("Arn");
    Told second =
        admin(
            "CreatePolicyVersion",
            "PolicyArn",
            arn,
            "PolicyDocument",
            QueryCalls.allowing("dynamodb:Query"),
            "SetAsDefault",
            "true");

    assertThat(second.text("VersionId")).isEqualTo("v2");
    assertThat(admin("GetPolicy", "PolicyArn", arn).text("DefaultVersionId")).isEqualTo("v2");
    assertThat(admin("ListPolicyVersions", "PolicyArn", arn).texts("VersionId"))
        .containsExactly("v1", "v2");
    String first = admin("GetPolicyVersion", "PolicyArn", arn, "VersionId", "v1").need("Document");
    assertThat(URLDecoder.decode(first, UTF_8)).isEqualTo(DOCUMENT);
    done("SetDefaultPolicyVersion", "PolicyArn", arn, "VersionId", "v1");
    done("DeletePolicyVersion", "PolicyArn", arn, "VersionId", "v2");
    assertThat(admin("ListPolicies", "Scope", "Local").texts("Arn")).containsExactly(arn);
    assertThat(admin("ListPolicies", "Scope", "AWS").texts("Arn")).contains(ADMINISTRATOR);
    assertThat(admin("GetPolicy", "PolicyArn", ADMINISTRATOR).text("AttachmentCount"))
        .isEqualTo("1");
    done("DeletePolicy", "PolicyArn", arn);
  }

  @Test
  void aGroupHasMembers() {
    done("CreateGroup", "GroupName", "g");
    done("CreateUser", "UserName", "alice");
    done("AddUserToGroup", "GroupName", "g", "UserName", "alice");

    assertThat(admin("GetGroup", "GroupName", "g").texts("UserName")).containsExactly("alice");
    assertThat(admin("ListGroupsForUser", "UserName", "alice").texts("GroupName"))
        .containsExactly("g");
    done("RemoveUserFromGroup", "GroupName", "g", "UserName", "alice");
    assertThat(admin("GetGroup", "GroupName", "g").texts("UserName")).isEmpty();
  }

  @Test
  void anIdentityProviderIsRegistered() {
    String arn =
        admin(
                "CreateOpenIDConnectProvider",
                "Url",
                "https://idp.example.com/pool",
                "ClientIDList.member.1",
                "app")
            .need("OpenIDConnectProviderArn");

    assertThat(arn).isEqualTo("arn:aws:iam::000000000000:oidc-provider/idp.example.com/pool");
    done("AddClientIDToOpenIDConnectProvider", "OpenIDConnectProviderArn", arn, "ClientID", "b");
    assertThat(admin("GetOpenIDConnectProvider", "OpenIDConnectProviderArn", arn).texts("member"))
        .containsExactlyInAnyOrder("app", "b");
    assertThat(admin("ListOpenIDConnectProviders").texts("Arn")).containsExactly(arn);
    done("DeleteOpenIDConnectProvider", "OpenIDConnectProviderArn", arn);
    assertThat(admin("ListOpenIDConnectProviders").texts("Arn")).isEmpty();
  }

  @Test
  void listsComeInPages() {
    IntStream.range(0, 5).forEach(i -> done("CreateUser", "UserName", "u" + i));

    Told first = admin("ListUsers", "MaxItems", "4");
    Told second = admin("ListUsers", "MaxItems", "4", "Marker", first.need("Marker"));

    assertThat(first.text("IsTruncated")).isEqualTo("true");
    assertThat(first.texts("UserName")).containsExactly("admin", "u0", "u1", "u2");
    assertThat(second.text("IsTruncated")).isEqualTo("false");
    assertThat(second.texts("UserName")).containsExactly("u3", "u4");
    assertThat(second.text("Marker")).isNull();
    assertThat(admin("ListUsers", "MaxItems", "1001").text("Code")).isEqualTo("ValidationError");
    assertThat(admin("ListUsers", "Marker", "?").text("Code")).isEqualTo("ValidationError");
  }

  @Test
  void aSimulationTellsTheDecisionAndItsStatement() {
    Told told =
        admin(
            "SimulateCustomPolicy",
            "PolicyInputList.member.1",
            DOCUMENT,
            "ActionNames.member.1",
            "dynamodb:GetItem",
            "ActionNames.member.2",
            "dynamodb:PutItem");
    Told ofPrincipal =
        admin(
            "SimulatePrincipalPolicy",
            "PolicySourceArn",
            "arn:aws:iam::000000000000:user/admin",
            "ActionNames.member.1",
            "dynamodb:DeleteTable");

    assertThat(told.texts("EvalDecision")).containsExactly("allowed", "implicitDeny");
    assertThat(told.texts("SourcePolicyId")).hasSize(1);
    assertThat(ofPrincipal.texts("EvalDecision")).containsExactly("allowed");
    assertThat(ofPrincipal.texts("SourcePolicyId")).containsExactly("AdministratorAccess");
    assertThat(told.texts("Line")).containsExactly("1", "1");
    assertThat(told.texts("Column")).hasSize(2).doesNotContain("0");
  }

  @Test
  void anAccountIsToldWithAllThatIsInIt() {
    done("CreateGroup", "GroupName", "g");
    done("CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", TRUST);
    done("CreatePolicy", "PolicyName", "p", "PolicyDocument", DOCUMENT);

    Told all = admin("GetAccountAuthorizationDetails");
    Told roles = admin("GetAccountAuthorizationDetails", "Filter.member.1", "Role");

    assertThat(all.texts("UserName")).contains("admin");
    assertThat(all.texts("GroupName")).contains("g");
    assertThat(all.texts("RoleName")).contains("r");
    assertThat(all.texts("PolicyName")).contains("p", "AdministratorAccess");
    assertThat(roles.texts("RoleName")).containsExactly("r");
    assertThat(roles.texts("UserName")).isEmpty();
  }

  @Test
  void nobodyMayOrLearnsAnythingWithoutAPolicy() {
    Principal nobody = user("nobody");
    done("CreateGroup", "GroupName", "g");
    done("CreateRole", "RoleName", "r", "AssumeRolePolicyDocument", TRUST);
    Identities before = store.current();
    String[] parameters =
        PARAMETERS.entrySet().stream()
            .flatMap(parameter -> Stream.of(parameter.getKey(), parameter.getValue()))
            .toArray(String[]::new);

    for (String action : service.operations().keySet()) {
      Told told = calls.call(nobody, VERSION, action, parameters);

      assertThat(told.error())
          .startsWith(
              "AccessDenied: User: arn:aws:iam::000000000000:user/nobody is not authorized to"
                  + " perform: iam:"
                  + action
                  + " on resource: ");
      assertThat(told.status()).isEqualTo(403);
    }
    assertThat(store.current()).isSameAs(before);
  }

  @Test
  void aSessionOfGetSessionTokenMayNotCallIam() {
    var caller = (Principal.User) admin;
    var session =
        new Principal.Session(
            "", CLOCK.instant(), Instant.MAX, Map.of(), Set.of(), List.of(), null, null);
    Principal temporary =
        new Principal.User(ACCOUNT, caller.arn(), caller.userId(), caller.name(), "ASIA1", session);

    for (String action : List.of("ListUsers", "GetUser", "CreateAccessKey")) {
      Told told = calls.call(temporary, VERSION, action);
      assertThat(told.error())
          .isEqualTo("InvalidClientTokenId: The security token included in the request is invalid");
      assertThat(told.status()).isEqualTo(403);
    }
  }

  @Test
  void whoMayManageOnlyWithinABoundaryManagesNobodyWithoutIt() {
    String boundary =
        admin("CreatePolicy", "PolicyName", "b", "PolicyDocument", DOCUMENT).need("Arn");
    String rights =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*",\
        "Resource":"*","Condition":{"StringEquals":{"iam:PermissionsBoundary":"%s"}}}]}\
        """
            .formatted(boundary);
    Principal deputy =
        user(
            "deputy",
            admin("CreatePolicy", "PolicyName", "deputies", "PolicyDocument", rights).need("Arn"));

    Told without = calls.call(deputy, VERSION, "CreateUser", "UserName", "x");
    Told with =
        calls.call(deputy, VERSION, "CreateUser", "UserName", "x", "PermissionsBoundary", boundary);
    Told ofAdmin =
        calls.call(
            deputy, VERSION, "AttachUserPolicy", "UserName", "admin", "PolicyArn", ADMINISTRATOR);
    Told ofOwn =
        calls.call(
            deputy, VERSION, "AttachUserPolicy", "UserName", "x", "PolicyArn", ADMINISTRATOR);

    assertThat(List.of(without.status(), with.status(), ofAdmin.status(), ofOwn.status()))
        .containsExactly(403, 200, 403, 200);
  }

  private Told admin(String action, String... parameters) {
    return calls.call(admin, VERSION, action, parameters);
  }

  private void done(String action, String... parameters) {
    Told told = admin(action, parameters);
    assertThat(told.status()).as(told.error()).isEqualTo(200);
  }

  private Principal user(String name, String... policies) {
    return store.change(
        edit -> {
          var users = operations.on(edit, ACCOUNT).users();
          users.create("/", name, null, Map.of());
          for (String arn : policies) {
            users.attachPolicy(name, arn);
          }
          return users.get(name).principal(null, null);
        });
  }
}
