package io.larder.security.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The item that an INSERT writes out, <code>{'name': value, …}</code>. */
final class StatementItem {
  /** The first tokens of the values. */
  private final Map<String, StatementToken> values = new LinkedHashMap<>();

  /**
   * @throws UndeterminedException if it is not written out
   */
  StatementItem(List<StatementToken> tokens, int start) {
    int depth = 0;
    for (int at = start; at < tokens.size(); at++) {
      StatementToken token = tokens.get(at);
      if (at == start && !token.isSymbol('{')) {
        throw new UndeterminedException();
      }
      if (depth == 1 && token.isSymbol(':')) {
        put(tokens, at);
      }
      if (token.isSymbol('{') || token.isSymbol('[') || token.isSymbol('(')) {
        depth++;
      } else if (token.isSymbol('}') || token.isSymbol(']') || token.isSymbol(')')) {
        depth--;
        if (depth == 0 && at != tokens.size() - 1) {
          throw new UndeterminedException();
        }
      }
    }
    if (values.isEmpty() || depth != 0) {
      throw new UndeterminedException();
    }
  }

  private void put(List<StatementToken> tokens, int colon) {
    StatementToken name = tokens.get(colon - 1);
    boolean isName =
        name.kind() == StatementToken.Kind.STRING || name.kind() == StatementToken.Kind.QUOTED;
    if (!isName
        || colon + 1 >= tokens.size()
        || values.put(name.text(), tokens.get(colon + 1)) != null) {
      throw new UndeterminedException();
    }
  }

  Set<String> attributes() {
    return values.keySet();
  }

  /** The value of an attribute, if it is a simple one. */
  @Nullable StatementToken value(String attribute) {
    StatementToken value = values.get(attribute);
    return value == null || !StatementTerm.isValue(value) ? null : value;
  }
}
