package io.larder.security.identity;

/**
 * What tells entities apart.
 *
 * @param name within the account and among those of one type; without the path
 */
public record EntityKey(Type type, String account, String name) implements Comparable<EntityKey> {
  /** The kinds of entities. */
  public enum Type {
    ACCESS_KEY("access-key"),
    GROUP("group"),
    OIDC_PROVIDER("oidc-provider"),
    POLICY("policy"),
    ROLE("role"),
    USER("user");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  /**
   * The type in a key's {@link #text}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Type typeOf(String text) {
    for (Type type : Type.values()) {
      if (text.startsWith(type.text + '/')) {
        return type;
      }
    }
    throw new IllegalArgumentException("no key of an entity");
  }

  /** The key as one text: {@code user/000000000000/alice}. */
  public String text() {
    return type.text + '/' + account + '/' + name;
  }

  @Override
  public int compareTo(EntityKey other) {
    return text().compareTo(other.text());
  }
}
