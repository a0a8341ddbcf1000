package io.larder.security.identity.transfer;

import io.larder.security.identity.Account;
import io.larder.security.identity.Group;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.OidcProvider;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.HolderEdits;
import io.larder.security.identity.edit.RoleEdits;
import io.larder.security.identity.transfer.AccountDocument.HolderEntry;
import io.larder.security.identity.transfer.AccountDocument.PolicyEntry;
import io.larder.security.identity.transfer.AccountDocument.ProviderEntry;
import io.larder.security.identity.transfer.AccountDocument.RoleEntry;
import io.larder.security.identity.transfer.AccountImport.Step;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plans the steps from what an account is to what a document says. */
final class ImportPlan {
  private static final String HTTPS = "https://";

  private final AccountEdit scratch;
  private final PlannedSteps steps;

  ImportPlan(AccountEdit scratch) {
    this.scratch = scratch;
    this.steps = new PlannedSteps(scratch);
  }

  List<Step> steps() {
    return steps.all();
  }

  private void step(String text, Consumer<AccountEdit> change) {
    steps.add(text, change);
  }

  private Account now() {
    return scratch.state();
  }

  void make(AccountDocument document, boolean prune) {
    List<PolicyEntry> policies = orEmpty(document.policies());
    List<HolderEntry> groups = orEmpty(document.groups());
    List<HolderEntry> users = orEmpty(document.users());
    List<RoleEntry> roles = orEmpty(document.roles());
    List<ProviderEntry> providers = orEmpty(document.providers());
    policies.forEach(this::policy);
    groups.forEach(this::group);
    users.forEach(this::user);
    roles.forEach(this::role);
    providers.forEach(this::provider);
    if (prune) {
      var pruning = new Pruning(steps);
      pruning.users(names(users, HolderEntry::name));
      pruning.roles(names(roles, RoleEntry::name));
      pruning.groups(names(groups, HolderEntry::name));
      pruning.policies(names(policies, PolicyEntry::name));
      pruning.providers(names(providers, entry -> entry.url().substring(HTTPS.length())));
    }
  }

  private static <T> Set<String> names(List<T> entries, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    entries.forEach(entry -> names.add(name.apply(entry)));
    return names;
  }

  private void policy(PolicyEntry entry) {
    String name = entry.name();
    String path = path(entry.path());
    String document = entry.document().toString();
    ManagedPolicy policy = now().policies().get(name);
    if (policy == null) {
      step(
          "+ policy " + name,
          edit ->
              edit.policies()
                  .create(path, name, text(entry.description()), document, tags(entry.tags())));
      return;
    }
    String arn = policy.arn();
    if (!AccountDocument.json(policy.document()).equals(entry.document())) {
      step("~ policy " + name + ": document", edit -> replaceDocument(edit, arn, document));
    }
    tags(
        "policy " + name,
        policy.tags(),
        tags(entry.tags()),
        (edit, tags) -> edit.policies().tag(arn, tags),
        (edit, keys) -> edit.policies().untag(arn, keys));
  }

  /** As a new version in effect, for which the oldest other one makes room if need be. */
  private static void replaceDocument(AccountEdit edit, String arn, String document) {
    ManagedPolicy policy = edit.policies().get(arn);
    if (policy.versions().size() >= ManagedPolicy.MAX_VERSIONS) {
      policy.versions().stream()
          .map(ManagedPolicy.Version::id)
          .filter(id -> !id.equals(policy.defaultVersion()))
          .findFirst()
          .ifPresent(id -> edit.policies().deleteVersion(arn, id));
    }
    edit.policies().createVersion(arn, document, true);
  }

  private void group(HolderEntry entry) {
    String name = entry.name();
    String path = path(entry.path());
    Group group = now().groups().get(name);
    if (group == null) {
      step("+ group " + name, edit -> edit.groups().create(path, name));
    } else if (!group.path().equals(path)) {
      step("~ group " + name + ": path", edit -> edit.groups().update(name, path, null));
    }
    policies("group " + name, AccountEdit::groups, entry);
  }

  private void user(HolderEntry entry) {
    String name = entry.name();
    String path = path(entry.path());
    User user = now().users().get(name);
    if (user == null) {
      step(
          "+ user " + name,
          edit -> edit.users().create(path, name, entry.boundary(), tags(entry.tags())));
    } else if (!user.path().equals(path)) {
      step("~ user " + name + ": path", edit -> edit.users().update(name, path, null));
    }
    User there = scratch.users().get(name);
    boundary(
        "user " + name,
        there.boundary(),
        entry.boundary(),
        (edit, arn) -> edit.users().putBoundary(name, arn),
        edit -> edit.users().deleteBoundary(name));
    tags(
        "user " + name,
        there.tags(),
        tags(entry.tags()),
        (edit, tags) -> edit.users().tag(name, tags),
        (edit, keys) -> edit.users().untag(name, keys));
    changes(
        "user " + name + ": group ",
        there.groups(),
        orEmpty(entry.groups()),
        (edit, group) -> edit.users().addToGroup(group, name),
        (edit, group) -> edit.users().removeFromGroup(group, name));
    policies("user " + name, AccountEdit::users, entry);
  }

  private void role(RoleEntry entry) {
    String name = entry.name();
    String trust = entry.trust().toString();
    Duration maxSession =
        entry.maxSession() == null
            ? RoleEdits.DEFAULT_SESSION
            : Duration.ofSeconds(entry.maxSession());
    Role role = now().roles().get(name);
    if (role == null) {
      step(
          "+ role " + name,
          edit ->
              edit.roles()
                  .create(
                      new RoleEdits.NewRole(
                          path(entry.path()),
                          name,
                          trust,
                          text(entry.description()),
                          maxSession,
                          entry.boundary(),
                          tags(entry.tags()))));
    } else {
      if (!AccountDocument.json(role.trustPolicy()).equals(entry.trust())) {
        step(
            "~ role " + name + ": trust policy",
            edit -> edit.roles().updateTrustPolicy(name, trust));
      }
      if (!role.description().equals(text(entry.description()))
          || !role.maxSession().equals(maxSession)) {
        step(
            "~ role " + name + ": description or longest session",
            edit -> edit.roles().update(name, text(entry.description()), maxSession));
      }
    }
    Role there = scratch.roles().get(name);
    boundary(
        "role " + name,
        there.boundary(),
        entry.boundary(),
        (edit, arn) -> edit.roles().putBoundary(name, arn),
        edit -> edit.roles().deleteBoundary(name));
    tags(
        "role " + name,
        there.tags(),
        tags(entry.tags()),
        (edit, tags) -> edit.roles().tag(name, tags),
        (edit, keys) -> edit.roles().untag(name, keys));
    policies("role " + name, AccountEdit::roles, entry.holder());
  }

  private void provider(ProviderEntry entry) {
    String url = entry.url();
    List<String> thumbprints = orEmpty(entry.thumbprints());
    OidcProvider provider =
        url.startsWith(HTTPS) ? now().providers().get(url.substring(HTTPS.length())) : null;
    if (provider == null) {
      step(
          "+ provider " + url,
          edit ->
              edit.providers()
                  .create(url, orEmpty(entry.clientIds()), thumbprints, tags(entry.tags())));
      return;
    }
    String arn = provider.arn();
    changes(
        "provider " + url + ": client ",
        provider.clientIds(),
        orEmpty(entry.clientIds()),
        (edit, id) -> edit.providers().addClientId(arn, id),
        (edit, id) -> edit.providers().removeClientId(arn, id));
    if (!provider.thumbprints().equals(thumbprints)) {
      step(
          "~ provider " + url + ": thumbprints",
          edit -> edit.providers().updateThumbprints(arn, thumbprints));
    }
    tags(
        "provider " + url,
        provider.tags(),
        tags(entry.tags()),
        (edit, tags) -> edit.providers().tag(arn, tags),
        (edit, keys) -> edit.providers().untag(arn, keys));
  }

  private void policies(
      String what, Function<AccountEdit, HolderEdits> holders, HolderEntry entry) {
    String name = entry.name();
    PolicyHolder holder = holders.apply(scratch).get(name);
    SortedMap<String, JsonNode> wished =
        entry.policies() == null ? new TreeMap<>() : entry.policies();
    for (String policy : new TreeSet<>(holder.inlinePolicies().keySet())) {
      if (!wished.containsKey(policy)) {
        step(
            "~ " + what + ": - policy " + policy,
            edit -> holders.apply(edit).deletePolicy(name, policy));
      }
    }
    wished.forEach(
        (policy, document) -> {
          String there = holder.inlinePolicies().get(policy);
          if (there == null || !AccountDocument.json(there).equals(document)) {
            step(
                "~ " + what + (there == null ? ": + policy " : ": policy ") + policy,
                edit -> holders.apply(edit).putPolicy(name, policy, document.toString()));
          }
        });
    changes(
        what + ": attached ",
        holder.attachedPolicies(),
        orEmpty(entry.attached()),
        (edit, arn) -> holders.apply(edit).attachPolicy(name, arn),
        (edit, arn) -> holders.apply(edit).detachPolicy(name, arn));
  }

  private void changes(
      String what,
      List<String> there,
      List<String> wished,
      BiConsumer<AccountEdit, String> add,
      BiConsumer<AccountEdit, String> remove) {
    for (String each : there) {
      if (!wished.contains(each)) {
        step("~ " + what + "- " + each, edit -> remove.accept(edit, each));
      }
    }
    for (String each : wished) {
      if (!there.contains(each)) {
        step("~ " + what + "+ " + each, edit -> add.accept(edit, each));
      }
    }
  }

  private void boundary(
      String what,
      @Nullable String there,
      @Nullable String wished,
      BiConsumer<AccountEdit, String> put,
      Consumer<AccountEdit> remove) {
    if (!Objects.equals(there, wished)) {
      step(
          "~ " + what + ": boundary " + (wished == null ? "none" : wished),
          wished == null ? remove : edit -> put.accept(edit, wished));
    }
  }

  private void tags(
      String what,
      Map<String, String> there,
      Map<String, String> wished,
      BiConsumer<AccountEdit, Map<String, String>> put,
      BiConsumer<AccountEdit, Set<String>> remove) {
    if (!there.equals(wished)) {
      step(
          "~ " + what + ": tags",
          edit -> {
            remove.accept(edit, there.keySet());
            put.accept(edit, wished);
          });
    }
  }

  private static String path(@Nullable String path) {
    return path == null ? "/" : path;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Map<String, String> tags(@Nullable SortedMap<String, String> tags) {
    return tags == null ? Map.of() : tags;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
