package io.larder.security.identity.transfer;

import io.larder.security.identity.Account;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.OidcProvider;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.edit.RoleEdits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an account holds, in an order that does not change. What may be left out is null in what was
 * read.
 */
public record AccountDocument(
    @Nullable List<PolicyEntry> policies,
    @Nullable List<HolderEntry> groups,
    @Nullable List<HolderEntry> users,
    @Nullable List<RoleEntry> roles,
    @Nullable List<ProviderEntry> providers) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A managed policy; only the version that is in effect. */
  public record PolicyEntry(
      String name,
      @Nullable String path,
      @Nullable String description,
      JsonNode document,
      @Nullable SortedMap<String, String> tags) {}

  /**
   * A user or a group.
   *
   * @param groups that a user is in; a group is in none
   * @param attached ARNs of managed policies
   * @param policies documents of own policies by their names
   */
  public record HolderEntry(
      String name,
      @Nullable String path,
      @Nullable List<String> groups,
      @Nullable String boundary,
      @Nullable SortedMap<String, String> tags,
      @Nullable List<String> attached,
      @Nullable SortedMap<String, JsonNode> policies) {}

  /**
   * A role.
   *
   * @param maxSession in seconds
   */
  public record RoleEntry(
      String name,
      @Nullable String path,
      @Nullable String description,
      @Nullable Integer maxSession,
      JsonNode trust,
      @Nullable String boundary,
      @Nullable SortedMap<String, String> tags,
      @Nullable List<String> attached,
      @Nullable SortedMap<String, JsonNode> policies) {
    HolderEntry holder() {
      return new HolderEntry(name, path, null, boundary, tags, attached, policies);
    }
  }

  /**
   * An identity provider.
   *
   * @param url with {@code https://}
   */
  public record ProviderEntry(
      String url,
      @Nullable List<String> clientIds,
      @Nullable List<String> thumbprints,
      @Nullable SortedMap<String, String> tags) {}

  /** The document of an account. */
  public static AccountDocument of(Account account) {
    return new AccountDocument(
        absentIfEmpty(
            sorted(account.policies().values(), Comparator.comparing(ManagedPolicy::name)).stream()
                .map(
                    policy ->
                        new PolicyEntry(
                            policy.name(),
                            path(policy.path()),
                            text(policy.description()),
                            json(policy.document()),
                            tags(policy.tags())))
                .toList()),
        absentIfEmpty(
            sorted(account.groups().values(), Comparator.comparing(PolicyHolder::name)).stream()
                .map(group -> holder(group, null, null, Map.of()))
                .toList()),
        absentIfEmpty(
            sorted(account.users().values(), Comparator.comparing(PolicyHolder::name)).stream()
                .map(
                    user ->
                        holder(
                            user,
                            absentIfEmpty(user.groups().stream().sorted().toList()),
                            user.boundary(),
                            user.tags()))
                .toList()),
        absentIfEmpty(
            sorted(account.roles().values(), Comparator.comparing(PolicyHolder::name)).stream()
                .map(
                    role ->
                        new RoleEntry(
                            role.name(),
                            path(role.path()),
                            text(role.description()),
                            role.maxSession().equals(RoleEdits.DEFAULT_SESSION)
                                ? null
                                : (int) role.maxSession().toSeconds(),
                            json(role.trustPolicy()),
                            role.boundary(),
                            tags(role.tags()),
                            absentIfEmpty(role.attachedPolicies().stream().sorted().toList()),
                            inline(role)))
                .toList()),
        absentIfEmpty(
            sorted(account.providers().values(), Comparator.comparing(OidcProvider::url)).stream()
                .map(
                    provider ->
                        new ProviderEntry(
                            "https://" + provider.url(),
                            absentIfEmpty(provider.clientIds().stream().sorted().toList()),
                            absentIfEmpty(provider.thumbprints()),
                            tags(provider.tags())))
                .toList()));
  }

  private static HolderEntry holder(
      PolicyHolder holder,
      @Nullable List<String> groups,
      @Nullable String boundary,
      Map<String, String> tags) {
    return new HolderEntry(
        holder.name(),
        path(holder.path()),
        groups,
        boundary,
        tags(tags),
        absentIfEmpty(holder.attachedPolicies().stream().sorted().toList()),
        inline(holder));
  }

  private static @Nullable SortedMap<String, JsonNode> inline(PolicyHolder holder) {
    if (holder.inlinePolicies().isEmpty()) {
      return null;
    }
    SortedMap<String, JsonNode> policies = new TreeMap<>();
    holder.inlinePolicies().forEach((name, document) -> policies.put(name, json(document)));
    return policies;
  }

  /** A stored policy document, which always is JSON. */
  static JsonNode json(String document) {
    return JSON.readTree(document);
  }

  private static <T> List<T> sorted(Iterable<? extends T> all, Comparator<T> order) {
    List<T> sorted = new ArrayList<>();
    all.forEach(sorted::add);
    sorted.sort(order);
    return sorted;
  }

  private static @Nullable String path(String path) {
    return path.equals("/") ? null : path;
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable SortedMap<String, String> tags(Map<String, String> tags) {
    return tags.isEmpty() ? null : new TreeMap<>(tags);
  }

  private static <T> @Nullable List<T> absentIfEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
