package io.larder.proxy.iam;

import static java.util.Objects.requireNonNullElse;

import io.larder.proxy.iam.AccountDocument.HolderEntry;
import io.larder.proxy.iam.AccountDocument.RoleEntry;
import io.larder.proxy.iam.Step.Change;
import io.larder.security.policy.PolicyKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Plans what has to be changed of groups, users and roles. */
final class HolderPlan {
  /** The trust policy of a role until those roles are there that it trusts. */
  private static final String NOBODY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",\
      "Action":"sts:AssumeRole"}]}\
      """;

  private final AccountDocument there;
  private final PlannedSteps steps;

  HolderPlan(AccountDocument there, PlannedSteps steps) {
    this.there = there;
    this.steps = steps;
  }

  void make(AccountDocument wished) {
    ImportPlan.orEmpty(wished.groups()).forEach(this::group);
    ImportPlan.orEmpty(wished.users()).forEach(this::user);
    roles(ImportPlan.orEmpty(wished.roles()));
  }

  private void group(HolderEntry entry) {
    HolderEntry before = AccountDocument.find(there.groups(), HolderEntry::name, entry.name());
    holder(Kind.GROUP, entry, made(Kind.GROUP, entry, before));
  }

  private void user(HolderEntry entry) {
    HolderEntry found = AccountDocument.find(there.users(), HolderEntry::name, entry.name());
    HolderEntry before = made(Kind.USER, entry, found);
    String what = Kind.USER.words(entry.name());
    boundaryAndTags(Kind.USER, entry, before);
    steps.changes(
        what + ": group ",
        before.groups(),
        entry.groups(),
        group ->
            Change.call("AddUserToGroup", Kind.USER.named(entry.name()).with("GroupName", group)),
        group ->
            Change.call(
                "RemoveUserFromGroup", Kind.USER.named(entry.name()).with("GroupName", group)));
    holder(Kind.USER, entry, before);
  }

  /** What is there of a user or group once it is made, or has been moved. */
  private HolderEntry made(Kind kind, HolderEntry entry, @Nullable HolderEntry before) {
    String what = kind.words(entry.name());
    if (before == null) {
      steps.add(
          "+ " + what,
          Change.call(
              kind.operation("Create%s"),
              kind.named(entry.name())
                  .with("Path", entry.path())
                  .with("PermissionsBoundary", entry.boundary())
                  .tags(ImportPlan.orEmpty(entry.tags()))));
      return entry.made();
    }
    if (!ImportPlan.path(before.path()).equals(ImportPlan.path(entry.path()))) {
      steps.add(
          "~ " + what + ": path",
          Change.call(
              kind.operation("Update%s"),
              kind.named(entry.name()).with("NewPath", ImportPlan.path(entry.path()))));
    }
    return before;
  }

  /** All roles are made before any is changed, since one may trust another. */
  private void roles(List<RoleEntry> entries) {
    Set<String> missing = ImportPlan.names(entries, RoleEntry::name);
    missing.removeAll(ImportPlan.names(there.roles(), RoleEntry::name));
    Map<String, RoleEntry> before = new TreeMap<>();
    for (RoleEntry entry : entries) {
      RoleEntry found = AccountDocument.find(there.roles(), RoleEntry::name, entry.name());
      before.put(entry.name(), found == null ? made(entry, missing) : found);
      missing.remove(entry.name());
    }
    for (RoleEntry entry : entries) {
      role(entry, Objects.requireNonNull(before.get(entry.name())));
    }
  }

  private RoleEntry made(RoleEntry entry, Set<String> missing) {
    String what = Kind.ROLE.words(entry.name());
    String trust = PolicyText.of(what + ": trust", entry.trust(), PolicyKind.TRUST);
    boolean mustWait =
        missing.stream()
            .anyMatch(role -> trust.contains('/' + role + '"') || trust.contains('/' + role + '/'));
    String first = mustWait ? NOBODY : trust;
    steps.add(
        "+ " + what,
        Change.call(
            "CreateRole",
            Kind.ROLE
                .named(entry.name())
                .with("Path", entry.path())
                .with("AssumeRolePolicyDocument", first)
                .with("Description", entry.description())
                .with("MaxSessionDuration", String.valueOf(seconds(entry)))
                .with("PermissionsBoundary", entry.boundary())
                .tags(ImportPlan.orEmpty(entry.tags()))));
    return new RoleEntry(
        entry.name(),
        entry.path(),
        entry.description(),
        entry.maxSession(),
        PolicyText.parse(first),
        entry.boundary(),
        entry.tags(),
        null,
        null);
  }

  private static int seconds(RoleEntry role) {
    return requireNonNullElse(role.maxSession(), AccountReader.USUAL_SESSION);
  }

  private void role(RoleEntry entry, RoleEntry before) {
    String what = Kind.ROLE.words(entry.name());
    String trust = PolicyText.of(what + ": trust", entry.trust(), PolicyKind.TRUST);
    ImportPlan.checkSame(
        what + ": path", ImportPlan.path(before.path()), ImportPlan.path(entry.path()));
    if (!before.trust().equals(PolicyText.parse(trust))) {
      steps.add(
          "~ " + what + ": trust",
          Change.call(
              "UpdateAssumeRolePolicy",
              Kind.ROLE.named(entry.name()).with("PolicyDocument", trust)));
    }
    if (!ImportPlan.text(before.description()).equals(ImportPlan.text(entry.description()))
        || seconds(before) != seconds(entry)) {
      steps.add(
          "~ " + what + ": description or longest session",
          Change.call(
              "UpdateRole",
              Kind.ROLE
                  .named(entry.name())
                  .with("Description", ImportPlan.text(entry.description()))
                  .with("MaxSessionDuration", String.valueOf(seconds(entry)))));
    }
    boundaryAndTags(Kind.ROLE, entry.holder(), before.holder());
    holder(Kind.ROLE, entry.holder(), before.holder());
  }

  private void boundaryAndTags(Kind kind, HolderEntry entry, HolderEntry before) {
    String what = kind.words(entry.name());
    String boundary = entry.boundary();
    if (!Objects.equals(before.boundary(), boundary)) {
      steps.add(
          "~ " + what + ": boundary " + (boundary == null ? "none" : boundary),
          Change.call(
              kind.operation(
                  boundary == null ? "Delete%sPermissionsBoundary" : "Put%sPermissionsBoundary"),
              kind.named(entry.name()).with("PermissionsBoundary", boundary)));
    }
    steps.tags(
        what, before.tags(), entry.tags(), kind.operation("%s"), () -> kind.named(entry.name()));
  }

  /** Own policies and attached ones. */
  private void holder(Kind kind, HolderEntry entry, HolderEntry before) {
    String what = kind.words(entry.name());
    SortedMap<String, JsonNode> own = requireNonNullElse(entry.policies(), new TreeMap<>());
    SortedMap<String, JsonNode> ownBefore = requireNonNullElse(before.policies(), new TreeMap<>());
    for (String name : ownBefore.keySet()) {
      if (!own.containsKey(name)) {
        steps.add(
            "~ " + what + ": - policy " + name, Pruning.deletePolicy(kind, entry.name(), name));
      }
    }
    own.forEach(
        (name, node) -> {
          String document = PolicyText.of(what + ": policy " + name, node, kind.own());
          JsonNode found = ownBefore.get(name);
          if (found == null || !found.equals(PolicyText.parse(document))) {
            steps.add(
                "~ " + what + (found == null ? ": + policy " : ": policy ") + name,
                Change.call(
                    kind.operation("Put%sPolicy"),
                    kind.named(entry.name())
                        .with("PolicyName", name)
                        .with("PolicyDocument", document)));
          }
        });
    steps.changes(
        what + ": attached ",
        before.attached(),
        entry.attached(),
        arn ->
            Change.call(
                kind.operation("Attach%sPolicy"), kind.named(entry.name()).with("PolicyArn", arn)),
        arn -> Pruning.detachPolicy(kind, entry.name(), arn));
  }
}
