package io.larder.proxy.iam;

import static java.util.Objects.requireNonNullElse;

import io.larder.proxy.iam.AccountDocument.HolderEntry;
import io.larder.proxy.iam.AccountDocument.PolicyEntry;
import io.larder.proxy.iam.AccountDocument.ProviderEntry;
import io.larder.proxy.iam.Step.Change;
import io.larder.security.policy.PolicyKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the steps from what an account holds to what a document says: each a call of IAM or some,
 * so that whoever imports does nothing that it could not do by itself, and all of it is audited.
 */
final class ImportPlan {
  static final String HTTPS = "https://";
  private static final int MAX_VERSIONS = 5;

  private final AccountDocument there;
  private final AccountDocument wished;
  private final String account;
  private final PlannedSteps steps = new PlannedSteps();

  private ImportPlan(AccountDocument there, AccountDocument wished, String account) {
    this.there = there;
    this.wished = wished;
    this.account = account;
  }

  /**
   * What has to be changed, in its order; nothing, if the account is what the document says.
   *
   * @param caller ARN of who imports, who is not removed
   * @param prune whether that is removed which is not in the document
   * @throws IllegalArgumentException if something in the document cannot be had
   */
  static List<Step> of(
      AccountDocument there, AccountDocument wished, String caller, boolean prune) {
    var plan = new ImportPlan(there, wished, caller.split(":", -1)[4]);
    plan.checkGroups(prune);
    orEmpty(wished.policies()).forEach(plan::policy);
    new HolderPlan(there, plan.steps).make(wished);
    orEmpty(wished.providers()).forEach(plan::provider);
    List<Step> all = new ArrayList<>(plan.steps.all());
    if (prune) {
      all.addAll(new Pruning(there, plan::arn, caller).of(wished));
    }
    return all;
  }

  private String arn(String resource) {
    return "arn:aws:iam::" + account + ':' + resource;
  }

  private void checkGroups(boolean prune) {
    Set<String> groups = names(wished.groups(), HolderEntry::name);
    if (!prune) {
      groups.addAll(names(there.groups(), HolderEntry::name));
    }
    for (HolderEntry user : orEmpty(wished.users())) {
      for (String group : orEmpty(user.groups())) {
        if (!groups.contains(group)) {
          throw new IllegalArgumentException(
              "user " + user.name() + ": there is no group " + group);
        }
      }
    }
  }

  static <T> Set<String> names(@Nullable List<T> entries, Function<T, String> name) {
    return orEmpty(entries).stream().map(name).collect(Collectors.toCollection(TreeSet::new));
  }

  private void policy(PolicyEntry entry) {
    String what = "policy " + entry.name();
    String document = PolicyText.of(what, entry.document(), PolicyKind.MANAGED);
    PolicyEntry before = AccountDocument.find(there.policies(), PolicyEntry::name, entry.name());
    if (before == null) {
      steps.add(
          "+ " + what,
          Change.call(
              "CreatePolicy",
              new Form()
                  .with("PolicyName", entry.name())
                  .with("Path", entry.path())
                  .with("Description", entry.description())
                  .with("PolicyDocument", document)
                  .tags(orEmpty(entry.tags()))));
      return;
    }
    checkSame(what + ": path", path(before.path()), path(entry.path()));
    checkSame(what + ": description", text(before.description()), text(entry.description()));
    String arn = arn("policy" + path(entry.path()) + entry.name());
    if (!before.document().equals(PolicyText.parse(document))) {
      steps.add("~ " + what + ": document", iam -> replaceDocument(iam, arn, document));
    }
    steps.tags(
        what, before.tags(), entry.tags(), "Policy", () -> new Form().with("PolicyArn", arn));
  }

  static void checkSame(String what, String before, String wished) {
    if (!before.equals(wished)) {
      throw new IllegalArgumentException(what + " cannot be changed; remove it first");
    }
  }

  /** As a new version in effect, for which the oldest other one makes room if need be. */
  private static void replaceDocument(IamClient iam, String arn, String document)
      throws IOException, InterruptedException, IamClient.RefusedException {
    List<Answer> versions =
        iam.call("ListPolicyVersions", new Form().with("PolicyArn", arn)).members("Versions");
    if (versions.size() >= MAX_VERSIONS) {
      String oldest =
          versions.stream()
              .filter(version -> !"true".equals(version.text("IsDefaultVersion")))
              .map(version -> version.need("VersionId"))
              .min(Comparator.comparing(id -> Long.valueOf(id.substring(1))))
              .orElseThrow();
      var _ =
          iam.call(
              "DeletePolicyVersion", new Form().with("PolicyArn", arn).with("VersionId", oldest));
    }
    var _ =
        iam.call(
            "CreatePolicyVersion",
            new Form()
                .with("PolicyArn", arn)
                .with("PolicyDocument", document)
                .with("SetAsDefault", "true"));
  }

  private void provider(ProviderEntry entry) {
    String what = "provider " + entry.url();
    ProviderEntry before = AccountDocument.find(there.providers(), ProviderEntry::url, entry.url());
    if (!entry.url().startsWith(HTTPS)) {
      throw new IllegalArgumentException(what + ": must begin with " + HTTPS);
    }
    if (before == null) {
      steps.add(
          "+ " + what,
          Change.call(
              "CreateOpenIDConnectProvider",
              new Form()
                  .with("Url", entry.url())
                  .list("ClientIDList", orEmpty(entry.clientIds()))
                  .list("ThumbprintList", orEmpty(entry.thumbprints()))
                  .tags(orEmpty(entry.tags()))));
      return;
    }
    String arn = arn("oidc-provider/" + entry.url().substring(HTTPS.length()));
    steps.changes(
        what + ": client ",
        before.clientIds(),
        entry.clientIds(),
        id -> Change.call("AddClientIDToOpenIDConnectProvider", provider(arn).with("ClientID", id)),
        id ->
            Change.call(
                "RemoveClientIDFromOpenIDConnectProvider", provider(arn).with("ClientID", id)));
    Set<String> thumbprints = new TreeSet<>(orEmpty(entry.thumbprints()));
    if (!thumbprints.equals(new TreeSet<>(orEmpty(before.thumbprints())))) {
      steps.add(
          "~ " + what + ": thumbprints",
          Change.call(
              "UpdateOpenIDConnectProviderThumbprint",
              provider(arn).list("ThumbprintList", thumbprints)));
    }
    steps.tags(what, before.tags(), entry.tags(), "OpenIDConnectProvider", () -> provider(arn));
  }

  static Form provider(String arn) {
    return new Form().with("OpenIDConnectProviderArn", arn);
  }

  static String path(@Nullable String path) {
    return requireNonNullElse(path, "/");
  }

  static String text(@Nullable String text) {
    return requireNonNullElse(text, "");
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  static Map<String, String> orEmpty(@Nullable SortedMap<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
