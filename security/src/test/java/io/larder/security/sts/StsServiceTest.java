package io.larder.security.sts;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.audit.AuditTrail;
import io.larder.security.auth.Principal;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.Role;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.identity.edit.RoleEdits;
import io.larder.security.query.QueryCalls;
import io.larder.security.query.QueryCalls.Told;
import io.larder.security.session.SessionCredentials;
import io.larder.security.session.SessionTokens;
import io.larder.security.webidentity.SignedTokens;
import io.larder.security.webidentity.WebIdentityTokens;
import io.larder.store.seal.Sealers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StsServiceTest {
  private static final String ACCOUNT = "000000000000";
  private static final String ROLE = "arn:aws:iam::000000000000:role/app/shop";
  private static final String PROVIDER = "arn:aws:iam::000000000000:oidc-provider/idp.example.com";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final SignedTokens ISSUER = SignedTokens.withCurve("k");
  private static final String MAY_ASSUME = QueryCalls.allowing("sts:*");

  private final IdentityStore store = IdentityStore.inMemory(Identities.NONE);
  private final IdentityOperations operations =
      new IdentityOperations(new UniqueIds(new SecureRandom()), CLOCK);
  private final SessionTokens tokens = new SessionTokens(Sealers.ofProcess(), new SecureRandom());
  private final QueryCalls calls =
      new QueryCalls(
          List.of(
              StsService.over(
                  store::current,
                  tokens,
                  new WebIdentityTokens(_ -> ISSUER.keySet(), CLOCK),
                  new StsPermissions(QueryCalls.decisions(store::current, CLOCK)),
                  CLOCK)),
          AuditTrail.none(),
          CLOCK);
  private final Principal alice = user("alice", MAY_ASSUME);

  @Test
  void whoCallsIsTold() {
    Told told = calls.call(alice, "2011-06-15", "GetCallerIdentity");

    assertThat(told.text("Arn")).isEqualTo("arn:aws:iam::000000000000:user/alice");
    assertThat(told.text("UserId")).startsWith("AIDA");
    assertThat(told.text("Account")).isEqualTo(ACCOUNT);
    assertThat(calls.call(null, "2011-06-15", "GetCallerIdentity").error())
        .isEqualTo("MissingAuthenticationToken: Request is missing Authentication Token");
  }

  @Test
  void aRoleIsAssumedByWhomItTrusts() {
    role(trusting(ACCOUNT, "sts:AssumeRole", ""));

    Told told = assume(alice);

    assertThat(told.text("Arn")).isEqualTo("arn:aws:sts::000000000000:assumed-role/shop/session1");
    assertThat(told.need("AssumedRoleId")).matches("AROA[A-Z0-9]{17}:session1");
    assertThat(told.text("Expiration")).isEqualTo("2027-01-15T09:00:00Z");
    assertThat(told.text("PackedPolicySize")).isNull();
    var session = (Principal.AssumedRole) opened(told).principal();
    assertThat(session.roleArn()).isEqualTo(ROLE);
    assertThat(session.session().expires()).isEqualTo(CLOCK.instant().plusSeconds(3600));
    assertThat(opened(told).secretAccessKey()).isEqualTo(told.text("SecretAccessKey"));
  }

  @ParameterizedTest
  @CsvSource({
    "alice, true",
    "nobody, false",
    "denied, false",
  })
  void trustInTheAccountLeavesItToTheAccountWhoMay(String name, boolean may) {
    user("nobody", QueryCalls.allowing("dynamodb:*"));
    user("denied", MAY_ASSUME.replace("Allow", "Deny"));
    role(trusting(ACCOUNT, "sts:AssumeRole", ""));

    assertThat(assume(principal(name)).status()).isEqualTo(may ? 200 : 403);
  }

  @Test
  void trustInAUserNeedsNothingOfTheUser() {
    Principal nobody = user("nobody", QueryCalls.allowing("dynamodb:*"));
    role(trusting("arn:aws:iam::000000000000:user/nobody", "sts:AssumeRole", ""));

    assertThat(assume(nobody).status()).isEqualTo(200);
    assertThat(assume(alice).error())
        .isEqualTo(
            "AccessDenied: User: arn:aws:iam::000000000000:user/alice is not authorized to perform:"
                + " sts:AssumeRole on resource: "
                + ROLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user/friend", "role/friend", "assumed-role/friend/night"})
  void whoIsMadeAnewUnderAnOldNameIsNotTrusted(String kind) {
    Runnable make =
        () ->
            change(
                edit -> {
                  edit.users().create("/", "friend", null, Map.of());
                  edit.users().putPolicy("friend", "p", MAY_ASSUME);
                  edit.roles()
                      .create(
                          new RoleEdits.NewRole(
                              "/",
                              "friend",
                              trusting(ACCOUNT, "sts:AssumeRole", ""),
                              "",
                              Duration.ofHours(1),
                              null,
                              Map.of()));
                  edit.roles().putPolicy("friend", "p", MAY_ASSUME);
                });
    Supplier<Principal> friend =
        () -> kind.startsWith("user") ? principal("friend") : session("friend");
    make.run();
    role(
        trusting(
            "arn:aws:%s::000000000000:%s".formatted(kind.startsWith("a") ? "sts" : "iam", kind),
            "sts:AssumeRole",
            ""));
    assertThat(assume(friend.get()).status()).isEqualTo(200);

    change(
        edit -> {
          edit.users().deletePolicy("friend", "p");
          edit.users().delete("friend");
          edit.roles().deletePolicy("friend", "p");
          edit.roles().delete("friend");
        });
    make.run();

    assertThat(assume(friend.get()).text("Code")).isEqualTo("AccessDenied");
  }

  private Principal session(String name) {
    Role role = Objects.requireNonNull(store.current().account(ACCOUNT).roles().get(name));
    return new Principal.AssumedRole(
        ACCOUNT,
        role.arn(),
        role.id(),
        name,
        "ASIA1",
        new Principal.Session(
            "night",
            CLOCK.instant(),
            CLOCK.instant().plusSeconds(60),
            Map.of(),
            Set.of(),
            List.of(),
            null,
            null));
  }

  @Test
  void aRoleThatIsNotThereIsDeniedAsOneThatDoesNotTrust() {
    Told missing = assume(alice);
    user("other", MAY_ASSUME);
    role(trusting("arn:aws:iam::000000000000:user/other", "sts:AssumeRole", ""));

    assertThat(missing.error()).isEqualTo(assume(alice).error());
    assertThat(missing.status()).isEqualTo(403);
  }

  @Test
  void anExternalIdMustBeTheOneThatIsAskedFor() {
    role(
        trusting(
            ACCOUNT,
            "sts:AssumeRole",
            ",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x-1\"}}"));

    assertThat(assume(alice).status()).isEqualTo(403);
    assertThat(assume(alice, "ExternalId", "x-2").status()).isEqualTo(403);
    assertThat(assume(alice, "ExternalId", "x-1").status()).isEqualTo(200);
  }

  @Test
  void tagsAndSourceIdentityNeedTheirOwnLeave() {
    role(trusting(ACCOUNT, "sts:AssumeRole", ""));
    String[] tags = {"Tags.member.1.Key", "team", "Tags.member.1.Value", "blue"};

    assertThat(assume(alice, tags).error()).contains("sts:TagSession");
    assertThat(assume(alice, "SourceIdentity", "jane").error()).contains("sts:SetSourceIdentity");
  }

  @Test
  void tagsPoliciesAndSourceIdentityAreInTheSession() {
    role(trusting(ACCOUNT, "sts:*", ""));
    String policy = QueryCalls.allowing("dynamodb:Query");

    Told told =
        assume(
            alice,
            "Tags.member.1.Key",
            "team",
            "Tags.member.1.Value",
            "blue",
            "TransitiveTagKeys.member.1",
            "team",
            "SourceIdentity",
            "jane",
            "Policy",
            policy,
            "PolicyArns.member.1.arn",
            "arn:aws:iam::aws:policy/AdministratorAccess");

    Principal.Session session = opened(told).session();
    assertThat(session.tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(session.transitiveTags()).isEqualTo(Set.of("team"));
    assertThat(session.sourceIdentity()).isEqualTo("jane");
    assertThat(session.policies()).hasSize(2).contains(policy);
    assertThat(told.text("SourceIdentity")).isEqualTo("jane");
    assertThat(Integer.parseInt(told.need("PackedPolicySize"))).isBetween(1, 100);
  }

  @Test
  void whatIsTransitiveIsKeptByAFurtherRole() {
    role(trusting(ACCOUNT, "sts:*", ""));
    change(edit -> edit.roles().putPolicy("shop", "p", MAY_ASSUME));
    Principal first =
        opened(
                assume(
                    alice,
                    "Tags.member.1.Key",
                    "team",
                    "Tags.member.1.Value",
                    "blue",
                    "Tags.member.2.Key",
                    "other",
                    "Tags.member.2.Value",
                    "red",
                    "TransitiveTagKeys.member.1",
                    "team",
                    "SourceIdentity",
                    "jane"))
            .principal();

    Principal.Session second = opened(assume(first)).session();

    assertThat(second.tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(second.transitiveTags()).isEqualTo(Set.of("team"));
    assertThat(second.sourceIdentity()).isEqualTo("jane");
    assertThat(
            assume(first, "Tags.member.1.Key", "TEAM", "Tags.member.1.Value", "green").text("Code"))
        .isEqualTo("ValidationError");
    assertThat(assume(first, "SourceIdentity", "john").text("Code")).isEqualTo("AccessDenied");
    assertThat(assume(first, "DurationSeconds", "3601").error())
        .contains("1 hour session limit for roles assumed by role chaining");
  }

  @Test
  void aSessionLastsNoLongerThanTheRoleAllows() {
    role(trusting(ACCOUNT, "sts:*", ""));

    assertThat(assume(alice, "DurationSeconds", "7200").status()).isEqualTo(200);
    assertThat(assume(alice, "DurationSeconds", "7201").error())
        .isEqualTo(
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for"
                + " this role.");
    assertThat(assume(alice, "DurationSeconds", "899").status()).isEqualTo(400);
  }

  @Test
  void aSessionPolicyMustBeOne() {
    role(trusting(ACCOUNT, "sts:*", ""));

    assertThat(assume(alice, "Policy", "{").text("Code")).isEqualTo("MalformedPolicyDocument");
    assertThat(
            assume(alice, "PolicyArns.member.1.arn", "arn:aws:iam::000000000000:policy/no")
                .text("Code"))
        .isEqualTo("ValidationError");
  }

  @Test
  void whatDoesNotFitIntoATokenIsRefused() {
    role(trusting(ACCOUNT, "sts:*", ""));
    byte[] random = new byte[60];
    List<String> tags = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      new SecureRandom().nextBytes(random);
      tags.addAll(
          List.of(
              "Tags.member." + i + ".Key",
              "key" + i,
              "Tags.member." + i + ".Value",
              IntStream.range(0, random.length)
                  .mapToObj(at -> Integer.toHexString(random[at] & 0xFF))
                  .collect(Collectors.joining())));
    }

    assertThat(assume(alice, tags.toArray(String[]::new)).text("Code"))
        .isEqualTo("PackedPolicyTooLarge");
  }

  @Test
  void aDeviceThatMakesCodesIsNotKnown() {
    role(trusting(ACCOUNT, "sts:*", ""));

    assertThat(
            assume(alice, "SerialNumber", "arn:aws:iam::0:mfa/a", "TokenCode", "123456")
                .text("Code"))
        .isEqualTo("AccessDenied");
  }

  @Test
  void aUserGetsTemporaryCredentialsForItself() {
    Told told = calls.call(alice, "2011-06-15", "GetSessionToken", "DurationSeconds", "900");

    var session = (Principal.User) opened(told).principal();
    assertThat(session.arn()).isEqualTo(alice.arn());
    assertThat(Objects.requireNonNull(session.session()).expires())
        .isEqualTo(CLOCK.instant().plusSeconds(900));
    assertThat(calls.call(session, "2011-06-15", "GetSessionToken").text("Code"))
        .isEqualTo("AccessDenied");
  }

  @Test
  void whomAProviderVouchesForAssumesARoleThatTrustsIt() {
    trustProvider();

    Told told = assumeByToken(token("u1"));

    assertThat(told.text("SubjectFromWebIdentityToken")).isEqualTo("u1");
    assertThat(told.text("Audience")).isEqualTo("app");
    assertThat(told.text("Provider")).isEqualTo(PROVIDER);
    Principal.Federation federation = opened(told).session().federation();
    assertThat(Objects.requireNonNull(federation).claims())
        .containsEntry("idp.example.com:sub", List.of("u1"));
  }

  @Test
  void aConditionOnTheSubjectHolds() {
    trustProvider();

    Told told = assumeByToken(token("u2"));

    assertThat(told.status()).isEqualTo(403);
    assertThat(told.error())
        .isEqualTo("AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void aProviderThatIsNotRegisteredVouchesForNobody() {
    trustProvider();
    change(edit -> edit.providers().delete(PROVIDER));

    Told told = assumeByToken(token("u1"));

    assertThat(told.error())
        .isEqualTo(
            "InvalidIdentityToken: No OpenIDConnect provider found in your account for"
                + " https://idp.example.com");
    assertThat(told.status()).isEqualTo(400);
  }

  @Test
  void aTokenIsNoWayToARoleThatTrustsUsers() {
    trustProvider();
    change(edit -> edit.roles().updateTrustPolicy("shop", trusting(ACCOUNT, "sts:*", "")));

    assertThat(assumeByToken(token("u1")).status()).isEqualTo(403);
  }

  private void trustProvider() {
    change(
        edit ->
            edit.providers()
                .create("https://idp.example.com", List.of("app"), List.of(), Map.of()));
    role(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"%s"},\
        "Action":"sts:AssumeRoleWithWebIdentity",\
        "Condition":{"StringEquals":{"idp.example.com:sub":"u1"}}}]}\
        """
            .formatted(PROVIDER));
  }

  private static String token(String subject) {
    return ISSUER.token(
        """
        {"iss":"https://idp.example.com","sub":"%s","aud":"app","exp":1800000600}\
        """
            .formatted(subject));
  }

  private Told assumeByToken(String token) {
    return calls.call(
        null,
        "2011-06-15",
        "AssumeRoleWithWebIdentity",
        "RoleArn",
        ROLE,
        "RoleSessionName",
        "web",
        "WebIdentityToken",
        token + "\n");
  }

  private Told assume(@Nullable Principal caller, String... parameters) {
    List<String> all = new ArrayList<>(List.of("RoleArn", ROLE, "RoleSessionName", "session1"));
    all.addAll(List.of(parameters));
    return calls.call(caller, "2011-06-15", "AssumeRole", all.toArray(String[]::new));
  }

  private SessionCredentials opened(Told told) {
    return Objects.requireNonNull(
        tokens.open(told.need("SessionToken"), told.need("AccessKeyId")), told::error);
  }

  private static String trusting(String principal, String action, String condition) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},\
    "Action":"%s"%s}]}\
    """
        .formatted(principal, action, condition);
  }

  private void role(String trust) {
    change(
        edit ->
            edit.roles()
                .create(
                    new RoleEdits.NewRole(
                        "/app/", "shop", trust, "", Duration.ofHours(2), null, Map.of())));
  }

  private Principal user(String name, String policy) {
    change(
        edit -> {
          edit.users().create("/", name, null, Map.of());
          edit.users().putPolicy(name, "p", policy);
        });
    return principal(name);
  }

  private Principal principal(String name) {
    User user = Objects.requireNonNull(store.current().account(ACCOUNT).users().get(name));
    return user.principal(null, null);
  }

  private void change(Consumer<AccountEdit> change) {
    store.change(
        edit -> {
          change.accept(operations.on(edit, ACCOUNT));
          return true;
        });
  }
}
