package io.larder.security.identity;

import io.larder.security.auth.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All identities as they were at one moment. Immutable; whoever keeps something that was made from
 * a snapshot knows by the snapshot's identity whether it is still good.
 */
public final class Identities {
  /** Nobody. */
  public static final Identities NONE = new Identities(0, Map.of(), Map.of());

  private final long revision;
  private final Map<String, Account> accounts;
  private final Map<String, AccessKey> accessKeys;

  private Identities(
      long revision, Map<String, Account> accounts, Map<String, AccessKey> accessKeys) {
    this.revision = revision;
    this.accounts = accounts;
    this.accessKeys = accessKeys;
  }

  /** The identities that are these entities. */
  public static Identities of(long revision, Iterable<? extends Entity> entities) {
    Map<String, AccountEntities> accounts = new HashMap<>();
    Map<String, AccessKey> keys = new HashMap<>();
    for (Entity entity : entities) {
      if (entity instanceof AccessKey key) {
        keys.put(key.id(), key);
      } else {
        accounts.computeIfAbsent(entity.account(), AccountEntities::new).add(entity);
      }
    }
    Map<String, Account> made = new HashMap<>();
    accounts.forEach((id, account) -> made.put(id, account.build()));
    return new Identities(revision, Map.copyOf(made), Map.copyOf(keys));
  }

  /** How many changes led to this state. */
  public long revision() {
    return revision;
  }

  /** Those in which there is something, by their ids. */
  public Map<String, Account> accounts() {
    return accounts;
  }

  /** The account of that id, which may be empty. */
  public Account account(String id) {
    Account account = accounts.get(id);
    return account == null ? Account.empty(id) : account;
  }

  /** The access keys of all accounts, by their ids. */
  public Map<String, AccessKey> accessKeys() {
    return accessKeys;
  }

  /** The key of that id, active or not; null if there is none. */
  public @Nullable AccessKey accessKey(String id) {
    return accessKeys.get(id);
  }

  /** The keys of a user, the oldest first. */
  public List<AccessKey> accessKeys(User user) {
    return accessKeys.values().stream()
        .filter(key -> key.userName().equals(user.name()) && key.account().equals(user.account()))
        .sorted(Comparator.comparing(AccessKey::created).thenComparing(AccessKey::id))
        .toList();
  }

  /** The user whose key that is; null if it is gone. */
  public @Nullable User owner(AccessKey key) {
    return account(key.account()).users().get(key.userName());
  }

  /** The user who calls; null if it is gone, even if there is another one of its name. */
  public @Nullable User user(Principal.User caller) {
    User user = account(caller.account()).users().get(caller.name());
    return user != null && user.id().equals(caller.userId()) ? user : null;
  }

  /** The user of that ARN; null if there is none. */
  public @Nullable User user(String arn) {
    String account = Arns.account(arn, "user");
    User user = account == null ? null : account(account).users().get(Arns.name(arn));
    return user != null && user.arn().equals(arn) ? user : null;
  }

  /** The role whose session calls; null if it is gone, even if there is another of its name. */
  public @Nullable Role role(Principal.AssumedRole caller) {
    Role role = role(caller.roleArn());
    return role != null && role.id().equals(caller.roleId()) ? role : null;
  }

  /** The role of that ARN; null if there is none. */
  public @Nullable Role role(String arn) {
    String account = Arns.account(arn, "role");
    Role role = account == null ? null : account(account).roles().get(Arns.name(arn));
    return role != null && role.arn().equals(arn) ? role : null;
  }

  /** The managed policy of that ARN, built in or not; null if there is none. */
  public @Nullable ManagedPolicy policy(String arn) {
    String account = Arns.account(arn, "policy");
    if (account == null) {
      return null;
    }
    ManagedPolicy policy =
        account.equals(ManagedPolicy.BUILT_IN)
            ? BuiltInPolicies.byName(Arns.name(arn))
            : account(account).policies().get(Arns.name(arn));
    return policy != null && policy.arn().equals(arn) ? policy : null;
  }

  /** The provider of that ARN; null if there is none. */
  public @Nullable OidcProvider provider(String arn) {
    String account = Arns.account(arn, "oidc-provider");
    return account == null
        ? null
        : account(account).providers().get(arn.substring(arn.indexOf('/') + 1));
  }

  /** The groups that a user is in. */
  public List<Group> groups(User user) {
    Map<String, Group> groups = account(user.account()).groups();
    List<Group> found = new ArrayList<>(user.groups().size());
    for (String name : user.groups()) {
      Group group = groups.get(name);
      if (group != null) {
        found.add(group);
      }
    }
    return found;
  }

  /** The entity of that key; null if there is none. */
  public @Nullable Entity entity(EntityKey key) {
    Account account = account(key.account());
    return switch (key.type()) {
      case ACCESS_KEY -> accessKeys.get(key.name());
      case GROUP -> account.groups().get(key.name());
      case OIDC_PROVIDER -> account.providers().get(key.name());
      case POLICY -> account.policies().get(key.name());
      case ROLE -> account.roles().get(key.name());
      case USER -> account.users().get(key.name());
    };
  }

  /** The same with that entity, in place of the one of its key. */
  Identities with(Entity entity) {
    return entity instanceof AccessKey key
        ? new Identities(revision, accounts, Map.copyOf(Account.put(accessKeys, key.id(), key)))
        : changed(entity.account(), account -> account.with(entity));
  }

  /** The same without what has that key. */
  Identities without(EntityKey key) {
    return key.type() == EntityKey.Type.ACCESS_KEY
        ? new Identities(revision, accounts, Map.copyOf(Account.remove(accessKeys, key.name())))
        : changed(key.account(), account -> account.without(key));
  }

  private Identities changed(String id, UnaryOperator<Account> change) {
    Account changed = change.apply(account(id));
    return new Identities(
        revision,
        Map.copyOf(
            changed.isEmpty() ? Account.remove(accounts, id) : Account.put(accounts, id, changed)),
        accessKeys);
  }

  /** The same as another revision. */
  Identities at(long otherRevision) {
    return new Identities(otherRevision, accounts, accessKeys);
  }

  @Override
  public String toString() {
    return "Identities[revision " + revision + "]";
  }

  /** The entities of an account while they are gathered. */
  private static final class AccountEntities {
    private final String id;
    private final Map<String, User> users = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Role> roles = new HashMap<>();
    private final Map<String, ManagedPolicy> policies = new HashMap<>();
    private final Map<String, OidcProvider> providers = new HashMap<>();

    AccountEntities(String id) {
      this.id = id;
    }

    void add(Entity entity) {
      switch (entity) {
        case User user -> users.put(user.name(), user);
        case Group group -> groups.put(group.name(), group);
        case Role role -> roles.put(role.name(), role);
        case ManagedPolicy policy -> policies.put(policy.name(), policy);
        case OidcProvider provider -> providers.put(provider.url(), provider);
        case AccessKey _ -> {}
      }
    }

    Account build() {
      return new Account(id, users, groups, roles, policies, providers);
    }
  }
}
