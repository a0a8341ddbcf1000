package io.larder.security.identity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How policies name principals: where they are stored, users and roles by their unique ids, so that
 * who is made anew under an old name inherits nothing; where they are shown, by their ARNs. As one
 * state of the identities has it; for one thread.
 */
public final class PrincipalIds {
  private static final String SESSION = "arn:aws:sts::";
  private static final String ASSUMED_ROLE = ":assumed-role/";

  private final Identities identities;

  /** Users and roles by their ids; null until somebody asks. */
  private @Nullable Map<String, PolicyHolder> holders;

  public PrincipalIds(Identities identities) {
    this.identities = identities;
  }

  /**
   * What is stored for a name: of a user, a role or its session the id, of all else the name.
   *
   * @return null if that user or role does not exist
   */
  public @Nullable String stored(String name) {
    if (Arns.account(name, "user") != null) {
      User user = identities.user(name);
      return user == null ? null : user.id();
    }
    if (Arns.account(name, "role") != null) {
      Role role = identities.role(name);
      return role == null ? null : role.id();
    }
    int type = name.startsWith(SESSION) ? name.indexOf(ASSUMED_ROLE) : -1;
    if (type > 0) {
      String account = name.substring(SESSION.length(), type);
      String[] roleAndSession = name.substring(type + ASSUMED_ROLE.length()).split("/", 2);
      Role role = identities.account(account).roles().get(roleAndSession[0]);
      return role == null || roleAndSession.length < 2 ? null : role.id() + ':' + roleAndSession[1];
    }
    return isId(name) && holder(name) == null ? null : name;
  }

  /** What is shown for what is stored; the id itself, if there is nobody of it any more. */
  public String shown(String stored) {
    PolicyHolder holder = isId(stored) ? holder(stored) : null;
    if (holder == null) {
      return stored;
    }
    int colon = stored.indexOf(':');
    return colon < 0
        ? holder.arn()
        : SESSION
            + holder.account()
            + ASSUMED_ROLE
            + holder.name()
            + '/'
            + stored.substring(colon + 1);
  }

  private static boolean isId(String name) {
    return name.startsWith("AIDA") || name.startsWith("AROA");
  }

  /** The user or role of an id, which may have a session behind it. */
  private @Nullable PolicyHolder holder(String id) {
    Map<String, PolicyHolder> all = holders;
    if (all == null) {
      all = new HashMap<>();
      for (Account account : identities.accounts().values()) {
        for (User user : account.users().values()) {
          all.put(user.id(), user);
        }
        for (Role role : account.roles().values()) {
          all.put(role.id(), role);
        }
      }
      holders = all;
    }
    int colon = id.indexOf(':');
    return all.get(colon < 0 ? id : id.substring(0, colon));
  }
}
