package io.larder.security.access;

import io.larder.protocol.expression.Comparison;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.ConditionExpression;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.Operand;
import io.larder.protocol.expression.Operand.Literal;
import io.larder.protocol.operation.BatchExecuteStatementRequest;
import io.larder.protocol.operation.BatchStatement;
import io.larder.protocol.operation.ExecuteStatementRequest;
import io.larder.protocol.operation.ExecuteTransactionRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.Select;
import io.larder.protocol.operation.TransactStatement;
import io.larder.protocol.partiql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the PartiQL statements of one call do. A statement of a batch that is none does nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html">IAM
 *     security policies with PartiQL for DynamoDB</a>
 */
final class StatementAccess {
  private final Statement statement;
  private final ReturnConsumedCapacity consumed;
  private final @Nullable String enclosing;

  private StatementAccess(
      Statement statement, ReturnConsumedCapacity consumed, @Nullable String enclosing) {
    this.statement = statement;
    this.consumed = consumed;
    this.enclosing = enclosing;
  }

  static List<Access> of(Request.Statements<?> request, Arns arns) {
    List<Access> all = new ArrayList<>();
    switch (request) {
      case ExecuteStatementRequest execute ->
          all.add(
              new StatementAccess(execute.statement(), execute.returnConsumedCapacity(), null)
                  .access(arns));
      case BatchExecuteStatementRequest batch -> {
        for (BatchStatement entry : batch.statements()) {
          if (entry.statement() != null) {
            all.add(
                new StatementAccess(entry.statement(), batch.returnConsumedCapacity(), null)
                    .access(arns));
          }
        }
      }
      case ExecuteTransactionRequest transaction -> {
        for (TransactStatement entry : transaction.statements()) {
          all.add(
              new StatementAccess(
                      entry.statement(), transaction.returnConsumedCapacity(), "ExecuteTransaction")
                  .access(arns));
        }
      }
    }
    return all;
  }

  private Access access(Arns arns) {
    String table = statement.tableName();
    String index = statement instanceof Statement.Select select ? select.indexName() : null;
    return new Access(
        RequestAccess.SERVICE + action(), arns.index(table, index), table, index, this::mentions);
  }

  private String action() {
    return switch (statement) {
      case Statement.Select _, Statement.Exists _ -> "PartiQLSelect";
      case Statement.Insert _ -> "PartiQLInsert";
      case Statement.Update _ -> "PartiQLUpdate";
      case Statement.Delete _ -> "PartiQLDelete";
    };
  }

  private Mentions mentions() {
    var mentions = new Mentions().consumed(consumed);
    if (enclosing != null) {
      mentions.enclosedIn(enclosing);
    }
    return switch (statement) {
      case Statement.Insert(_, var item) ->
          mentions.statement(
              attribute -> List.of(Mentions.text(item.get(attribute))), item.keySet());
      case Statement.Select select -> selected(select, mentions);
      case Statement.Exists(var select) -> selected(select, mentions);
      case Statement.Update update ->
          mentions
              .statement(this::allowedValues, attributes())
              .update(update.update())
              .returns(returnValues(update.returning()));
      case Statement.Delete delete ->
          mentions
              .statement(this::allowedValues, attributes())
              .returns(delete.returnsOld() ? ReturnValues.ALL_OLD : ReturnValues.NONE);
    };
  }

  private Mentions selected(Statement.Select select, Mentions mentions) {
    Set<String> attributes = attributes();
    if (select.fields() != null) {
      select.fields().forEach(field -> attributes.add(field.path().attribute()));
    }
    return mentions.statement(this::allowedValues, attributes).selected(selection(select));
  }

  private static Select selection(Statement.Select select) {
    if (select.fields() != null) {
      return Select.SPECIFIC_ATTRIBUTES;
    }
    return select.indexName() == null ? Select.ALL_ATTRIBUTES : Select.ALL_PROJECTED_ATTRIBUTES;
  }

  private static ReturnValues returnValues(Statement.@Nullable Returning returning) {
    return switch (returning) {
      case null -> ReturnValues.NONE;
      case ALL_OLD -> ReturnValues.ALL_OLD;
      case ALL_NEW -> ReturnValues.ALL_NEW;
      case MODIFIED_OLD -> ReturnValues.UPDATED_OLD;
      case MODIFIED_NEW -> ReturnValues.UPDATED_NEW;
    };
  }

  /** The top-level attributes that the condition mentions. */
  private Set<String> attributes() {
    Condition condition = statement.condition();
    return condition == null
        ? new LinkedHashSet<>()
        : new LinkedHashSet<>(ConditionExpression.ofChecked(condition).topLevelNames());
  }

  /** As {@link Mentions.StatementKeys#of}. */
  private @Nullable List<String> allowedValues(String attribute) {
    Condition condition = statement.condition();
    Set<String> values = condition == null ? null : values(condition, attribute);
    if (values != null) {
      return List.copyOf(values);
    }
    boolean isMentioned = attributes().stream().anyMatch(attribute::equalsIgnoreCase);
    boolean reads = statement.reads() || statement instanceof Statement.Exists;
    if (isMentioned || !reads) {
      throw new UndeterminedException();
    }
    return null;
  }

  /** Values of which an item must have one for the condition to hold; null if others may do. */
  private static @Nullable Set<String> values(Condition condition, String attribute) {
    return switch (condition) {
      case Condition.Compare(var left, var comparison, var right) -> {
        if (comparison != Comparison.EQ) {
          yield null;
        }
        yield isAttribute(left, attribute)
            ? texts(List.of(right))
            : isAttribute(right, attribute) ? texts(List.of(left)) : null;
      }
      case Condition.In(var operand, var candidates) ->
          isAttribute(operand, attribute) ? texts(candidates) : null;
      case Condition.All(var conditions) -> {
        Set<String> values = null;
        for (Condition part : conditions) {
          values = values == null ? values(part, attribute) : values;
        }
        yield values;
      }
      case Condition.Any(var conditions) -> {
        Set<String> values = new LinkedHashSet<>();
        for (Condition part : conditions) {
          Set<String> some = values(part, attribute);
          if (some == null) {
            yield null;
          }
          values.addAll(some);
        }
        yield values;
      }
      case Condition.Not _,
          Condition.Between _,
          Condition.BeginsWith _,
          Condition.Contains _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.AttributeType _ ->
          null;
    };
  }

  private static boolean isAttribute(Operand operand, String name) {
    return operand instanceof DocumentPath path
        && path.isTopLevel()
        && path.attribute().equals(name);
  }

  private static @Nullable Set<String> texts(List<Operand> operands) {
    Set<String> texts = new LinkedHashSet<>();
    for (Operand operand : operands) {
      if (!(operand instanceof Literal(var value))) {
        return null;
      }
      texts.add(Mentions.text(value));
    }
    return texts;
  }
}
