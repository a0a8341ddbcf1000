package io.larder.protocol.partiql;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.Condition;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.partiql.Statement.Field;
import io.larder.protocol.partiql.Statement.OrderTerm;
import io.larder.protocol.partiql.Statement.Returning;
import io.larder.protocol.partiql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads statements. All syntax is looked at before anything is made of it, as the service does. */
public final class StatementParser {
  private static final String TOO_FEW_PARAMETERS =
      "Number of parameters in request and statement don't match.";
  private static final String SEVERAL_TABLES =
      "Only select from a single table or index is supported.";

  private final Tokens tokens;
  private final TermParser terms;
  private final List<AttributeValue> parameters;
  private final Paths paths;
  private final Values values;
  private final Conditions conditions;
  private boolean isOfIndex;

  private StatementParser(String text, List<AttributeValue> parameters) {
    this.tokens = new Tokens(text);
    this.terms = new TermParser(tokens);
    this.parameters = parameters;
    this.paths = new Paths(tokens);
    this.values = new Values(tokens, parameters);
    this.conditions = new Conditions(tokens, values, paths);
  }

  /**
   * The statement that {@code text} is, with {@code parameters} for its question marks.
   *
   * @throws ServiceException Validation, in the service's words
   */
  public static Statement parse(String text, List<AttributeValue> parameters) {
    var parser = new StatementParser(text, parameters);
    if (parser.tokens.isWord("EXISTS")) {
      return parser.exists();
    }
    return parser.statement();
  }

  private Statement statement() {
    Token first = tokens.peek();
    if (first == null) {
      throw Malformed.because(Malformed.UNEXPECTED_TERM);
    }
    return switch (first.kind() == Kind.WORD ? first.text().toUpperCase(Locale.ROOT) : "") {
      case "SELECT" -> {
        SelectTerms select = select();
        end();
        yield select.bind();
      }
      case "INSERT" -> insert();
      case "UPDATE" -> update();
      case "DELETE" -> delete();
      case "FROM" -> fromFirst();
      default -> throw noStatement();
    };
  }

  /** {@code EXISTS(SELECT …)}, which only transactions take. */
  private Statement exists() {
    tokens.next();
    if (!tokens.takeSymbol("(") || !tokens.isWord("SELECT")) {
      throw Malformed.because(Malformed.UNEXPECTED_KEYWORD);
    }
    SelectTerms select = select();
    tokens.expectSymbol(")", "Expected RIGHT_PAREN");
    end();
    return new Statement.Exists(select.bind());
  }

  /** One semicolon may end a statement. There must be as many parameters as it asks for. */
  private void end() {
    if (tokens.takeSymbol(";") && tokens.peek() != null) {
      throw Malformed.because("Unexpected token after semicolon. (Only one query is allowed.)");
    }
    if (tokens.peek() != null) {
      throw Malformed.because(Malformed.UNEXPECTED_TOKEN);
    }
    if (tokens.parameters() > parameters.size()) {
      throw validation(TOO_FEW_PARAMETERS);
    }
  }

  /** What begins with no verb is read as an expression, and refused as what it is. */
  private ServiceException noStatement() {
    Term term = terms.term();
    if (!tokens.isAtEnd()) {
      return Malformed.because(Malformed.UNEXPECTED_TOKEN);
    }
    end();
    return NoStatement.of(term);
  }

  // SELECT

  /** A SELECT as it is written. */
  private final class SelectTerms {
    private @Nullable List<Term> fields;
    private Target target = new Target("", null);
    private @Nullable Term where;
    private final List<OrderTerm> order = new ArrayList<>();

    Statement.Select bind() {
      List<Field> bound = null;
      if (fields != null) {
        bound = new ArrayList<>(fields.size());
        for (Term field : fields) {
          DocumentPath path = paths.path(field);
          if (path == null) {
            throw paths.unexpected(field.at());
          }
          bound.add(Field.of(path));
        }
      }
      return new Statement.Select(target.table(), target.index(), bound, condition(where), order);
    }
  }

  private SelectTerms select() {
    tokens.next();
    var select = new SelectTerms();
    if (!tokens.takeSymbol("*")) {
      select.fields = fields();
    }
    if (!tokens.takeWord("FROM")) {
      throw tokens.isWord("AS")
          ? validation("Aliasing is not supported")
          : Malformed.because("Expected 'FROM'");
    }
    select.target = target();
    rejectAlias();
    select.where = where();
    if (tokens.takeWord("ORDER")) {
      tokens.expectWord("BY", "Expected 'BY'");
      do {
        select.order.add(orderTerm());
      } while (tokens.takeSymbol(","));
    }
    return select;
  }

  private List<Term> fields() {
    if (tokens.isWord("FROM")) {
      throw Malformed.because(
          "Expected identifier or an expression but found unexpected keyword 'from' in a select"
              + " list.");
    }
    List<Term> fields = new ArrayList<>();
    do {
      fields.add(terms.term());
    } while (tokens.takeSymbol(","));
    return fields;
  }

  private OrderTerm orderTerm() {
    if (tokens.isAtEnd()) {
      throw Malformed.because(Malformed.UNEXPECTED_TERM);
    }
    Term term = terms.operand();
    boolean isDescending = tokens.takeWord("DESC");
    if (!isDescending) {
      tokens.takeWord("ASC");
    }
    // A key is never null.
    if (tokens.takeWord("NULLS") && !tokens.takeWord("FIRST")) {
      tokens.expectWord("LAST", Malformed.UNEXPECTED_TOKEN);
    }
    return switch (term) {
      case Term.Name(var at) -> new OrderTerm(at.text(), isDescending, null);
      case Term.Path(var at, _, _) -> noOrder("PATH", at);
      case Term other -> noOrder(other.at().text(), other.at());
    };
  }

  private OrderTerm noOrder(String type, Token at) {
    return new OrderTerm(
        "",
        false,
        "Argument to ORDER BY must be of type VariableReference. Type: "
            + type
            + " at "
            + tokens.position(at));
  }

  // Tables

  private record Target(String table, @Nullable String index) {}

  private Target target() {
    String table = name();
    String index = tokens.takeSymbol(".") ? name() : null;
    if (tokens.isSymbol(".")) {
      throw validation("A path may contain at most 2 components in the FROM clause");
    }
    return new Target(table, index);
  }

  private String name() {
    Token next = tokens.peek();
    if (next == null || next.isSymbol(";")) {
      throw Malformed.because(Malformed.UNEXPECTED_TERM);
    }
    if (next.isOneOf(Keywords.OF_CLAUSES) || next.isOneOf(Keywords.OPERATORS)) {
      throw Malformed.because(Malformed.UNEXPECTED_KEYWORD);
    }
    if (next.kind() != Kind.WORD && next.kind() != Kind.QUOTED) {
      throw validation(SEVERAL_TABLES);
    }
    tokens.next();
    Values.requireName(next.text());
    return next.text();
  }

  private void rejectAlias() {
    Token next = tokens.peek();
    if (next == null) {
      return;
    }
    if (next.isSymbol(",") || next.isOneOf(Keywords.JOINS)) {
      throw validation(SEVERAL_TABLES);
    }
    boolean isAlias =
        next.kind() == Kind.QUOTED
            || (next.kind() == Kind.WORD && !next.isOneOf(Keywords.AFTER_TABLE));
    if (isAlias) {
      throw validation("Aliasing is not supported");
    }
  }

  private String writtenTable() {
    Target target = target();
    rejectAlias();
    // Told once the rest is read, but before the table is looked for.
    isOfIndex |= target.index() != null;
    return target.table();
  }

  private void rejectIndex() {
    if (isOfIndex) {
      throw validation("This operation is not supported on an index");
    }
  }

  // Clauses

  private @Nullable Term where() {
    return tokens.takeWord("WHERE") ? terms.term() : null;
  }

  private @Nullable Condition condition(@Nullable Term where) {
    return where == null ? null : conditions.condition(where);
  }

  private List<Updates.Clause> clauses() {
    List<Updates.Clause> clauses = new ArrayList<>();
    while (tokens.isWord("SET") || tokens.isWord("REMOVE")) {
      if (tokens.next().isWord("REMOVE")) {
        clauses.add(new Updates.Clause(clauseTarget(), null));
        continue;
      }
      do {
        Term target = clauseTarget();
        tokens.expectSymbol("=", "Expected '='");
        if (tokens.isAtEnd()) {
          throw Malformed.because(Malformed.UNEXPECTED_TERM);
        }
        clauses.add(new Updates.Clause(target, terms.operand()));
      } while (tokens.takeSymbol(","));
    }
    return clauses;
  }

  private Term clauseTarget() {
    Token next = tokens.peek();
    boolean isName =
        next != null
            && (next.kind() == Kind.QUOTED
                || (next.kind() == Kind.WORD && !next.isOneOf(Keywords.OF_CLAUSES)));
    if (!isName) {
      throw Malformed.because(Malformed.NO_PATH);
    }
    return terms.operand();
  }

  private @Nullable Returning returning() {
    if (!tokens.takeWord("RETURNING")) {
      return null;
    }
    boolean isAll = tokens.takeWord("ALL");
    if (!isAll) {
      tokens.expectWord("MODIFIED", Malformed.UNEXPECTED_TERM);
    }
    boolean isOld = tokens.takeWord("OLD");
    if (!isOld) {
      tokens.expectWord("NEW", Malformed.UNEXPECTED_TERM);
    }
    tokens.expectSymbol("*", Malformed.UNEXPECTED_TERM);
    if (isAll) {
      return isOld ? Returning.ALL_OLD : Returning.ALL_NEW;
    }
    return isOld ? Returning.MODIFIED_OLD : Returning.MODIFIED_NEW;
  }

  // INSERT, UPDATE, DELETE

  private Statement insert() {
    tokens.next();
    tokens.expectWord("INTO", Malformed.UNEXPECTED_KEYWORD);
    Token table = tokens.peek();
    Target target = target();
    if (!tokens.takeWord("VALUE")) {
      throw Malformed.because(Malformed.UNEXPECTED_TOKEN);
    }
    Term value = terms.operand();
    end();
    if (target.index() != null && table != null) {
      throw validation(
          "FROM clause may only contain a single table name in data manipulation statements at "
              + tokens.position(table));
    }
    return switch (value) {
      case Term.Struct struct -> new Statement.Insert(target.table(), values.item(struct));
      case Term.Parameter parameter
          when values.value(parameter) instanceof AttributeValue.MapOf(var item) ->
          new Statement.Insert(target.table(), item);
      default -> throw Malformed.because(Malformed.UNEXPECTED_TERM);
    };
  }

  private Statement update() {
    tokens.next();
    if (tokens.isAtEnd()) {
      throw Malformed.because(Malformed.NO_PATH);
    }
    String table = writtenTable();
    List<Updates.Clause> clauses = clauses();
    if (clauses.isEmpty()) {
      throw Malformed.because(Malformed.NO_MANIPULATION);
    }
    return updated(table, clauses, where());
  }

  /** {@code FROM table WHERE … SET …}. */
  private Statement fromFirst() {
    tokens.next();
    String table = writtenTable();
    Term where = where();
    List<Updates.Clause> clauses = clauses();
    if (clauses.isEmpty()) {
      throw Malformed.because(Malformed.NO_MANIPULATION);
    }
    return updated(table, clauses, where);
  }

  private Statement updated(String table, List<Updates.Clause> clauses, @Nullable Term where) {
    Returning returning = returning();
    end();
    rejectIndex();
    Condition condition = condition(where);
    var updates = new Updates(tokens, values, paths, conditions);
    return new Statement.Update(table, updates.update(clauses), condition, returning);
  }

  private Statement delete() {
    tokens.next();
    tokens.expectWord("FROM", "Expected FROM after DELETE");
    String table = writtenTable();
    Term where = where();
    Returning returning = returning();
    end();
    rejectIndex();
    if (returning != null && returning != Returning.ALL_OLD) {
      throw validation(
          "Invalid returning clause: RETURNING "
              + returning.name().replace('_', ' ')
              + " *. Only RETURNING ALL OLD * is allowed in DELETE statements.");
    }
    return new Statement.Delete(table, condition(where), returning != null);
  }
}
