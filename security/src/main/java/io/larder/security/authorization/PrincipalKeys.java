package io.larder.security.authorization;

import io.larder.security.auth.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Condition keys that say who calls.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">IAM
 *     policy elements: variables and tags</a>
 */
final class PrincipalKeys {
  private static final String PRINCIPAL_TAG = "aws:principaltag/";

  private PrincipalKeys() {}

  /** The value of that key, in lower case; null if the caller has none, or it is another key. */
  static @Nullable String value(String key, CallerRights caller) {
    Principal principal = caller.principal();
    if (!key.startsWith("aws:") || principal instanceof Principal.Unverified) {
      return null;
    }
    if (key.startsWith(PRINCIPAL_TAG)) {
      return caller.tag(key.substring(PRINCIPAL_TAG.length()));
    }
    return switch (key) {
      case "aws:username" -> principal instanceof Principal.User user ? user.name() : null;
      case "aws:userid" -> principal.userId();
      case "aws:principalarn" ->
          principal instanceof Principal.AssumedRole role ? role.roleArn() : principal.arn();
      case "aws:principalaccount" -> principal.account();
      case "aws:principaltype" -> type(principal);
      default -> {
        Principal.Session session = session(principal);
        yield session == null ? null : value(key, session);
      }
    };
  }

  private static @Nullable String value(String key, Principal.Session session) {
    return switch (key) {
      case "aws:tokenissuetime" -> session.issued().toString();
      case "aws:multifactorauthpresent" -> "false";
      case "aws:sourceidentity" -> session.sourceIdentity();
      case "aws:federatedprovider" ->
          session.federation() == null ? null : session.federation().provider();
      default -> null;
    };
  }

  private static @Nullable String type(Principal principal) {
    return switch (principal) {
      case Principal.Root _ -> "Account";
      case Principal.User _ -> "User";
      case Principal.AssumedRole _ -> "AssumedRole";
      case Principal.Unverified _ -> null;
    };
  }

  /** What temporary credentials of the caller carry; null if it has none. */
  static Principal.@Nullable Session session(Principal principal) {
    return switch (principal) {
      case Principal.User user -> user.session();
      case Principal.AssumedRole role -> role.session();
      case Principal.Root _, Principal.Unverified _ -> null;
    };
  }

  /** What the identity provider of the caller has said under that key, in lower case. */
  static @Nullable List<String> claims(String key, Principal principal) {
    Principal.Session session = session(principal);
    if (session == null || session.federation() == null) {
      return null;
    }
    for (Map.Entry<String, List<String>> claim : session.federation().claims().entrySet()) {
      if (claim.getKey().toLowerCase(Locale.ROOT).equals(key)) {
        return claim.getValue();
      }
    }
    return null;
  }
}
