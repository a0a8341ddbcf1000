package io.larder.security.policy;

import java.util.function.UnaryOperator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/**
 * The names of AWS principals where they stand in a document. Documents are kept with the unique
 * ids of users and roles instead of their ARNs: who is made anew under an old name inherits
 * nothing.
 */
final class PrincipalNames {
  private final JsonParser parser;
  private final String json;
  private final UnaryOperator<String> change;
  private final StringBuilder changed = new StringBuilder();

  /** Up to where the document was copied. */
  private int copied;

  private PrincipalNames(JsonParser parser, String json, UnaryOperator<String> change) {
    this.parser = parser;
    this.json = json;
    this.change = change;
  }

  /** A document that has been read before, with other names and the same white space. */
  static String replace(String json, UnaryOperator<String> change) {
    try (JsonParser parser = PolicyJson.FACTORY.createParser(ObjectReadContext.empty(), json)) {
      var names = new PrincipalNames(parser, json, change);
      parser.nextToken();
      names.members("Statement", () -> names.each(names::statement));
      return names.changed.append(json, names.copied, json.length()).toString();
    }
  }

  private void statement() {
    members("Principal", () -> members("AWS", () -> each(this::name)));
  }

  /** Visits the member of that name of the object that begins here; if it is one. */
  private void members(String name, Runnable visit) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String member = parser.currentName();
      parser.nextToken();
      if (member.equals(name) || member.equals("Not" + name)) {
        visit.run();
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Visits what the array holds that begins here, or the one value. */
  private void each(Runnable visit) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      visit.run();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      visit.run();
    }
  }

  private void name() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return;
    }
    String name = parser.getString();
    String other = change.apply(name);
    if (!other.equals(name)) {
      int start = (int) parser.currentTokenLocation().getCharOffset();
      int end = start + 1;
      while (json.charAt(end) != '"') {
        end += json.charAt(end) == '\\' ? 2 : 1;
      }
      // ARNs and ids need no escapes.
      changed.append(json, copied, start).append('"').append(other).append('"');
      copied = end + 1;
    }
  }
}
