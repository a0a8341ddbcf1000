package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityException.Code;

/** The sizes of policy documents, in which white space does not count. */
final class Documents {
  static final int MAX_USER = 2_048;
  static final int MAX_GROUP = 5_120;
  static final int MAX_ROLE = 10_240;
  static final int MAX_MANAGED = 6_144;
  static final int MAX_TRUST = 2_048;

  private Documents() {}

  /** Characters other than white space. */
  static int size(String document) {
    return (int) document.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  /** Checks the policy of an identity. */
  static void check(String document) {
    if (document.isBlank()) {
      throw Rules.refusal(Code.MALFORMED_POLICY_DOCUMENT, "The policy is empty");
    }
  }

  /** Checks who may assume a role. */
  static void checkTrust(String document) {
    check(document);
  }

  static void checkSize(int size, int most, String what, String name) {
    if (size > most) {
      throw Rules.refusal(
          Code.LIMIT_EXCEEDED,
          "Maximum policy size of " + most + " bytes exceeded for " + what + " " + name);
    }
  }
}
