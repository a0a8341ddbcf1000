package io.larder.security.authorization;

import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Group;
import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Layer;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies of callers as one state of the identities and one of the guard rails have them. A
 * change of either makes another one of these, so nothing in it grows old.
 */
final class CallerPolicies {
  /** So many callers are remembered; of more, all are looked up anew. */
  private static final int MAX_CALLERS = 1024;

  /** So many documents that sessions were given are kept read. */
  private static final int MAX_DOCUMENTS = 4096;

  private final Identities identities;
  private final List<AttachedPolicy> guardRails;
  private final Map<Document, Policy> documents;
  private final Map<String, CallerRights> callers = new ConcurrentHashMap<>();

  private record Document(PolicyKind kind, String json) {}

  /**
   * @param before whose documents need not be read again; null if there is none
   */
  CallerPolicies(
      Identities identities, List<AttachedPolicy> guardRails, @Nullable CallerPolicies before) {
    this.identities = identities;
    this.guardRails = guardRails;
    this.documents = before == null ? new ConcurrentHashMap<>() : before.documents;
  }

  @SuppressWarnings("ReferenceEquality") // another list may be of other policies
  boolean isOf(Identities current, List<AttachedPolicy> currentRails) {
    return identities == current && guardRails == currentRails;
  }

  /** What the caller may do. */
  CallerRights of(Principal principal) {
    String accessKey = principal.accessKeyId();
    String key = accessKey == null ? principal.arn() : accessKey;
    CallerRights known = callers.get(key);
    if (known != null && known.isOf(principal)) {
      return known;
    }
    CallerRights found = rights(principal);
    if (callers.size() >= MAX_CALLERS) {
      callers.clear();
    }
    callers.put(key, found);
    return found;
  }

  private CallerRights rights(Principal principal) {
    return switch (principal) {
      case Principal.Unverified _ -> CallerRights.none(principal);
      case Principal.Root _ -> new CallerRights(principal, set(List.of()), new TreeMap<>());
      case Principal.User caller -> {
        User user = isKeyGood(caller) ? identities.user(caller) : null;
        yield user == null ? CallerRights.none(principal) : of(caller, user);
      }
      case Principal.AssumedRole caller -> {
        Role role = identities.role(caller);
        yield role == null ? CallerRights.none(principal) : of(caller, role);
      }
    };
  }

  /** A long-term key may have been taken back since a connection was authenticated by it. */
  private boolean isKeyGood(Principal.User caller) {
    String id = caller.accessKeyId();
    if (id == null || caller.session() != null) {
      return true;
    }
    AccessKey key = identities.accessKey(id);
    return key != null && key.active();
  }

  private CallerRights of(Principal.User caller, User user) {
    List<AttachedPolicy> policies = new ArrayList<>(policies(user, PolicyKind.USER_INLINE));
    for (Group group : identities.groups(user)) {
      policies.addAll(policies(group, PolicyKind.GROUP_INLINE));
    }
    Principal.Session session = caller.session();
    PolicySet set = within(set(policies), user.boundary());
    return new CallerRights(
        caller,
        session == null ? set : within(set, session),
        tags(user.tags(), session == null ? Map.of() : session.tags()));
  }

  private CallerRights of(Principal.AssumedRole caller, Role role) {
    PolicySet set = within(set(policies(role, PolicyKind.ROLE_INLINE)), role.boundary());
    return new CallerRights(
        caller, within(set, caller.session()), tags(role.tags(), caller.session().tags()));
  }

  private PolicySet set(List<AttachedPolicy> policies) {
    PolicySet set = PolicySet.EMPTY.with(Layer.IDENTITY, policies);
    return guardRails.isEmpty() ? set : set.with(Layer.SERVICE_CONTROL, guardRails);
  }

  private PolicySet within(PolicySet set, @Nullable String boundary) {
    return boundary == null ? set : set.with(Layer.BOUNDARY, managed(boundary));
  }

  private PolicySet within(PolicySet set, Principal.Session session) {
    List<AttachedPolicy> passed = new ArrayList<>();
    for (String document : session.policies()) {
      passed.add(AttachedPolicy.inline(read(document, PolicyKind.SESSION), "session policy"));
    }
    return passed.isEmpty() ? set : set.with(Layer.SESSION, passed);
  }

  private List<AttachedPolicy> policies(PolicyHolder holder, PolicyKind inlineKind) {
    List<AttachedPolicy> policies = new ArrayList<>();
    holder
        .inlinePolicies()
        .forEach(
            (name, document) ->
                policies.add(AttachedPolicy.inline(read(document, inlineKind), name)));
    for (String arn : holder.attachedPolicies()) {
      policies.addAll(managed(arn));
    }
    return policies;
  }

  /** The policy of that ARN; nothing, which allows nothing, if it is gone. */
  private List<AttachedPolicy> managed(String arn) {
    ManagedPolicy policy = identities.policy(arn);
    return policy == null
        ? List.of()
        : List.of(
            new AttachedPolicy(
                read(policy.document(), PolicyKind.MANAGED), policy.name(), policy.arn()));
  }

  private Policy read(String json, PolicyKind kind) {
    if (documents.size() >= MAX_DOCUMENTS) {
      documents.clear();
    }
    return documents.computeIfAbsent(
        new Document(kind, json), document -> Policy.load(document.json(), document.kind()));
  }

  /** Tags by their keys, in whatever case; those of the session stand before those of its owner. */
  private static SortedMap<String, String> tags(
      Map<String, String> owner, Map<String, String> session) {
    SortedMap<String, String> tags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tags.putAll(owner);
    tags.putAll(session);
    return tags;
  }
}
