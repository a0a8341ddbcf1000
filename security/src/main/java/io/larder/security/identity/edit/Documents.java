package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityException.Code;
import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import java.util.Collection;

/** Whether policy documents are policies, and not too large. */
final class Documents {
  private Documents() {}

  /** Checks one document by itself. */
  static void check(String document, PolicyKind kind) {
    var _ = read(document, kind);
  }

  /** Checks one document by itself, and reads it. */
  static Policy read(String document, PolicyKind kind) {
    try {
      return Policy.parse(document, kind);
    } catch (MalformedPolicyException e) {
      throw Rules.refusal(
          e.isTooLarge() ? Code.LIMIT_EXCEEDED : Code.MALFORMED_POLICY_DOCUMENT,
          String.valueOf(e.getMessage()));
    }
  }

  /** Checks the size of all policies together that are an identity's own. */
  static void checkSize(Collection<String> documents, PolicyKind kind, String what, String name) {
    if (documents.stream().mapToInt(kind::sizeOf).sum() > kind.maxSize()) {
      throw Rules.refusal(
          Code.LIMIT_EXCEEDED,
          "Maximum policy size of " + kind.maxSize() + " bytes exceeded for " + what + " " + name);
    }
  }
}
