package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.expression.OperatorCount;
import io.larder.protocol.expression.PathChecks;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what all kinds of expression have in common: paths, values and how their placeholders are
 * resolved. Keeps the faults found on the way, and which attributes were mentioned.
 */
final class ExpressionReader {
  private static final int MAX_INDEX_DIGITS = 10;

  /** Deeper nesting has redundant parentheses or too many operators in any case. */
  private static final int MAX_DEPTH = 2 * ServiceQuotas.MAX_OPERATORS + 4;

  private static final AttributeValue UNDEFINED = new AttributeValue.Null();

  private final Tokens tokens;
  private final ExpressionAttributes attributes;
  private final Fault undefinedValue;
  private final Faults faults = new Faults();
  private final OperatorCount operators = new OperatorCount();
  private int depth;

  /** Undefined names and values are the same fault for conditions, not so for updates. */
  ExpressionReader(Tokens tokens, ExpressionAttributes attributes, Fault undefinedValue) {
    this.tokens = tokens;
    this.attributes = attributes;
    this.undefinedValue = undefinedValue;
  }

  Tokens tokens() {
    return tokens;
  }

  Faults faults() {
    return faults;
  }

  /** Counts an operator or function. */
  void operator() {
    if (operators.exceeds()) {
      faults.add(Fault.OPERATOR_COUNT, OperatorCount.FAULT);
    }
  }

  /** Goes one level down in the nesting; {@link #leave} comes back. */
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw tokens.invalid("The expression has redundant parentheses;");
    }
  }

  void leave() {
    depth--;
  }

  /** Ends the expression: nothing may follow, and no fault may have been found. */
  void end(List<Fault> order) {
    tokens.expect(Token.END);
    String message = faults.first(order);
    if (message != null) {
      throw tokens.invalid(message);
    }
  }

  DocumentPath path() {
    String attribute = name();
    if (tokens.peek() != Token.DOT && tokens.peek() != Token.OPEN_INDEX) {
      return DocumentPath.ofAttribute(attribute);
    }
    List<Step> steps = new ArrayList<>(4);
    for (Step step = step(); step != null; step = step()) {
      steps.add(step);
    }
    var path = new DocumentPath(attribute, steps);
    faults.addIf(Fault.PATH_DEPTH, PathChecks.depthFault(path));
    return path;
  }

  private @Nullable Step step() {
    if (tokens.skipIf(Token.DOT)) {
      return new Member(name());
    }
    if (tokens.skipIf(Token.OPEN_INDEX)) {
      if (tokens.peek() != Token.NUMBER) {
        throw tokens.syntaxError();
      }
      long index = index(tokens.text());
      tokens.skip();
      tokens.expect(Token.CLOSE_INDEX);
      return new Element(index);
    }
    return null;
  }

  private long index(String text) {
    long index = text.length() > MAX_INDEX_DIGITS ? Long.MAX_VALUE : Long.parseLong(text);
    if (index > PathChecks.MAX_INDEX) {
      throw tokens.invalid(PathChecks.indexFault(text));
    }
    return index;
  }

  private String name() {
    Token token = tokens.peek();
    if (token == Token.NAME) {
      String name = tokens.text();
      if (tokens.isReserved()) {
        faults.add(
            Fault.RESERVED_WORD, "Attribute name is a reserved keyword; reserved keyword: " + name);
      }
      tokens.skip();
      return name;
    }
    if (token != Token.NAME_PLACEHOLDER) {
      throw tokens.syntaxError();
    }
    String placeholder = tokens.text();
    tokens.skip();
    String name = attributes.name(placeholder);
    if (name == null) {
      faults.add(
          Fault.UNDEFINED_NAME,
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
      return placeholder;
    }
    return name;
  }

  /** A value's placeholder; what it stands for. */
  AttributeValue value() {
    if (tokens.peek() != Token.VALUE_PLACEHOLDER) {
      throw tokens.syntaxError();
    }
    String placeholder = tokens.text();
    tokens.skip();
    AttributeValue value = attributes.value(placeholder);
    if (value == null) {
      faults.add(
          undefinedValue,
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
      return UNDEFINED;
    }
    return value;
  }
}
