package io.larder.security.posture;

/** What a rule says of a resource, as AWS Config names it. */
public enum Compliance {
  COMPLIANT,
  NON_COMPLIANT,
  /** The rule is about something that is not there. */
  NOT_APPLICABLE,
  /** Nobody knows. */
  INSUFFICIENT_DATA;

  static Compliance of(boolean holds) {
    return holds ? COMPLIANT : NON_COMPLIANT;
  }
}
