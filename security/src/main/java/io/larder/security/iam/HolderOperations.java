package io.larder.security.iam;

import io.larder.security.identity.Account;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.HolderEdits;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations on the policies of users, of groups, or of roles, which are alike. */
final class HolderOperations {
  private final Iam iam;
  private final String kind;
  private final TextRule nameRule;
  private final Function<AccountEdit, ? extends HolderEdits> edits;
  private final Function<Account, ? extends Map<String, ? extends PolicyHolder>> holders;

  private HolderOperations(
      Iam iam,
      String kind,
      TextRule nameRule,
      Function<AccountEdit, ? extends HolderEdits> edits,
      Function<Account, ? extends Map<String, ? extends PolicyHolder>> holders) {
    this.iam = iam;
    this.kind = kind;
    this.nameRule = nameRule;
    this.edits = edits;
    this.holders = holders;
  }

  static HolderOperations ofUsers(Iam iam) {
    return new HolderOperations(iam, "User", Rules.USER_NAME, AccountEdit::users, Account::users);
  }

  static HolderOperations ofGroups(Iam iam) {
    return new HolderOperations(iam, "Group", Rules.NAME_128, AccountEdit::groups, Account::groups);
  }

  static HolderOperations ofRoles(Iam iam) {
    return new HolderOperations(iam, "Role", Rules.USER_NAME, AccountEdit::roles, Account::roles);
  }

  Map<String, QueryOperation> operations() {
    return Map.of(
        "Put" + kind + "Policy", this::put,
        "Get" + kind + "Policy", this::get,
        "Delete" + kind + "Policy", this::delete,
        "List" + kind + "Policies", this::list,
        "Attach" + kind + "Policy", this::attach,
        "Detach" + kind + "Policy", this::detach,
        "ListAttached" + kind + "Policies", this::listAttached);
  }

  private String name(QueryCall call) {
    return call.parameters().required(kind + "Name", nameRule);
  }

  private static String policyName(QueryCall call) {
    return call.parameters().required("PolicyName", Rules.NAME_128);
  }

  private void require(QueryCall call, String name, Map<String, List<String>> keys) {
    PolicyHolder holder = holders.apply(iam.account(call)).get(name);
    String type = kind.toLowerCase(Locale.ROOT);
    iam.require(
        call,
        EntityXml.arn(holder, call.caller().account(), type, name),
        Keys.and(resourceKeys(holder), keys));
  }

  private static Map<String, List<String>> resourceKeys(@Nullable PolicyHolder holder) {
    return switch (holder) {
      case User user -> Keys.ofResource(user.tags(), user.boundary());
      case Role role -> Keys.ofResource(role.tags(), role.boundary());
      case null, default -> Map.of();
    };
  }

  private PolicyHolder holder(QueryCall call, String name) {
    return iam.read(call, edit -> edits.apply(edit).get(name));
  }

  private void put(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String policyName = policyName(call);
    String document = call.parameters().required("PolicyDocument", Rules.DOCUMENT);
    require(call, name, Map.of());
    iam.run(call, edit -> edits.apply(edit).putPolicy(name, policyName, document));
  }

  private void get(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String policyName = policyName(call);
    require(call, name, Map.of());
    String document = iam.read(call, edit -> edits.apply(edit).policy(name, policyName));
    xml.text(kind + "Name", name)
        .text("PolicyName", policyName)
        .text("PolicyDocument", EntityXml.encoded(document));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String policyName = policyName(call);
    require(call, name, Map.of());
    iam.run(call, edit -> edits.apply(edit).deletePolicy(name, policyName));
  }

  private void list(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name, Map.of());
    Pages.Page<String> page =
        Pages.page(
            call.parameters(), holder(call, name).inlinePolicies().keySet(), Function.identity());
    xml.texts("PolicyNames", page.members());
    page.writeEnd(xml);
  }

  private static String policyArn(QueryCall call) {
    return call.parameters().required("PolicyArn", Rules.ARN);
  }

  private void attach(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String arn = policyArn(call);
    require(call, name, Map.of("iam:PolicyARN", List.of(arn)));
    iam.run(call, edit -> edits.apply(edit).attachPolicy(name, arn));
  }

  private void detach(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String arn = policyArn(call);
    require(call, name, Map.of("iam:PolicyARN", List.of(arn)));
    iam.run(call, edit -> edits.apply(edit).detachPolicy(name, arn));
  }

  private void listAttached(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String prefix = call.parameters().optional("PathPrefix", Rules.PATH_PREFIX, "/");
    require(call, name, Map.of());
    List<String> attached =
        holder(call, name).attachedPolicies().stream()
            .filter(arn -> arn.substring(arn.indexOf('/')).startsWith(prefix))
            .toList();
    Pages.write(
        call.parameters(),
        xml,
        "AttachedPolicies",
        attached,
        Function.identity(),
        arn -> EntityXml.attached(xml, arn, iam.identities()));
  }
}
