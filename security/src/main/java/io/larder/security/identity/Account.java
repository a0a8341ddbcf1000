package io.larder.security.identity;

import java.util.HashMap;
import java.util.Map;

/**
 * The identities of one account.
 *
 * @param id twelve digits
 * @param users by name, as the others; providers by their URL
 */
public record Account(
    String id,
    Map<String, User> users,
    Map<String, Group> groups,
    Map<String, Role> roles,
    Map<String, ManagedPolicy> policies,
    Map<String, OidcProvider> providers) {
  public Account {
    users = Map.copyOf(users);
    groups = Map.copyOf(groups);
    roles = Map.copyOf(roles);
    policies = Map.copyOf(policies);
    providers = Map.copyOf(providers);
  }

  static Account empty(String id) {
    return new Account(id, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  boolean isEmpty() {
    return users.isEmpty()
        && groups.isEmpty()
        && roles.isEmpty()
        && policies.isEmpty()
        && providers.isEmpty();
  }

  /** The same with that entity; access keys are none of an account's. */
  Account with(Entity entity) {
    return switch (entity) {
      case User user ->
          new Account(id, put(users, user.name(), user), groups, roles, policies, providers);
      case Group group ->
          new Account(id, users, put(groups, group.name(), group), roles, policies, providers);
      case Role role ->
          new Account(id, users, groups, put(roles, role.name(), role), policies, providers);
      case ManagedPolicy policy ->
          new Account(id, users, groups, roles, put(policies, policy.name(), policy), providers);
      case OidcProvider provider ->
          new Account(id, users, groups, roles, policies, put(providers, provider.url(), provider));
      case AccessKey _ -> this;
    };
  }

  /** The same without what has that key. */
  Account without(EntityKey key) {
    String name = key.name();
    return switch (key.type()) {
      case USER -> new Account(id, remove(users, name), groups, roles, policies, providers);
      case GROUP -> new Account(id, users, remove(groups, name), roles, policies, providers);
      case ROLE -> new Account(id, users, groups, remove(roles, name), policies, providers);
      case POLICY -> new Account(id, users, groups, roles, remove(policies, name), providers);
      case OIDC_PROVIDER ->
          new Account(id, users, groups, roles, policies, remove(providers, name));
      case ACCESS_KEY -> this;
    };
  }

  static <T> Map<String, T> put(Map<String, T> map, String key, T value) {
    Map<String, T> copy = new HashMap<>(map);
    copy.put(key, value);
    return copy;
  }

  static <T> Map<String, T> remove(Map<String, T> map, String key) {
    Map<String, T> copy = new HashMap<>(map);
    copy.remove(key);
    return copy;
  }
}
