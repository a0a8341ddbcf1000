package io.larder.security.identity.edit;

import io.larder.security.identity.Account;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.policy.PolicyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policies of users, groups or roles: those that are their own and those attached to them. */
public abstract sealed class HolderEdits permits GroupEdits, RoleEdits, UserEdits {
  private final AccountEdit edit;
  private final String what;
  private final PolicyKind inlineKind;

  HolderEdits(AccountEdit edit, String what, PolicyKind inlineKind) {
    this.edit = edit;
    this.what = what;
    this.inlineKind = inlineKind;
  }

  /** The one of that name, or NoSuchEntity. */
  public abstract PolicyHolder get(String name);

  final AccountEdit edit() {
    return edit;
  }

  final Account state() {
    return edit.state();
  }

  final void put(PolicyHolder holder) {
    edit.edit().put(holder);
  }

  /** Adds a policy of its own, or replaces the one of that name. */
  public void putPolicy(String name, String policyName, String document) {
    PolicyHolder holder = get(name);
    Rules.checkName("policyName", policyName, Rules.MAX_OTHER_NAME);
    Documents.check(document, inlineKind);
    Map<String, String> inline = new HashMap<>(holder.inlinePolicies());
    inline.put(policyName, document);
    Documents.checkSize(inline.values(), inlineKind, what, name);
    put(holder.withPolicies(inline, holder.attachedPolicies()));
  }

  /** The document of a policy of its own, or NoSuchEntity. */
  public String policy(String name, String policyName) {
    return Rules.found(get(name).inlinePolicies().get(policyName), what + " policy", policyName);
  }

  /** Removes a policy of its own. */
  public void deletePolicy(String name, String policyName) {
    PolicyHolder holder = get(name);
    Rules.found(holder.inlinePolicies().get(policyName), what + " policy", policyName);
    Map<String, String> inline = new HashMap<>(holder.inlinePolicies());
    inline.remove(policyName);
    put(holder.withPolicies(inline, holder.attachedPolicies()));
  }

  /** Attaches a managed policy; again it does nothing. */
  public void attachPolicy(String name, String policyArn) {
    PolicyHolder holder = get(name);
    checkIsAttachable(policyArn);
    if (holder.attachedPolicies().contains(policyArn)) {
      return;
    }
    List<String> attached = new ArrayList<>(holder.attachedPolicies());
    attached.add(policyArn);
    Rules.checkQuota(
        "PoliciesPer" + Character.toUpperCase(what.charAt(0)) + what.substring(1),
        attached.size(),
        Rules.MAX_ATTACHED_POLICIES);
    put(holder.withPolicies(holder.inlinePolicies(), attached));
  }

  /** Detaches a managed policy. */
  public void detachPolicy(String name, String policyArn) {
    PolicyHolder holder = get(name);
    List<String> attached = new ArrayList<>(holder.attachedPolicies());
    if (!attached.remove(policyArn)) {
      throw Rules.refusal(Code.NO_SUCH_ENTITY, "Policy " + policyArn + " was not found.");
    }
    put(holder.withPolicies(holder.inlinePolicies(), attached));
  }

  final ManagedPolicy checkIsAttachable(String policyArn) {
    ManagedPolicy policy = edit.edit().now().policy(policyArn);
    if (policy == null || !(policy.isBuiltIn() || policy.account().equals(edit.id()))) {
      throw Rules.refusal(
          Code.NO_SUCH_ENTITY, "Policy " + policyArn + " does not exist or is not attachable.");
    }
    return policy;
  }

  final void checkHoldsNoPolicies(PolicyHolder holder) {
    if (!holder.attachedPolicies().isEmpty()) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT, "Cannot delete entity, must detach all policies first.");
    }
    if (!holder.inlinePolicies().isEmpty()) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT, "Cannot delete entity, must delete policies first.");
    }
  }
}
