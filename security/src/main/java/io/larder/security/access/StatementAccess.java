package io.larder.security.access;

import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.operation.Select;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the PartiQL statements of one call do.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html">IAM
 *     security policies with PartiQL for DynamoDB</a>
 */
final class StatementAccess {
  private static final String TRANSACTION = "ExecuteTransaction";

  private final Statement statement;
  private final List<JsonBody> parameters;
  private final JsonBody call;
  private final String operation;

  private StatementAccess(String operation, JsonBody call, JsonBody entry) {
    this.operation = operation;
    this.call = call;
    this.statement = new Statement(entry.requiredText("Statement"));
    this.parameters = entry.objects("Parameters");
  }

  static List<Access> of(String operation, JsonBody call, Arns arns) {
    List<JsonBody> entries =
        switch (operation) {
          case "BatchExecuteStatement" -> call.objects("Statements");
          case TRANSACTION -> call.objects("TransactStatements");
          default -> List.of(call);
        };
    if (entries.isEmpty()) {
      throw new UndeterminedException();
    }
    List<Access> all = new ArrayList<>(entries.size());
    for (JsonBody entry : entries) {
      all.add(new StatementAccess(operation, call, entry).access(arns));
    }
    return all;
  }

  private Access access(Arns arns) {
    String table = statement.table();
    String index = statement.index();
    return new Access(
        RequestAccess.SERVICE + statement.kind().action(),
        arns.index(table, index),
        table,
        index,
        this::mentions);
  }

  private Mentions mentions() {
    var mentions = new Mentions();
    String consumed = call.text("ReturnConsumedCapacity");
    mentions.consumed(consumed == null ? "NONE" : consumed);
    if (operation.equals(TRANSACTION)) {
      mentions.enclosedIn(operation);
    }
    StatementItem item = statement.inserted();
    if (item != null) {
      return mentions.statement(
          attribute -> List.of(text(item.value(attribute))), item.attributes());
    }
    mentions.statement(this::allowedValues, statement.attributes());
    return statement.kind() == Statement.Kind.SELECT
        ? mentions.selected(select())
        : mentions.returns(statement.returnValues());
  }

  private Select select() {
    if (!statement.selectsAll()) {
      return Select.SPECIFIC_ATTRIBUTES;
    }
    return statement.index() == null ? Select.ALL_ATTRIBUTES : Select.ALL_PROJECTED_ATTRIBUTES;
  }

  /** As {@link Mentions.StatementKeys#of}. */
  private @Nullable List<String> allowedValues(String attribute) {
    boolean isMentioned = false;
    for (StatementTerm term : statement.terms()) {
      List<StatementToken> values = term.values(attribute);
      if (!values.isEmpty()) {
        Set<String> texts = new LinkedHashSet<>();
        values.forEach(value -> texts.add(text(value)));
        return List.copyOf(texts);
      }
      isMentioned |= term.mentions(attribute);
    }
    if (isMentioned || statement.kind() != Statement.Kind.SELECT) {
      throw new UndeterminedException();
    }
    return null;
  }

  private String text(@Nullable StatementToken value) {
    if (value == null) {
      throw new UndeterminedException();
    }
    return switch (value.kind()) {
      case STRING -> value.text();
      case NUMBER -> number(value.text());
      case PARAMETER -> parameter(value.parameter());
      case WORD, QUOTED, SYMBOL -> throw new UndeterminedException();
    };
  }

  private String parameter(int which) {
    if (which >= parameters.size()) {
      throw new UndeterminedException();
    }
    JsonBody parameter = parameters.get(which);
    List<String> types = parameter.names();
    if (types.size() != 1) {
      throw new UndeterminedException();
    }
    String text = parameter.requiredText(types.getFirst());
    return switch (types.getFirst()) {
      case "S" -> text;
      case "B" -> binary(text);
      case "N" -> number(text);
      default -> throw new UndeterminedException();
    };
  }

  private static String binary(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      throw new UndeterminedException();
    }
  }

  private static String number(String text) {
    try {
      return DynamoNumber.parse(text).toString();
    } catch (RuntimeException notANumber) {
      throw new UndeterminedException();
    }
  }
}
