package io.larder.protocol.json.client;

import io.larder.protocol.operation.GetResourcePolicyResponse;
import org.jspecify.annotations.Nullable;

/** Reads what answers calls about the policy of a resource. */
final class PolicyAnswers {
  private @Nullable String policy;
  private @Nullable String revisionId;

  private static PolicyAnswers read(AnswerReader in) {
    var answer = new PolicyAnswers();
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Policy" -> answer.policy = in.string();
        case "RevisionId" -> answer.revisionId = in.string();
        default -> in.skip();
      }
    }
    return answer;
  }

  /** The revision that the answer names; null if it names none. */
  static @Nullable String revisionIfAny(AnswerReader in) {
    return read(in).revisionId;
  }

  /** The revision that the answer names; empty if it names none. */
  static String revision(AnswerReader in) {
    return orEmpty(read(in).revisionId);
  }

  static GetResourcePolicyResponse get(AnswerReader in) {
    PolicyAnswers answer = read(in);
    return new GetResourcePolicyResponse(orEmpty(answer.policy), orEmpty(answer.revisionId));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
