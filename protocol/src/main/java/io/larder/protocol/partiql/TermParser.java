package io.larder.protocol.partiql;

import io.larder.protocol.partiql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads terms, by recursive descent. Goes down no deeper than {@link #MAX_DEPTH} levels, whatever
 * is sent; what is joined by one operator, and what one sign follows another, is read in a loop.
 */
final class TermParser {
  /** Levels of brackets. Values may have half of them. */
  static final int MAX_DEPTH = 64;

  private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "||", "*", "/", "%");
  private static final String NO_TYPE = "Expected type name";
  private static final String NO_BRACKET = "Expected RIGHT_BRACKET";
  private static final String NO_PARENTHESIS = "Expected RIGHT_PAREN";

  private final Tokens tokens;
  private int depth;

  TermParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Reads a term of any kind. */
  Term term() {
    return joined("OR", true);
  }

  private Term joined(String word, boolean isOr) {
    Term first = isOr ? joined("AND", false) : negation();
    if (!tokens.isWord(word)) {
      return first;
    }
    List<Term> terms = new ArrayList<>();
    terms.add(first);
    while (tokens.takeWord(word)) {
      if (tokens.isAtEnd()) {
        throw Malformed.because(Malformed.NO_RIGHT_SIDE);
      }
      terms.add(isOr ? joined("AND", false) : negation());
    }
    return new Term.Joined(first.at(), isOr, terms);
  }

  private Term negation() {
    Token first = null;
    int negations = 0;
    while (tokens.isWord("NOT")) {
      Token not = tokens.next();
      first = first == null ? not : first;
      negations++;
    }
    Term term = comparison();
    if (first == null) {
      return term;
    }
    Term not = new Term.Not(first, term);
    return negations % 2 == 1 ? not : new Term.Not(first, not);
  }

  private Term comparison() {
    Term term = operand();
    while (true) {
      Token next = tokens.peek();
      if (next == null) {
        return term;
      }
      if (next.kind() == Kind.SYMBOL && COMPARISONS.contains(next.text())) {
        tokens.next();
        term = new Term.Infix(term.at(), next.text(), term, rightSide());
      } else if (next.isWord("IS")) {
        tokens.next();
        term = is(term);
      } else if (isRange(next)) {
        tokens.next();
        term = range(next, term);
      } else if (next.isWord("NOT") && isRange(tokens.peek(1))) {
        tokens.next();
        term = new Term.Not(term.at(), range(tokens.next(), term));
      } else {
        return term;
      }
    }
  }

  private static boolean isRange(@Nullable Token token) {
    return token != null && (token.isWord("IN") || token.isWord("BETWEEN") || token.isWord("LIKE"));
  }

  private Term range(Token operator, Term term) {
    if (operator.isWord("BETWEEN")) {
      Term lower = operand();
      tokens.expectWord("AND", "Expected AND keyword");
      if (tokens.isAtEnd()) {
        throw Malformed.because("Expected expression after AND");
      }
      return new Term.Between(term.at(), term, lower, operand());
    }
    boolean isIn = operator.isWord("IN");
    Token next = tokens.peek();
    Token after = tokens.peek(1);
    if (isIn && next != null && next.isSymbol("(") && after != null && !after.isWord("SELECT")) {
      // What is alone in parentheses is a list here, and else itself.
      return new Term.In(
          term.at(), term, new Term.Elements(tokens.next(), elements(")", NO_PARENTHESIS)));
    }
    Term right = rightSide();
    return isIn
        ? new Term.In(term.at(), term, right)
        : new Term.Infix(term.at(), "LIKE", term, right);
  }

  private Term rightSide() {
    if (tokens.isAtEnd()) {
      throw Malformed.because(Malformed.NO_RIGHT_SIDE);
    }
    return operand();
  }

  private Term is(Term term) {
    boolean isNegated = tokens.takeWord("NOT");
    Token word = tokens.peek();
    if (word == null || word.kind() != Kind.WORD) {
      throw Malformed.because(NO_TYPE);
    }
    tokens.next();
    String type = word.text().toUpperCase(Locale.ROOT);
    if (type.equals("DOUBLE") && tokens.takeWord("PRECISION")) {
      type = "DOUBLE PRECISION";
    } else if (type.equals("CHARACTER") && tokens.takeWord("VARYING")) {
      type = "CHARACTER VARYING";
    } else if (!Keywords.TYPES.contains(type)) {
      throw Malformed.because(NO_TYPE);
    }
    if (tokens.takeSymbol("(")) {
      do {
        Token length = tokens.peek();
        if (length == null || length.kind() != Kind.NUMBER) {
          throw Malformed.because(Malformed.UNEXPECTED_TERM);
        }
        tokens.next();
      } while (tokens.takeSymbol(","));
      tokens.expectSymbol(")", NO_PARENTHESIS);
    }
    Term is = new Term.Is(term.at(), term, type);
    return isNegated ? new Term.Not(term.at(), is) : is;
  }

  /** Reads a term without comparisons, of which AND and the words of clauses are no part. */
  Term operand() {
    Term term = signed();
    for (Token next = tokens.peek();
        next != null && next.kind() == Kind.SYMBOL && ARITHMETIC.contains(next.text());
        next = tokens.peek()) {
      tokens.next();
      if (tokens.isAtEnd()) {
        throw Malformed.because(Malformed.NO_RIGHT_SIDE);
      }
      term = new Term.Infix(term.at(), next.text(), term, signed());
    }
    return term;
  }

  private Term signed() {
    Token sign = null;
    boolean isNegative = false;
    while (tokens.isSymbol("-") || tokens.isSymbol("+")) {
      Token next = tokens.next();
      sign = sign == null ? next : sign;
      isNegative ^= next.isSymbol("-");
    }
    Term term = path();
    if (sign == null) {
      return term;
    }
    Token at = new Token(sign.kind(), sign.text(), sign.start(), term.at().end());
    return term instanceof Term.Numeral(_, var text)
        ? new Term.Numeral(at, isNegative ? "-" + text : text)
        : new Term.Sign(sign, term);
  }

  /** Reads a primary term and the steps that lead on from it. */
  private Term path() {
    Term root = primary();
    List<Term.Step> steps = new ArrayList<>();
    while (true) {
      if (tokens.isSymbol(".")) {
        tokens.next();
        steps.add(member());
      } else if (tokens.isSymbol("[")) {
        steps.add(element(tokens.next()));
      } else {
        return steps.isEmpty() ? root : new Term.Path(root.at(), root, steps);
      }
    }
  }

  private Term.Step member() {
    Token next = tokens.peek();
    if (next != null && next.isSymbol("*")) {
      return new Term.Other(tokens.next());
    }
    boolean isName =
        next != null
            && (next.kind() == Kind.QUOTED
                || (next.kind() == Kind.WORD && !Keywords.isReserved(next.text())));
    if (!isName) {
      throw Malformed.because("Invalid path dot component");
    }
    return new Term.Member(tokens.next().text());
  }

  private Term.Step element(Token bracket) {
    Term.Step step;
    if (tokens.takeSymbol("*")) {
      step = new Term.Other(bracket);
    } else {
      step =
          switch (nested(this::term)) {
            case Term.Numeral(_, var text) when text.chars().allMatch(c -> c >= '0' && c <= '9') ->
                new Term.Element(text);
            case Term.Text(var at) -> new Term.Member(at.text());
            case Term other -> new Term.Other(other.at());
          };
    }
    tokens.expectSymbol("]", NO_BRACKET);
    return step;
  }

  private Term primary() {
    if (tokens.isAtEnd()) {
      throw Malformed.because(Malformed.UNEXPECTED_TERM);
    }
    Token token = tokens.next();
    return switch (token.kind()) {
      case QUOTED -> new Term.Name(token);
      case STRING -> new Term.Text(token);
      case NUMBER -> new Term.Numeral(token, token.text());
      case ION -> new Term.Ion(token);
      case PARAMETER -> new Term.Parameter(token, tokens.nextParameter());
      case WORD -> word(token);
      case SYMBOL -> bracket(token);
    };
  }

  private Term word(Token word) {
    return switch (word.text().toUpperCase(Locale.ROOT)) {
      case "TRUE" -> new Term.Truth(word, true);
      case "FALSE" -> new Term.Truth(word, false);
      case "NULL" -> new Term.Null(word);
      case "MISSING" -> new Term.Missing(word);
      case "FROM" -> throw Malformed.because(Malformed.NO_MANIPULATION);
      case "EXISTS" -> tokens.isSymbol("(") ? exists(word) : name(word);
      default -> name(word);
    };
  }

  /** A name, or a call. */
  private Term name(Token word) {
    if (word.isOneOf(Keywords.OPERATORS)) {
      throw Malformed.because("Unexpected operator");
    }
    if (word.isOneOf(Keywords.OF_CLAUSES)) {
      throw Malformed.because(Malformed.UNEXPECTED_KEYWORD);
    }
    if (!tokens.takeSymbol("(")) {
      return new Term.Name(word);
    }
    if (tokens.takeSymbol("*")) {
      tokens.expectSymbol(")", NO_PARENTHESIS);
      return new Term.Call(word, List.of());
    }
    return new Term.Call(word, elements(")", NO_PARENTHESIS));
  }

  /** What stands in the brackets is a subquery, which is read no further, or arguments. */
  private Term exists(Token word) {
    tokens.next();
    return tokens.isWord("SELECT")
        ? subquery(word)
        : new Term.Call(word, elements(")", NO_PARENTHESIS));
  }

  private Term subquery(Token at) {
    Token select = tokens.next();
    int open = 1;
    for (Token next = tokens.peek(); next != null; next = tokens.peek()) {
      tokens.next();
      if (next.kind() == Kind.PARAMETER) {
        tokens.nextParameter();
      }
      open += next.isSymbol("(") ? 1 : next.isSymbol(")") ? -1 : 0;
      if (open == 0) {
        return new Term.Subquery(at, select);
      }
    }
    throw Malformed.because(NO_PARENTHESIS);
  }

  private Term bracket(Token token) {
    return switch (token.text()) {
      case "(" -> {
        if (tokens.isWord("SELECT")) {
          yield subquery(token);
        }
        List<Term> terms = elements(")", NO_PARENTHESIS);
        yield terms.size() == 1 ? terms.getFirst() : new Term.Elements(token, terms);
      }
      case "[" -> new Term.Elements(token, elements("]", NO_BRACKET));
      case "<<" -> new Term.Bag(token, elements(">>", "Expected RIGHT_DOUBLE_ANGLE_BRACKET"));
      case "{" -> struct(token);
      case "=", "<>", "!=", "<", "<=", ">", ">=", "*", "/", "%", "||" ->
          throw Malformed.because("Unexpected operator");
      default -> throw Malformed.because(Malformed.UNEXPECTED_TERM);
    };
  }

  private List<Term> elements(String close, String otherwise) {
    List<Term> elements = new ArrayList<>();
    if (tokens.takeSymbol(close)) {
      return elements;
    }
    do {
      elements.add(nested(this::term));
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol(close, otherwise);
    return elements;
  }

  private Term struct(Token brace) {
    List<Term.Entry> entries = new ArrayList<>();
    if (tokens.takeSymbol("}")) {
      return new Term.Struct(brace, entries);
    }
    do {
      Token name = tokens.peek();
      if (name == null
          || (name.kind() != Kind.STRING
              && name.kind() != Kind.QUOTED
              && name.kind() != Kind.WORD)) {
        throw Malformed.because(Malformed.UNEXPECTED_TERM);
      }
      tokens.next();
      tokens.expectSymbol(":", "Expected COLON");
      entries.add(new Term.Entry(name.text(), nested(this::term)));
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol("}", "Expected RIGHT_CURLY");
    return new Term.Struct(brace, entries);
  }

  /** Reads something one level further in. */
  private Term nested(Supplier<Term> reader) {
    if (++depth > MAX_DEPTH) {
      throw Malformed.because("Statement is nested too deeply to parse");
    }
    Term term = reader.get();
    depth--;
    return term;
  }
}
