package io.larder.security.identity.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityException;
import io.larder.security.identity.IdentityStore;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.edit.Administrator;
import io.larder.security.identity.edit.IdentityOperations;
import io.larder.security.identity.transfer.AccountImport.Step;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class AccountImportTest {
  private static final String ACCOUNT = "000000000000";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ALLOW =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:%s",\
      "Resource":"*"}]}\
      """;
  private static final String DOCUMENT =
      """
      {"policies":[{"name":"read","document":READ}],
       "groups":[{"name":"staff","attached":["arn:aws:iam::000000000000:policy/read"]}],
       "users":[{"name":"alice","path":"/p/","groups":["staff"],"tags":{"team":"a"},
         "boundary":"arn:aws:iam::aws:policy/AdministratorAccess","policies":{"own":READ}}],
       "roles":[{"name":"app","maxSession":7200,"trust":{"Version":"2012-10-17","Statement":
         [{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"000000000000"}}]},
         "policies":{"own":READ}}],
       "providers":[{"url":"https://issuer.test/x","clientIds":["web"]}]}\
      """
          .replace("READ", ALLOW.formatted("GetItem"));

  private final IdentityStore store = IdentityStore.inMemory(Identities.NONE);
  private final IdentityOperations operations =
      new IdentityOperations(new UniqueIds(new SecureRandom()), InstantSource.system());
  private final AccountImport accountImport = new AccountImport(store, operations, ACCOUNT);

  private static AccountDocument read(String json) {
    return JSON.readValue(json, AccountDocument.class);
  }

  private List<String> apply(String json, boolean prune) {
    List<Step> steps = accountImport.plan(read(json), prune);
    accountImport.apply(steps);
    return steps.stream().map(Step::text).toList();
  }

  private AccountDocument exported() {
    return AccountDocument.of(store.current().account(ACCOUNT));
  }

  @Test
  void anAccountBecomesWhatTheDocumentSaysAndThenNothingIsLeftToDo() {
    List<String> steps = apply(DOCUMENT, false);

    assertThat(steps).first().isEqualTo("+ policy read");
    assertThat(exported()).isEqualTo(read(JSON.writeValueAsString(exported())));
    assertThat(JSON.valueToTree(exported()).get("users"))
        .isEqualTo(JSON.valueToTree(read(DOCUMENT)).get("users"));
    assertThat(apply(DOCUMENT, true)).isEmpty();
  }

  @Test
  void whatWasExportedMakesTheSameAccountElsewhere() {
    apply(DOCUMENT, false);
    String exported = JSON.writeValueAsString(exported());
    IdentityStore other = IdentityStore.inMemory(Identities.NONE);
    var there = new AccountImport(other, operations, ACCOUNT);

    there.apply(there.plan(read(exported), false));

    assertThat(AccountDocument.of(other.current().account(ACCOUNT))).isEqualTo(exported());
  }

  @Test
  void onlyWhatDiffersIsChanged() {
    apply(DOCUMENT, false);

    List<String> steps =
        apply(
            DOCUMENT
                .replace("\"groups\":[\"staff\"],", "")
                .replace("{\"team\":\"a\"}", "{\"team\":\"b\"}")
                .replace(
                    "\"document\":" + ALLOW.formatted("GetItem"),
                    "\"document\":" + ALLOW.formatted("Query"))
                .replace("7200", "3600"),
            false);

    assertThat(steps)
        .containsExactly(
            "~ policy read: document",
            "~ user alice: tags",
            "~ user alice: group - staff",
            "~ role app: description or longest session");
  }

  @Test
  void whatIsNotInTheDocumentStaysUnlessItIsPruned() {
    var _ = Administrator.make(store, operations, ACCOUNT);
    apply(DOCUMENT, false);
    Identities before = store.current();

    assertThat(apply("{}", false)).isEmpty();
    assertThat(store.current()).isSameAs(before);

    assertThat(apply("{}", true))
        .containsExactly(
            "- user admin and its access keys",
            "- user alice and its access keys",
            "- role app",
            "- group staff",
            "- policy read",
            "- provider issuer.test/x");
    assertThat(store.current().accounts()).isEmpty();
    assertThat(store.current().accessKeys()).isEmpty();
  }

  @Test
  void whatMayNotBeIsFoundBeforeAnythingIsChanged() {
    assertThatThrownBy(
            () -> accountImport.plan(read(DOCUMENT.replace("[\"staff\"]", "[\"nobody\"]")), false))
        .isInstanceOf(IdentityException.class)
        .hasMessage("The group with name nobody cannot be found.");
    assertThat(store.current()).isSameAs(Identities.NONE);
  }

  @Test
  void aPolicyIsReplacedAsOftenAsOneLikes() {
    for (int i = 0; i < 8; i++) {
      apply(DOCUMENT.replace("dynamodb:GetItem", "dynamodb:A" + i), false);
    }

    assertThat(store.current().account(ACCOUNT).policies().get("read").document()).contains("A7");
  }
}
