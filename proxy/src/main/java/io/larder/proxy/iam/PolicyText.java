package io.larder.proxy.iam;

import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Policy documents as they are sent: in ASCII. */
final class PolicyText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private PolicyText() {}

  /**
   * The text of a document.
   *
   * @param what it is, for people
   * @throws IllegalArgumentException if it is no policy
   */
  static String of(String what, JsonNode document, PolicyKind kind) {
    String text = JSON.writeValueAsString(document);
    try {
      var _ = Policy.parse(text, kind);
      return text;
    } catch (MalformedPolicyException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }

  static JsonNode parse(String text) {
    return JSON.readTree(text);
  }
}
