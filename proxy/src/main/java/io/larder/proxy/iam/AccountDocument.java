package io.larder.proxy.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * What an account holds as one document in YAML that people keep and review. Access keys are not in
 * it: their secrets are told nobody. What may be left out is null.
 */
record AccountDocument(
    @Nullable List<PolicyEntry> policies,
    @Nullable List<HolderEntry> groups,
    @Nullable List<HolderEntry> users,
    @Nullable List<RoleEntry> roles,
    @Nullable List<ProviderEntry> providers) {
  private static final int MAX_BYTES = 64 << 20;
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /** A managed policy; only the version that is in effect. */
  record PolicyEntry(
      String name,
      @Nullable String path,
      @Nullable String description,
      JsonNode document,
      @Nullable SortedMap<String, String> tags) {}

  /**
   * A user or a group.
   *
   * @param groups that a user is in; a group is in none
   * @param boundary of a user
   * @param tags of a user
   * @param attached ARNs of managed policies
   * @param policies documents of own policies by their names
   */
  record HolderEntry(
      String name,
      @Nullable String path,
      @Nullable List<String> groups,
      @Nullable String boundary,
      @Nullable SortedMap<String, String> tags,
      @Nullable List<String> attached,
      @Nullable SortedMap<String, JsonNode> policies) {
    /** One that has just been made, with no policies and in no groups. */
    HolderEntry made() {
      return new HolderEntry(name, path, null, boundary, tags, null, null);
    }
  }

  /**
   * A role.
   *
   * @param maxSession in seconds
   */
  record RoleEntry(
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
  record ProviderEntry(
      String url,
      @Nullable List<String> clientIds,
      @Nullable List<String> thumbprints,
      @Nullable SortedMap<String, String> tags) {}

  /**
   * The document in a file.
   *
   * @throws IOException in one line, if it holds none, or names a thing twice
   */
  static AccountDocument read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("the document is too large");
      }
      return parse(new String(bytes, UTF_8));
    } catch (JacksonException e) {
      throw new IOException(
          e.getOriginalMessage().lines().findFirst().orElse("")
              + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"),
          e);
    }
  }

  private static AccountDocument parse(String yaml) throws IOException {
    ObjectReader reader = YAML.readerFor(AccountDocument.class);
    refuseAliases(reader, yaml);
    AccountDocument document = YAML.readValue(yaml, AccountDocument.class);
    if (document == null) {
      throw new IOException("the document is empty");
    }
    document.check();
    return document;
  }

  /** They would be read as the texts that they are. */
  private static void refuseAliases(ObjectReader reader, String yaml) throws IOException {
    try (JsonParser tokens = reader.createParser(yaml)) {
      while (tokens.nextToken() != null) {
        if (tokens instanceof YAMLParser parser && parser.isCurrentAlias()) {
          throw new IOException(
              "aliases of YAML are not read (line %d)"
                  .formatted(tokens.currentTokenLocation().getLineNr()));
        }
      }
    }
  }

  private void check() throws IOException {
    unique("policy", policies, PolicyEntry::name);
    unique("group", groups, HolderEntry::name);
    unique("user", users, HolderEntry::name);
    unique("role", roles, RoleEntry::name);
    unique("provider", providers, ProviderEntry::url);
    if (all(policies).anyMatch(policy -> policy.document() == null)
        || all(roles).anyMatch(role -> role.trust() == null)) {
      throw new IOException("a policy has no document, or a role no trust");
    }
  }

  private static <T> void unique(
      String what, @Nullable List<T> entries, Function<T, @Nullable String> name)
      throws IOException {
    Set<String> seen = new HashSet<>();
    for (T each : all(entries).toList()) {
      String found = each == null ? null : name.apply(each);
      if (found == null || !seen.add(found)) {
        throw new IOException(
            found == null ? "a " + what + " has no name" : what + ' ' + found + " is there twice");
      }
    }
  }

  private static <T> Stream<T> all(@Nullable List<T> entries) {
    return entries == null ? Stream.of() : entries.stream();
  }

  /** The document as text, which is the same whenever the account is. */
  String yaml() {
    return YAML.writeValueAsString(this);
  }

  /** In an order that does not change; null if there are none. */
  static <T> @Nullable List<T> sorted(List<T> entries, Function<T, String> name) {
    return entries.isEmpty() ? null : entries.stream().sorted(Comparator.comparing(name)).toList();
  }

  /** The one of that name; null if there is none. */
  static <T> @Nullable T find(@Nullable List<T> entries, Function<T, String> name, String wanted) {
    return all(entries)
        .filter(each -> Objects.equals(name.apply(each), wanted))
        .findFirst()
        .orElse(null);
  }
}
