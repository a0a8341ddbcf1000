package io.larder.security.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.identity.Group;
import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.PrincipalIds;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.PolicyEdits;
import io.larder.security.identity.edit.RoleEdits;
import io.larder.security.query.XmlWriter;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes entities as IAM tells of them. */
final class EntityXml {
  private EntityXml() {}

  static void user(XmlWriter xml, User user) {
    xml.text("Path", user.path())
        .text("UserName", user.name())
        .text("UserId", user.id())
        .text("Arn", user.arn())
        .time("CreateDate", user.created());
  }

  /** A user with what lists leave out. */
  static void wholeUser(XmlWriter xml, User user) {
    user(xml, user);
    boundary(xml, user.boundary());
    tags(xml, user.tags());
  }

  static void group(XmlWriter xml, Group group) {
    xml.text("Path", group.path())
        .text("GroupName", group.name())
        .text("GroupId", group.id())
        .text("Arn", group.arn())
        .time("CreateDate", group.created());
  }

  static void role(XmlWriter xml, Role role, PrincipalIds ids) {
    xml.text("Path", role.path())
        .text("RoleName", role.name())
        .text("RoleId", role.id())
        .text("Arn", role.arn())
        .time("CreateDate", role.created())
        .text("AssumeRolePolicyDocument", encoded(RoleEdits.trustPolicy(role, ids)))
        .text("Description", role.description())
        .number("MaxSessionDuration", role.maxSession().toSeconds());
  }

  /** A role with what lists leave out. */
  static void wholeRole(XmlWriter xml, Role role, PrincipalIds ids) {
    role(xml, role, ids);
    boundary(xml, role.boundary());
    tags(xml, role.tags());
    xml.element("RoleLastUsed", () -> {});
  }

  static void policy(XmlWriter xml, ManagedPolicy policy, Identities identities) {
    xml.text("PolicyName", policy.name())
        .text("PolicyId", policy.id())
        .text("Arn", policy.arn())
        .text("Path", policy.path())
        .text("DefaultVersionId", policy.defaultVersion())
        .number("AttachmentCount", PolicyEdits.attachments(identities, policy))
        .number("PermissionsBoundaryUsageCount", PolicyEdits.boundaries(identities, policy))
        .flag("IsAttachable", true)
        .time("CreateDate", policy.created())
        .time("UpdateDate", policy.updated());
  }

  /** A policy with what lists leave out. */
  static void wholePolicy(XmlWriter xml, ManagedPolicy policy, Identities identities) {
    policy(xml, policy, identities);
    xml.text("Description", policy.description());
    tags(xml, policy.tags());
  }

  /**
   * @param withDocument lists leave it out
   */
  static void version(
      XmlWriter xml, ManagedPolicy policy, ManagedPolicy.Version version, boolean withDocument) {
    xml.text("Document", withDocument ? encoded(version.document()) : null)
        .text("VersionId", version.id())
        .flag("IsDefaultVersion", version.id().equals(policy.defaultVersion()))
        .time("CreateDate", version.created());
  }

  static void attached(XmlWriter xml, Collection<String> arns, Identities identities) {
    xml.list("AttachedManagedPolicies", arns, arn -> attached(xml, arn, identities));
  }

  static void attached(XmlWriter xml, String arn, Identities identities) {
    ManagedPolicy policy = identities.policy(arn);
    xml.text("PolicyName", policy == null ? arn.substring(arn.lastIndexOf('/') + 1) : policy.name())
        .text("PolicyArn", arn);
  }

  /** The policies of an entity's own, with their documents. */
  static void inline(XmlWriter xml, String name, PolicyHolder holder) {
    xml.list(
        name,
        new TreeMap<>(holder.inlinePolicies()).entrySet(),
        policy ->
            xml.text("PolicyName", policy.getKey())
                .text("PolicyDocument", encoded(policy.getValue())));
  }

  static void boundary(XmlWriter xml, @Nullable String arn) {
    if (arn != null) {
      xml.element(
          "PermissionsBoundary",
          () -> xml.text("PermissionsBoundaryType", "Policy").text("PermissionsBoundaryArn", arn));
    }
  }

  /** Tags, where none are not told. */
  static void tags(XmlWriter xml, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      xml.list("Tags", new TreeMap<>(tags).entrySet(), tag -> tag(xml, tag));
    }
  }

  static void tag(XmlWriter xml, Map.Entry<String, String> tag) {
    xml.text("Key", tag.getKey()).text("Value", tag.getValue());
  }

  /** A document as answers have it: percent-encoded (RFC 3986). */
  static String encoded(String document) {
    return URLEncoder.encode(document, UTF_8).replace("+", "%20").replace("*", "%2A");
  }

  /** ARN of an entity of an account; as if it had no path, if it is not there. */
  static String arn(@Nullable PolicyHolder holder, String account, String type, String name) {
    return holder == null ? "arn:aws:iam::" + account + ':' + type + '/' + name : holder.arn();
  }

  static List<Map.Entry<String, String>> sorted(Map<String, String> tags) {
    return List.copyOf(new TreeMap<>(tags).entrySet());
  }
}
