package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Bin;
import io.larder.protocol.item.AttributeValue.BinSet;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.NumSet;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.AttributeValue.StrSet;
import java.util.List;
import java.util.Map;

/** A condition on an item, as a tree. Missing attributes fail a condition; none is an error. */
sealed interface Condition {

  boolean matches(Map<String, AttributeValue> attributes);

  record Compare(Operand left, Comparison comparison, Operand right) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      return comparison.holds(left.value(attributes), right.value(attributes));
    }
  }

  /** Both bounds are inclusive. */
  record Between(Operand operand, Operand lower, Operand upper) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      AttributeValue value = operand.value(attributes);
      return Comparison.GE.holds(value, lower.value(attributes))
          && Comparison.LE.holds(value, upper.value(attributes));
    }
  }

  record In(Operand operand, List<Operand> candidates) implements Condition {
    public In {
      candidates = List.copyOf(candidates);
    }

    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      AttributeValue value = operand.value(attributes);
      for (Operand candidate : candidates) {
        if (Comparison.EQ.holds(value, candidate.value(attributes))) {
          return true;
        }
      }
      return false;
    }
  }

  record AttributeExists(Operand path) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      return path.value(attributes) != null;
    }
  }

  record AttributeNotExists(Operand path) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      return path.value(attributes) == null;
    }
  }

  record AttributeType(Operand operand, String type) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      AttributeValue value = operand.value(attributes);
      return value != null && value.type().name().equals(type);
    }
  }

  record BeginsWith(Operand operand, Operand prefix) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      AttributeValue value = operand.value(attributes);
      AttributeValue start = prefix.value(attributes);
      return switch (value) {
        case Str(var text) -> start instanceof Str(var part) && text.startsWith(part);
        case Bin(var bytes) -> start instanceof Bin(var part) && bytes.startsWith(part);
        case null, default -> false;
      };
    }
  }

  /** A substring of a string or binary, a member of a set, or an element of a list. */
  record Contains(Operand operand, Operand part) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      AttributeValue whole = operand.value(attributes);
      AttributeValue sought = part.value(attributes);
      if (sought == null) {
        return false;
      }
      return switch (whole) {
        case Str(var text) -> sought instanceof Str(var other) && text.contains(other);
        case Bin(var bytes) -> sought instanceof Bin(var other) && bytes.contains(other);
        case StrSet(var members) -> sought instanceof Str(var other) && members.contains(other);
        case NumSet(var members) -> sought instanceof Num(var other) && members.contains(other);
        case BinSet(var members) -> sought instanceof Bin(var other) && members.contains(other);
        case ListOf(var elements) -> elements.contains(sought);
        case null, default -> false;
      };
    }
  }

  /** All of several conditions: AND. */
  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      for (Condition condition : conditions) {
        if (!condition.matches(attributes)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one of several conditions: OR. */
  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      for (Condition condition : conditions) {
        if (condition.matches(attributes)) {
          return true;
        }
      }
      return false;
    }
  }

  record Not(Condition condition) implements Condition {
    @Override
    public boolean matches(Map<String, AttributeValue> attributes) {
      return !condition.matches(attributes);
    }
  }
}
