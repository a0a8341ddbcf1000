package io.larder.security.policy;

/** What a test comes to. Nobody knows, if a value is not of the form that the test is about. */
enum Verdict {
  FALSE,
  UNKNOWN,
  TRUE;

  static Verdict of(boolean isTrue) {
    return isTrue ? TRUE : FALSE;
  }

  Verdict not() {
    return switch (this) {
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
      case TRUE -> FALSE;
    };
  }

  Verdict or(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Verdict and(Verdict other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** Whether a statement applies: denials also if nobody knows, so that it fails closed. */
  boolean applies(Effect effect) {
    return this == TRUE || this == UNKNOWN && effect == Effect.DENY;
  }
}
