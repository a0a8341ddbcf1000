package io.larder.security.policy;

import org.jspecify.annotations.Nullable;

/**
 * A policy where it applies.
 *
 * @param name how explanations call it
 * @param arn of a managed policy or a guard rail, which denials name; null for others
 */
public record AttachedPolicy(Policy policy, String name, @Nullable String arn) {
  /** An inline policy, which has no ARN. */
  public static AttachedPolicy inline(Policy policy, String name) {
    return new AttachedPolicy(policy, name, null);
  }
}
