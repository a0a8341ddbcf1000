package io.larder.security.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The policies that apply to a caller, and those of what is asked for. A layer that is not there
 * limits nothing; one that is there without policies allows nothing. The layer of identities is
 * always there: who has no policy may do nothing. Immutable.
 */
public final class PolicySet {
  /** No policies at all. */
  public static final PolicySet EMPTY = new PolicySet(new EnumMap<>(Layer.class));

  /** Never changed once it is here. */
  private final EnumMap<Layer, Rules> layers;

  private PolicySet(EnumMap<Layer, Rules> layers) {
    this.layers = layers;
  }

  /** This set with other policies in a layer. */
  public PolicySet with(Layer layer, List<AttachedPolicy> policies) {
    EnumMap<Layer, Rules> changed = layers.clone();
    changed.put(layer, Rules.of(policies));
    return new PolicySet(changed);
  }

  /** This set with one policy in a layer. */
  public PolicySet with(Layer layer, AttachedPolicy policy) {
    return with(layer, List.of(policy));
  }

  /** This set without a layer. */
  public PolicySet without(Layer layer) {
    EnumMap<Layer, Rules> changed = layers.clone();
    changed.remove(layer);
    return new PolicySet(changed);
  }

  /** Whether a layer is there. */
  public boolean has(Layer layer) {
    return layers.containsKey(layer);
  }

  /** Policies of a layer; none if it is not there. */
  public List<AttachedPolicy> policies(Layer layer) {
    Rules rules = layers.get(layer);
    return rules == null ? List.of() : rules.policies();
  }

  @Nullable Rules rules(Layer layer) {
    return layers.get(layer);
  }

  /**
   * The statements of a layer by what they do, those without conditions first.
   *
   * @param policies where they come from
   */
  record Rules(List<AttachedPolicy> policies, List<Rule> denies, List<Rule> allows) {
    static Rules of(List<AttachedPolicy> policies) {
      List<Rule> denies = new ArrayList<>();
      List<Rule> allows = new ArrayList<>();
      for (boolean conditional : new boolean[] {false, true}) {
        for (AttachedPolicy policy : policies) {
          for (Statement statement : policy.policy().statements()) {
            if (statement.isConditional() == conditional) {
              (statement.effect() == Effect.DENY ? denies : allows)
                  .add(new Rule(policy, statement, conditional));
            }
          }
        }
      }
      return new Rules(List.copyOf(policies), List.copyOf(denies), List.copyOf(allows));
    }
  }

  /** A statement and where it comes from. */
  record Rule(AttachedPolicy policy, Statement statement, boolean isConditional) {}
}
