package io.larder.security.policy;

import io.larder.security.auth.Principal;
import io.larder.security.policy.Template.Wildcard;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom a statement is about.
 *
 * @param isInverted whether it is everyone but those
 * @param names of AWS principals: accounts, ARNs, unique ids
 * @param providers identity providers
 * @param isEveryone whether a star is among the names
 */
record PrincipalElement(
    boolean isInverted, boolean isEveryone, Set<String> names, Set<String> providers) {
  /** How a caller is named; each lets in more than the one before. */
  enum Named {
    NOT,
    /** By the account, which says by its own policies whom it means. */
    ACCOUNT,
    /** With everyone. */
    ANYONE,
    /** By the role that the session is of. */
    ROLE,
    /** By itself: as user, as session, as provider of the token. */
    SELF
  }

  /**
   * Compiles what a document names by kind.
   *
   * @throws MalformedPolicyException if one is no name
   */
  static PrincipalElement of(Map<String, ? extends Collection<String>> named, boolean isInverted) {
    Set<String> names = new HashSet<>();
    Set<String> providers = new HashSet<>();
    boolean isEveryone = false;
    for (Map.Entry<String, ? extends Collection<String>> kind : named.entrySet()) {
      switch (kind.getKey()) {
        case "AWS" -> {
          for (String name : kind.getValue()) {
            if (name.equals("*")) {
              isEveryone = true;
            } else {
              names.add(checked(name));
            }
          }
        }
        case "Federated" -> providers.addAll(kind.getValue());
        // No service and no canonical user ever calls; that one is named is no fault.
        case "Service", "CanonicalUser" -> {}
        default -> throw new MalformedPolicyException("Invalid principal in policy");
      }
    }
    return new PrincipalElement(isInverted, isEveryone, Set.copyOf(names), Set.copyOf(providers));
  }

  /** The name as it is compared: of an account, its number. */
  private static String checked(String name) {
    if (isAccount(name)
        || name.matches("AIDA[A-Z0-9]{12,124}|AROA[A-Z0-9]{12,124}(:[\\w+=,.@-]{2,64})?")) {
      return name;
    }
    String[] parts = name.split(":", 6);
    boolean isPrincipal =
        parts.length == 6
            && parts[0].equals("arn")
            && !parts[1].isEmpty()
            && (parts[2].equals("iam") || parts[2].equals("sts"))
            && parts[3].isEmpty()
            && isAccount(parts[4])
            && !Wildcard.isIn(name)
            && isNamed(parts[2], parts[5]);
    if (!isPrincipal) {
      throw new MalformedPolicyException("Invalid principal in policy: \"AWS\":\"" + name + "\"");
    }
    return parts[5].equals("root") ? parts[4] : name;
  }

  private static boolean isNamed(String service, String name) {
    return service.equals("iam")
        ? name.equals("root") || name.matches("(user|role)/.+")
        : name.matches("assumed-role/[^/]+/[^/]+|federated-user/[^/]+");
  }

  private static boolean isAccount(String name) {
    return name.length() == 12 && name.chars().allMatch(Typed::isDigit);
  }

  /** How the caller is named; with everyone, if an exception does not name it. */
  Named names(Caller caller) {
    return switch (caller) {
      case Caller.Federated federated -> {
        boolean named = providers.contains(federated.provider());
        yield isInverted
            ? named || isEveryone ? Named.NOT : Named.ANYONE
            : named ? Named.SELF : isEveryone ? Named.ANYONE : Named.NOT;
      }
      case Caller.Signed signed ->
          isInverted ? except(signed.principal()) : names(signed.principal());
    };
  }

  private Named names(Principal principal) {
    if (principal instanceof Principal.Unverified) {
      return Named.NOT;
    }
    if (names.contains(principal.arn())
        || names.contains(principal.userId())
        || (principal instanceof Principal.Root && names.contains(principal.account()))) {
      return Named.SELF;
    }
    if (principal instanceof Principal.AssumedRole role
        && (names.contains(role.roleArn()) || names.contains(role.roleId()))) {
      return Named.ROLE;
    }
    if (isEveryone) {
      return Named.ANYONE;
    }
    return names.contains(principal.account()) ? Named.ACCOUNT : Named.NOT;
  }

  /** Who is to be left out must be named with its account, and a session with its role. */
  private Named except(Principal principal) {
    boolean isLeftOut =
        isEveryone
            || (names.contains(principal.account())
                && (principal instanceof Principal.Root || isNamedItself(principal)));
    return isLeftOut ? Named.NOT : Named.ANYONE;
  }

  private boolean isNamedItself(Principal principal) {
    boolean named = names.contains(principal.arn()) || names.contains(principal.userId());
    return principal instanceof Principal.AssumedRole role
        ? named && (names.contains(role.roleArn()) || names.contains(role.roleId()))
        : named;
  }
}
