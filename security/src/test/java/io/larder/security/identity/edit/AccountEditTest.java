package io.larder.security.identity.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.Role;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccountEditTest {
  private static final String ACCOUNT = "123456789012";
  private static final String DOCUMENT =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"}]}\
      """;
  private static final String TRUST =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",\
      "Principal":{"AWS":"123456789012"}}]}\
      """;

  private final IdentityStore store = IdentityStore.inMemory(Identities.NONE);
  private final IdentityOperations operations =
      new IdentityOperations(
          new UniqueIds(new SecureRandom()), () -> Instant.parse("2026-11-30T10:00:00.123Z"));

  private <R> R change(Function<AccountEdit, R> change) {
    return store.change(edit -> change.apply(operations.on(edit, ACCOUNT)));
  }

  private void user(String name) {
    var _ = change(account -> account.users().create("/", name, null, Map.of()));
  }

  private IdentityException refusal(Function<AccountEdit, ?> change) {
    return catchThrowableOfType(IdentityException.class, () -> change(change));
  }

  private void assertRefused(Function<AccountEdit, ?> change, Code code, String message) {
    long revision = store.current().revision();
    IdentityException refusal = refusal(change);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessage(message);
    assertThat(store.current().revision()).isEqualTo(revision);
  }

  private static Function<AccountEdit, ?> doing(java.util.function.Consumer<AccountEdit> work) {
    return account -> {
      work.accept(account);
      return account;
    };
  }

  @Test
  void aUserHasAnIdOfItsOwnAndAnArnWithItsPath() {
    User user =
        change(account -> account.users().create("/shop/", "alice", null, Map.of("team", "a")));

    assertThat(user.id()).matches("AIDA[A-Z2-7]{17}");
    assertThat(user.arn()).isEqualTo("arn:aws:iam::123456789012:user/shop/alice");
    assertThat(user.created()).isEqualTo("2026-11-30T10:00:00Z");
    assertThat(store.current().account(ACCOUNT).users()).containsEntry("alice", user);
  }

  @Test
  void namesThatDifferInCaseAreTheSame() {
    user("alice");

    assertRefused(
        account -> account.users().create("/", "Alice", null, Map.of()),
        Code.ENTITY_ALREADY_EXISTS,
        "User with name Alice already exists.");
  }

  @ParameterizedTest
  @CsvSource({"'a b',/", "a/b,/", "'',/", "ä,/", "alice,shop", "alice,/shop"})
  void namesAndPathsHaveAForm(String name, String path) {
    assertThat(refusal(account -> account.users().create(path, name, null, Map.of())).code())
        .isEqualTo(Code.VALIDATION_ERROR);
  }

  @Test
  void aUserIsNotDeletedWhileSomethingIsItsOwn() {
    user("alice");
    change(doing(account -> account.groups().create("/", "staff")));
    change(doing(account -> account.users().addToGroup("staff", "alice")));
    change(doing(account -> account.users().putPolicy("alice", "own", DOCUMENT)));
    AccessKey key = change(account -> account.accessKeys().create("alice"));

    Function<AccountEdit, ?> delete = doing(account -> account.users().delete("alice"));
    assertRefused(
        delete, Code.DELETE_CONFLICT, "Cannot delete entity, must delete access keys first.");
    change(doing(account -> account.accessKeys().delete("alice", key.id())));
    assertRefused(
        delete, Code.DELETE_CONFLICT, "Cannot delete entity, must remove users from group first.");
    change(doing(account -> account.users().removeFromGroup("staff", "alice")));
    assertRefused(
        delete, Code.DELETE_CONFLICT, "Cannot delete entity, must delete policies first.");
    change(doing(account -> account.users().deletePolicy("alice", "own")));
    change(delete);

    assertThat(store.current().account(ACCOUNT).users()).isEmpty();
  }

  @Test
  void aUserHasTwoKeysAtMostWhichNothingPrints() {
    user("alice");
    AccessKey key = change(account -> account.accessKeys().create("alice"));
    change(doing(account -> account.accessKeys().create("alice")));

    assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
    assertThat(key.secret().reveal()).hasSize(40);
    assertThat(key.toString()).doesNotContain(key.secret().reveal());
    assertRefused(
        account -> account.accessKeys().create("alice"),
        Code.LIMIT_EXCEEDED,
        "Cannot exceed quota for AccessKeysPerUser: 2");
  }

  @Test
  void theKeysOfARenamedUserStayItsOwn() {
    user("alice");
    AccessKey key = change(account -> account.accessKeys().create("alice"));

    User renamed = change(account -> account.users().update("alice", null, "bob"));

    Identities now = store.current();
    assertThat(now.owner(now.accessKeys().get(key.id()))).isEqualTo(renamed);
    assertThat(now.account(ACCOUNT).users()).containsOnlyKeys("bob");
  }

  @Test
  void aCallerIsGoneWithItsUserEvenIfThereIsAnotherOneOfItsName() {
    user("alice");
    Principal.User caller =
        store.current().account(ACCOUNT).users().get("alice").principal("AKIA1", null);
    assertThat(store.current().user(caller)).isNotNull();

    change(doing(account -> account.users().delete("alice")));
    user("alice");

    assertThat(store.current().user(caller)).isNull();
  }

  @Test
  void theMembersOfARenamedGroupStayInIt() {
    user("alice");
    change(doing(account -> account.groups().create("/", "staff")));
    change(doing(account -> account.users().addToGroup("staff", "alice")));

    change(doing(account -> account.groups().update("staff", null, "team")));

    Identities now = store.current();
    assertThat(now.groups(now.account(ACCOUNT).users().get("alice")))
        .extracting(group -> group.name())
        .containsExactly("team");
    assertRefused(
        doing(account -> account.groups().delete("team")),
        Code.DELETE_CONFLICT,
        "Cannot delete entity, must remove users from group first.");
  }

  @Test
  void ownPoliciesAreLimitedInSumWithoutWhiteSpace() {
    user("alice");
    String blanks = " ".repeat(5_000);
    change(doing(account -> account.users().putPolicy("alice", "a", DOCUMENT + blanks)));
    String large =
        DOCUMENT.replace("\"*\"", "\"arn:aws:dynamodb:*:*:table/" + "t".repeat(1900) + '"');

    assertRefused(
        doing(account -> account.users().putPolicy("alice", "b", large)),
        Code.LIMIT_EXCEEDED,
        "Maximum policy size of 2048 bytes exceeded for user alice");
  }

  @Test
  void tenPoliciesAreAttachedAtMost() {
    user("alice");
    for (int i = 0; i < 11; i++) {
      String name = "p" + i;
      change(doing(account -> account.policies().create("/", name, "", DOCUMENT, Map.of())));
    }
    for (int i = 0; i < 10; i++) {
      String arn = "arn:aws:iam::123456789012:policy/p" + i;
      change(doing(account -> account.users().attachPolicy("alice", arn)));
      change(doing(account -> account.users().attachPolicy("alice", arn)));
    }

    assertRefused(
        doing(
            account ->
                account.users().attachPolicy("alice", "arn:aws:iam::123456789012:policy/p10")),
        Code.LIMIT_EXCEEDED,
        "Cannot exceed quota for PoliciesPerUser: 10");
    assertRefused(
        doing(
            account ->
                account.users().attachPolicy("alice", "arn:aws:iam::123456789012:policy/no")),
        Code.NO_SUCH_ENTITY,
        "Policy arn:aws:iam::123456789012:policy/no does not exist or is not attachable.");
  }

  @Test
  void aPolicyHasFiveVersionsOfWhichTheDefaultStays() {
    ManagedPolicy policy =
        change(account -> account.policies().create("/", "p", "", DOCUMENT, Map.of()));
    String arn = policy.arn();
    for (int i = 0; i < 4; i++) {
      change(doing(account -> account.policies().createVersion(arn, DOCUMENT, false)));
    }

    assertThat(refusal(account -> account.policies().createVersion(arn, DOCUMENT, true)).code())
        .isEqualTo(Code.LIMIT_EXCEEDED);
    assertRefused(
        doing(account -> account.policies().deleteVersion(arn, "v1")),
        Code.DELETE_CONFLICT,
        "Cannot delete the default version of a policy.");
    change(doing(account -> account.policies().setDefaultVersion(arn, "v5")));
    change(doing(account -> account.policies().deleteVersion(arn, "v1")));
    ManagedPolicy.Version next =
        change(account -> account.policies().createVersion(arn, DOCUMENT, false));
    assertThat(next.id()).isEqualTo("v6");
  }

  @Test
  void aPolicyThatIsABoundaryOrAttachedIsNotDeleted() {
    String arn =
        change(account -> account.policies().create("/", "p", "", DOCUMENT, Map.of())).arn();
    change(doing(account -> account.users().create("/", "alice", arn, Map.of())));

    assertRefused(
        doing(account -> account.policies().delete(arn)),
        Code.DELETE_CONFLICT,
        "Cannot delete a policy attached to entities.");
    change(doing(account -> account.users().deleteBoundary("alice")));
    change(doing(account -> account.policies().delete(arn)));
    assertThat(store.current().policy(arn)).isNull();
  }

  @Test
  void whatIsBuiltInCannotBeChanged() {
    String arn = "arn:aws:iam::aws:policy/AdministratorAccess";

    assertThat(store.current().policy(arn)).isNotNull();
    assertThat(refusal(doing(account -> account.policies().delete(arn))).code())
        .isEqualTo(Code.UNMODIFIABLE_ENTITY);
  }

  @Test
  void aRoleIsFoundByItsWholeArnOnly() {
    Role role =
        change(
            account ->
                account
                    .roles()
                    .create(
                        new RoleEdits.NewRole(
                            "/app/", "shop", TRUST, "", Duration.ofHours(2), null, Map.of())));

    assertThat(store.current().role("arn:aws:iam::123456789012:role/app/shop")).isEqualTo(role);
    assertThat(store.current().role("arn:aws:iam::123456789012:role/shop")).isNull();
    assertThat(store.current().role("arn:aws:iam::210987654321:role/app/shop")).isNull();
  }

  @Test
  void tagKeysAreNotToldApartByCase() {
    user("alice");
    change(doing(account -> account.users().tag("alice", Map.of("Team", "a"))));

    change(doing(account -> account.users().tag("alice", Map.of("team", "b"))));

    assertThat(store.current().account(ACCOUNT).users().get("alice").tags())
        .containsExactly(Map.entry("team", "b"));
    assertThat(refusal(doing(account -> account.users().tag("alice", Map.of("aws:x", "b")))).code())
        .isEqualTo(Code.INVALID_INPUT);
  }

  @Test
  void aProviderIsFoundByItsUrl() {
    var provider =
        change(
            account ->
                account
                    .providers()
                    .create("https://issuer.test/a", List.of("app"), List.of(), Map.of()));

    assertThat(provider.arn()).isEqualTo("arn:aws:iam::123456789012:oidc-provider/issuer.test/a");
    assertThat(store.current().provider(provider.arn())).isEqualTo(provider);
    assertThat(
            refusal(
                    account ->
                        account
                            .providers()
                            .create("http://issuer.test", List.of(), List.of(), Map.of()))
                .code())
        .isEqualTo(Code.INVALID_INPUT);
  }

  @Test
  void theAdministratorIsMadeOnlyWhereThereIsNobody() {
    AccessKey key = Administrator.make(store, operations, ACCOUNT);

    assertThat(key).isNotNull();
    assertThat(store.current().account(ACCOUNT).users().get("admin").attachedPolicies())
        .containsExactly("arn:aws:iam::aws:policy/AdministratorAccess");
    assertThat(Administrator.make(store, operations, ACCOUNT)).isNull();
  }
}
