package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.PathChecks;
import io.larder.protocol.expression.UpdateAction;
import io.larder.protocol.expression.UpdateChecks;
import io.larder.protocol.expression.UpdateExpression;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Parses updates: the sections SET, REMOVE, ADD and DELETE, each once at most. */
final class UpdateParser {
  private static final List<Fault> ORDER =
      List.of(
          Fault.PARENTHESES,
          Fault.OPERATOR_COUNT,
          Fault.RESERVED_WORD,
          Fault.PATH_DEPTH,
          Fault.UNKNOWN_FUNCTION,
          Fault.MISUSED_FUNCTION,
          Fault.REPEATED_SECTION,
          Fault.UNDEFINED_NAME,
          Fault.UNDEFINED_VALUE,
          Fault.PATHS_TOGETHER,
          Fault.OPERAND_TYPE,
          Fault.FUNCTION_TYPE);

  private final Tokens tokens;
  private final ExpressionReader reader;
  private final Faults faults;
  private final SetValueParser values;
  private final List<UpdateAction> actions = new ArrayList<>();
  private final List<DocumentPath> targets = new ArrayList<>();
  private final Set<Token> sections = EnumSet.noneOf(Token.class);

  private UpdateParser(ExpressionReader reader) {
    this.reader = reader;
    this.tokens = reader.tokens();
    this.faults = reader.faults();
    this.values = new SetValueParser(reader);
  }

  static UpdateExpression parse(String text, ExpressionAttributes attributes) {
    Tokens tokens = Tokens.of("UpdateExpression", text, Token.OF_UPDATES);
    var reader = new ExpressionReader(tokens, attributes, Fault.UNDEFINED_VALUE);
    var parser = new UpdateParser(reader);
    do {
      parser.section();
    } while (tokens.peek() != Token.END);
    reader.faults().addIf(Fault.PATHS_TOGETHER, PathChecks.faultTogether(parser.targets));
    reader.end(ORDER);
    return UpdateExpression.ofChecked(parser.actions);
  }

  private void section() {
    Token section = tokens.peek();
    if (!Token.OF_UPDATES.contains(section)) {
      throw tokens.syntaxError();
    }
    tokens.skip();
    if (!sections.add(section)) {
      faults.add(
          Fault.REPEATED_SECTION,
          "The \"" + section + "\" section can only be used once in an update expression;");
    }
    do {
      actions.add(action(section));
    } while (tokens.skipIf(Token.COMMA));
  }

  private UpdateAction action(Token section) {
    DocumentPath target = reader.path();
    targets.add(target);
    UpdateAction action =
        switch (section) {
          case SET -> {
            tokens.expect(Token.EQUAL);
            yield new UpdateAction.Set(target, values.value());
          }
          case REMOVE -> new UpdateAction.Remove(target);
          case ADD -> new UpdateAction.Add(target, reader.value());
          default -> new UpdateAction.Delete(target, reader.value());
        };
    faults.addIf(Fault.OPERAND_TYPE, UpdateChecks.typeFault(action));
    return action;
  }
}
