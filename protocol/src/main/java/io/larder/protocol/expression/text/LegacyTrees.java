package io.larder.protocol.expression.text;

import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.SetValue;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;

/** What the trees of legacy parameters mean, where the service takes none such of an expression. */
final class LegacyTrees {
  private LegacyTrees() {}

  /** The condition with several of those IN that have more candidates than one takes. */
  static Condition expressible(Condition condition) {
    return switch (condition) {
      case Condition.All(var conditions) -> new Condition.All(expressible(conditions));
      case Condition.Any(var conditions) -> new Condition.Any(expressible(conditions));
      case Condition.In in when in.candidates().size() > ServiceQuotas.MAX_IN_OPERANDS ->
          inParts(in);
      case Condition.In _,
          Condition.Not _,
          Condition.Compare _,
          Condition.Between _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.AttributeType _,
          Condition.BeginsWith _,
          Condition.Contains _ ->
          condition;
    };
  }

  private static List<Condition> expressible(List<Condition> conditions) {
    return conditions.stream().map(LegacyTrees::expressible).toList();
  }

  private static Condition inParts(Condition.In in) {
    List<Condition> parts = new ArrayList<>();
    int size = in.candidates().size();
    for (int from = 0; from < size; from += ServiceQuotas.MAX_IN_OPERANDS) {
      int to = Math.min(from + ServiceQuotas.MAX_IN_OPERANDS, size);
      parts.add(new Condition.In(in.operand(), in.candidates().subList(from, to)));
    }
    return new Condition.Any(parts);
  }

  /** The action, with a list that is added appended instead. */
  static UpdateAction expressible(UpdateAction action) {
    if (action instanceof UpdateAction.Add(var target, ListOf list)) {
      var before = new SetValue.IfNotExists(target, new SetValue.Constant(new ListOf(List.of())));
      return new UpdateAction.Set(
          target, new SetValue.ListAppend(before, new SetValue.Constant(list)));
    }
    return action;
  }
}
