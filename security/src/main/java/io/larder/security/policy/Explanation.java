package io.larder.security.policy;

import io.larder.security.policy.Decision.Deciding;
import io.larder.security.policy.Decision.Outcome;
import java.util.List;

/**
 * A decision and what had a part in it.
 *
 * @param matched every statement that applies to the query, denials first in each layer
 * @param missingKeys condition keys that statements about the action ask for and the request does
 *     not have, in lower case
 */
public record Explanation(Decision decision, List<Matched> matched, List<String> missingKeys) {
  public Explanation {
    matched = List.copyOf(matched);
    missingKeys = List.copyOf(missingKeys);
  }

  /** A statement that applies. */
  public record Matched(Layer layer, Effect effect, Deciding statement) {}

  /** What one layer says by itself. */
  public Outcome outcome(Layer layer) {
    Outcome outcome = Outcome.IMPLICITLY_DENIED;
    for (Matched statement : matched) {
      if (statement.layer() == layer) {
        if (statement.effect() == Effect.DENY) {
          return Outcome.EXPLICITLY_DENIED;
        }
        outcome = Outcome.ALLOWED;
      }
    }
    return outcome;
  }
}
