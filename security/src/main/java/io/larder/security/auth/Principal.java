package io.larder.security.auth;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, as its signature has shown. What a principal may do is not in it: that is
 * looked up with every request, so that a change of it bites at once.
 */
public sealed interface Principal {
  /** A caller whose claim was not verified; may call only where nothing is verified. */
  Principal UNVERIFIED = new Unverified();

  /** Twelve digits. */
  String account();

  /** How denials and the audit name the caller: the ARN of the user, of the session, … */
  String arn();

  /** {@code aws:userid}: {@code AIDA…}, {@code AROA…:session}, or the account of its root. */
  String userId();

  /** Key that the request was signed with; null if it was proven otherwise. */
  @Nullable String accessKeyId();

  /** Nobody knows who. */
  record Unverified() implements Principal {
    @Override
    public String account() {
      return "000000000000";
    }

    @Override
    public String arn() {
      return "unverified";
    }

    @Override
    public String userId() {
      return "unverified";
    }

    @Override
    public @Nullable String accessKeyId() {
      return null;
    }
  }

  /** The account itself, which may do everything that no guard rail forbids. */
  record Root(String account, @Nullable String accessKeyId) implements Principal {
    @Override
    public String arn() {
      return "arn:aws:iam::" + account + ":root";
    }

    @Override
    public String userId() {
      return account;
    }
  }

  /**
   * A user.
   *
   * @param userId {@code AIDA…}; a user of the same name that was made anew has another one
   * @param session what GetSessionToken made, or null for a long-term key
   */
  record User(
      String account,
      String arn,
      String userId,
      String name,
      @Nullable String accessKeyId,
      @Nullable Session session)
      implements Principal {}

  /**
   * A session of a role.
   *
   * @param roleArn what {@code aws:PrincipalArn} is for it, with the role's path
   * @param roleId {@code AROA…}
   */
  record AssumedRole(
      String account,
      String roleArn,
      String roleId,
      String roleName,
      @Nullable String accessKeyId,
      Session session)
      implements Principal {
    @Override
    public String arn() {
      return "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + session.name();
    }

    @Override
    public String userId() {
      return roleId + ":" + session.name();
    }
  }

  /**
   * What temporary credentials carry.
   *
   * @param name RoleSessionName; empty for those of GetSessionToken
   * @param tags session tags
   * @param transitiveTags keys of those that a further role keeps
   * @param policies documents of session policies, as they were passed; none limits nothing
   * @param federation who vouched for the caller, if an identity provider did
   */
  record Session(
      String name,
      Instant issued,
      Instant expires,
      Map<String, String> tags,
      Set<String> transitiveTags,
      List<String> policies,
      @Nullable String sourceIdentity,
      @Nullable Federation federation) {}

  /**
   * The word of an identity provider.
   *
   * @param provider ARN, or the name of a well-known one
   * @param claims condition keys such as {@code accounts.example.com:sub} with their values
   */
  record Federation(String provider, Map<String, List<String>> claims) {}
}
