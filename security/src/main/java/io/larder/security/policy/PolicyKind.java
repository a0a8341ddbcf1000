package io.larder.security.policy;

import java.nio.charset.StandardCharsets;

/**
 * Where a document is kept, and with it what it must and may not hold and how long it may be.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and
 *     STS quotas</a>
 */
public enum PolicyKind {
  /** Of a user, inline; the limit is that of all of the user's together. */
  USER_INLINE(2_048),
  /** Of a group, inline; the limit is that of all of the group's together. */
  GROUP_INLINE(5_120),
  /** Of a role, inline; the limit is that of all of the role's together. */
  ROLE_INLINE(10_240),
  /** A managed policy, attached to identities or set as a boundary. */
  MANAGED(6_144),
  /** Passed when a session begins. */
  SESSION(2_048),
  /** Who may assume a role. */
  TRUST(2_048),
  /** Of a table or a stream. */
  RESOURCE(20 * 1024),
  /** Service control policy: a guard rail over identities. */
  SERVICE_CONTROL(10_240),
  /** Resource control policy: a guard rail over resources. */
  RESOURCE_CONTROL(5_120),
  /** What may be done by one way in. */
  ENDPOINT(20_480);

  private final int maxSize;

  PolicyKind(int maxSize) {
    this.maxSize = maxSize;
  }

  /** Longest document, counted as {@link #sizeOf} does. */
  public int maxSize() {
    return maxSize;
  }

  /**
   * Size that counts: bytes of a resource policy; characters that are not white space of any other.
   */
  public int sizeOf(String json) {
    return this == RESOURCE
        ? json.getBytes(StandardCharsets.UTF_8).length
        : (int) json.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /** Whether statements say whom they are about; others must not. */
  boolean namesPrincipals() {
    return switch (this) {
      case TRUST, RESOURCE, RESOURCE_CONTROL, ENDPOINT -> true;
      case USER_INLINE, GROUP_INLINE, ROLE_INLINE, MANAGED, SESSION, SERVICE_CONTROL -> false;
    };
  }

  /** Whether statements say what they are about; those of a role are about the role. */
  boolean namesResources() {
    return this != TRUST;
  }

  /** Whether a Sid may hold more than letters and digits. */
  boolean hasFreeSids() {
    return this == RESOURCE || this == RESOURCE_CONTROL || this == ENDPOINT;
  }
}
