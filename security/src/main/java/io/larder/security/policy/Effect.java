package io.larder.security.policy;

/** What a statement does to what it matches. */
public enum Effect {
  ALLOW,
  DENY
}
