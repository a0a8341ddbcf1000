package io.larder.security.access;

import io.larder.protocol.operation.ReturnValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PartiQL statement, read as far as authorisation asks: what it does, to which table, which
 * attributes it mentions and what its condition says of a key. Whatever is not certain cannot be
 * told.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html">
 *     PartiQL for DynamoDB</a>
 */
final class Statement {
  private static final Set<String> KEYWORDS =
      Set.of(
          "ALL",
          "AND",
          "ASC",
          "BETWEEN",
          "BY",
          "DELETE",
          "DESC",
          "EXISTS",
          "FALSE",
          "FROM",
          "IN",
          "INSERT",
          "INTO",
          "IS",
          "NEW",
          "NOT",
          "NULL",
          "OLD",
          "OR",
          "ORDER",
          "RETURNING",
          "SELECT",
          "SET",
          "TRUE",
          "UPDATE",
          "VALUE",
          "WHERE");

  private final List<StatementToken> tokens;
  private final Kind kind;
  private final String table;
  private final @Nullable String index;

  /** Behind the table's name. */
  private final int rest;

  /** What a statement does, by the name of its action. */
  enum Kind {
    SELECT,
    INSERT,
    UPDATE,
    DELETE;

    String action() {
      return "PartiQL" + name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws UndeterminedException if it is of none of the known forms
   */
  Statement(String text) {
    List<StatementToken> all = StatementToken.all(text);
    if (all.size() > 3 && all.getFirst().isWord("EXISTS") && all.get(1).isSymbol('(')) {
      if (!all.getLast().isSymbol(')')) {
        throw new UndeterminedException();
      }
      all = all.subList(2, all.size() - 1);
    }
    tokens = all;
    int at = beginning();
    kind = kindOf(all.getFirst());
    table = name(at++);
    if (at + 1 < tokens.size() && tokens.get(at).isSymbol('.')) {
      index = name(at + 1);
      at += 2;
    } else {
      index = null;
    }
    rest = at;
    check();
  }

  private static Kind kindOf(StatementToken first) {
    for (Kind kind : Kind.values()) {
      if (first.isWord(kind.name())) {
        return kind;
      }
    }
    throw new UndeterminedException();
  }

  /** Where the table's name stands. */
  private int beginning() {
    if (tokens.isEmpty()) {
      throw new UndeterminedException();
    }
    return switch (kindOf(tokens.getFirst())) {
      case SELECT -> only("FROM", 0) + 1;
      case INSERT -> expect(1, "INTO");
      case UPDATE -> 1;
      case DELETE -> expect(1, "FROM");
    };
  }

  private int expect(int at, String word) {
    if (at >= tokens.size() || !tokens.get(at).isWord(word)) {
      throw new UndeterminedException();
    }
    return at + 1;
  }

  /** Where a word stands that must stand there once. */
  private int only(String word, int from) {
    int found = find(word, from);
    if (found < 0 || find(word, found + 1) >= 0) {
      throw new UndeterminedException();
    }
    return found;
  }

  /** Where a word stands; -1 if it does not. */
  private int find(String word, int from) {
    for (int at = from; at < tokens.size(); at++) {
      if (tokens.get(at).isWord(word)) {
        return at;
      }
    }
    return -1;
  }

  private String name(int at) {
    if (at >= tokens.size() || !isName(tokens.get(at))) {
      throw new UndeterminedException();
    }
    return tokens.get(at).text();
  }

  private static boolean isName(StatementToken token) {
    return switch (token.kind()) {
      case QUOTED -> true;
      case WORD -> !KEYWORDS.contains(token.text().toUpperCase(Locale.ROOT));
      default -> false;
    };
  }

  /** What follows the table must be one of the clauses of the statement: it has no other name. */
  private void check() {
    List<String> clauses =
        switch (kind) {
          case SELECT -> List.of("WHERE", "ORDER");
          case INSERT -> List.of("VALUE");
          case UPDATE -> List.of("SET", "REMOVE");
          case DELETE -> List.of("WHERE");
        };
    boolean mayEnd = kind == Kind.SELECT;
    if (rest >= tokens.size()) {
      if (!mayEnd) {
        throw new UndeterminedException();
      }
    } else if (clauses.stream().noneMatch(tokens.get(rest)::isWord)) {
      throw new UndeterminedException();
    }
    // One statement, with one condition: nothing is nested in it.
    for (String once : List.of("SELECT", "WHERE", "VALUE", "RETURNING")) {
      int first = find(once, 0);
      if (first >= 0 && find(once, first + 1) >= 0) {
        throw new UndeterminedException();
      }
    }
  }

  Kind kind() {
    return kind;
  }

  String table() {
    return table;
  }

  @Nullable String index() {
    return index;
  }

  /** True if all attributes are selected. */
  boolean selectsAll() {
    return tokens.get(1).isSymbol('*') && tokens.get(2).isWord("FROM");
  }

  /** ReturnValues in the terms of the other operations. */
  ReturnValues returnValues() {
    int at = find("RETURNING", rest);
    if (at < 0) {
      return ReturnValues.NONE;
    }
    if (at + 2 >= tokens.size()) {
      throw new UndeterminedException();
    }
    boolean isOld = tokens.get(at + 2).isWord("OLD");
    if (tokens.get(at + 1).isWord("MODIFIED")) {
      return isOld ? ReturnValues.UPDATED_OLD : ReturnValues.UPDATED_NEW;
    }
    return isOld ? ReturnValues.ALL_OLD : ReturnValues.ALL_NEW;
  }

  /** The item that is inserted; null unless this is an INSERT. */
  @Nullable StatementItem inserted() {
    return kind == Kind.INSERT ? new StatementItem(tokens, rest + 1) : null;
  }

  /** The names of all top-level attributes that are mentioned, but those of an inserted item. */
  Set<String> attributes() {
    Set<String> names = new LinkedHashSet<>();
    int returning = find("RETURNING", rest);
    for (int at = 1; at < (returning < 0 ? tokens.size() : returning); at++) {
      boolean isTable = at < rest && (kind != Kind.SELECT || at > find("FROM", 0));
      if (!isTable && kind != Kind.INSERT && isName(tokens.get(at)) && isHead(at)) {
        names.add(tokens.get(at).text());
      }
    }
    // A path may begin with the table, and then mentions what follows.
    if (names.contains(table) || (index != null && names.contains(index))) {
      throw new UndeterminedException();
    }
    return names;
  }

  /**
   * True if the name begins a path: it is no member, no function, and no word that is reserved only
   * where it stands.
   */
  private boolean isHead(int at) {
    StatementToken before = tokens.get(at - 1);
    StatementToken after = at + 1 < tokens.size() ? tokens.get(at + 1) : null;
    boolean isMissing =
        tokens.get(at).isWord("MISSING") && (before.isWord("IS") || before.isWord("NOT"));
    boolean isRemove =
        kind == Kind.UPDATE && tokens.get(at).isWord("REMOVE") && after != null && isName(after);
    return !before.isSymbol('.')
        && !isMissing
        && !isRemove
        && (after == null || !after.isSymbol('('));
  }

  /** What the condition says of attributes that the key may have. */
  List<StatementTerm> terms() {
    int where = find("WHERE", rest);
    if (where < 0) {
      return List.of();
    }
    int end = tokens.size();
    for (String clause : List.of("ORDER", "RETURNING")) {
      int at = find(clause, where);
      end = at < 0 ? end : Math.min(end, at);
    }
    return StatementTerm.all(new ArrayList<>(tokens.subList(where + 1, end)));
  }
}
