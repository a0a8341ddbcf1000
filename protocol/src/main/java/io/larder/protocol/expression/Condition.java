package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.ProcessHash;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A condition on an item, as a tree. Missing attributes fail a condition; none is an error. Hashes
 * are {@link ProcessHash}es: filters are keys of the query cache.
 */
public sealed interface Condition {

  boolean matches(Evaluation evaluation);

  /** In their order; one that occurs again comes again. */
  void forEachOperand(Consumer<Operand> action);

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

  /** Both bounds are inclusive. */
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

  record In(Operand operand, List<Operand> candidates) implements Condition {
    public In {
      candidates = List.copyOf(candidates);
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

  record AttributeType(Operand operand, String type) implements Condition {
    @Override
    public boolean matches(Evaluation evaluation) {
      AttributeValue value = operand.value(evaluation.attributes());
      return value != null && value.type().name().equals(type);
    }

    @Override
    public void forEachOperand(Consumer<Operand> action) {
      action.accept(operand);
    }
  }

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

  /** A substring of a string or binary, a member of a set, or an element of a list. */
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

  /** All of several conditions: AND. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
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

  /** At least one of several conditions: OR. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
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
}
