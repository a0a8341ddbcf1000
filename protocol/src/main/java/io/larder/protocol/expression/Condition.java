package io.larder.protocol.expression;

import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.ProcessHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition on an item, as a tree. Missing attributes fail a condition; none is an error. A tree
 * can say more than the service takes: {@link ConditionExpression#of} checks it.
 *
 * <p>Two are equal if they are built alike, whatever their placeholders were called and however
 * their numbers were written; what AND or OR joins is one list, however parentheses group it.
 * Hashes are {@link ProcessHash}es: filters are keys of the query cache.
 */
public sealed interface Condition {

  /** True if the item of {@code evaluation} meets the condition. */
  boolean matches(Evaluation evaluation);

  /** Those whose values are looked at, in their order; one that occurs again comes again. */
  void forEachOperand(Consumer<Operand> action);

  /** {@code left = right} and the like. */
  record Compare(Operand left, Comparison comparison, Operand right) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      Map<String, AttributeValue> attributes = evaluation.attributes();
      return evaluation.holds(left.value(attributes), comparison, right.value(attributes));
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(left);
      action.accept(right);
    }
  }

  /** {@code operand BETWEEN lower AND upper}: both bounds are inclusive. */
  record Between(Operand operand, Operand lower, Operand upper) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      AttributeValue value = operand.value(evaluation.attributes());
      return Comparison.GE.holds(value, lower.value(evaluation.attributes()))
          && Comparison.LE.holds(value, upper.value(evaluation.attributes()));
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
      action.accept(lower);
      action.accept(upper);
    }
  }

  /** {@code operand IN (candidates)}: equal to at least one, of which there is at least one. */
  record In(Operand operand, List<Operand> candidates) implements Condition {
    public In {
      candidates = List.copyOf(candidates);
      if (candidates.isEmpty()) {
        throw new IllegalArgumentException("no candidates");
      }
    }

    @Override
    public boolean matches(Evaluation evaluation) {
      Map<String, AttributeValue> attributes = evaluation.attributes();
      AttributeValue value = operand.value(attributes);
      for (Operand candidate : candidates) {
        if (evaluation.holds(value, Comparison.EQ, candidate.value(attributes))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int hashCode() {
      return 31 * operand.hashCode() + ProcessHash.ofAll(candidates, Operand::hashCode);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
      candidates.forEach(action);
    }
  }

  /** {@code attribute_exists(path)}. The service takes a {@link DocumentPath} only. */
  record AttributeExists(Operand path) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      return path.value(evaluation.attributes()) != null;
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(path);
    }
  }

  /** {@code attribute_not_exists(path)}. The service takes a {@link DocumentPath} only. */
  record AttributeNotExists(Operand path) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      return path.value(evaluation.attributes()) == null;
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(path);
    }
  }

  /** {@code attribute_type(operand, type)}. The service takes a value only, the type's name. */
  record AttributeType(Operand operand, Operand type) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      AttributeValue value = operand.value(evaluation.attributes());
      return value != null
          && type instanceof Literal(Str(var name))
          && value.type().name().equals(name);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
    }
  }

  /** {@code begins_with(operand, prefix)}, for strings and binaries. */
  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      AttributeValue value = operand.value(evaluation.attributes());
      AttributeValue start = prefix.value(evaluation.attributes());
      return switch (value) {
        case Str(var text) -> start instanceof Str(var part) && text.startsWith(part);
        case Bin(var bytes) -> start instanceof Bin(var part) && bytes.startsWith(part);
        case null, default -> false;
      };
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
      action.accept(prefix);
    }
  }

  /**
   * {@code contains(operand, part)}: a substring of a string or binary, a member of a set, or an
   * element of a list.
   */
  record Contains(Operand operand, Operand part) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      AttributeValue whole = operand.value(evaluation.attributes());
      AttributeValue sought = part.value(evaluation.attributes());
      return whole != null && sought != null && evaluation.contains(whole, sought);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
      action.accept(part);
    }
  }

  /** All of at least two conditions: AND. Takes the members of others in place of those. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = joined(conditions, part -> part instanceof All(var parts) ? parts : null);
    }

    @Override
    public boolean matches(Evaluation evaluation) {
      for (Condition condition : conditions) {
        if (!condition.matches(evaluation)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return ProcessHash.ofAll(conditions, Condition::hashCode);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      conditions.forEach(condition -> condition.forEachOperand(action));
    }
  }

  /** At least one of at least two conditions: OR. Takes the members of others as AND does. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = joined(conditions, part -> part instanceof Any(var parts) ? parts : null);
    }

    @Override
    public boolean matches(Evaluation evaluation) {
      for (Condition condition : conditions) {
        if (condition.matches(evaluation)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int hashCode() {
      return ~ProcessHash.ofAll(conditions, Condition::hashCode);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      conditions.forEach(condition -> condition.forEachOperand(action));
    }
  }

  /** {@code NOT condition}. */
  record Not(Condition condition) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      return !condition.matches(evaluation);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      condition.forEachOperand(action);
    }
  }

  /** The conditions, with the members of those that {@code membersOf} takes apart. */
  private static List<Condition> joined(
      List<Condition> conditions, Function<Condition, @Nullable List<Condition>> membersOf) {
    List<Condition> joined = conditions;
    for (int i = 0; i < joined.size(); i++) {
      List<Condition> members = membersOf.apply(joined.get(i));
      if (members != null) {
        joined = new ArrayList<>(joined);
        joined.remove(i);
        joined.addAll(i, members);
      }
    }
    if (joined.size() < 2) {
      throw new IllegalArgumentException("nothing to join: " + conditions);
    }
    return List.copyOf(joined);
  }
}
