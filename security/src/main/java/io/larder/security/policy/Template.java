package io.larder.security.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text of a policy in which wildcards and variables may stand. What a variable puts there is
 * data: its stars and question marks match only themselves.
 */
final class Template implements Pattern {
  /** Codes below are places of variables. */
  private static final int FIRST_VARIABLE = -3;

  private static final int MAX_VARIABLE_NAME = 256;

  private final int[] codes;
  private final List<Variable> variables;

  /** What it is, if neither a wildcard nor a variable is in it. */
  private final @Nullable String literal;

  private Template(int[] codes, List<Variable> variables) {
    this.codes = codes;
    this.variables = List.copyOf(variables);
    this.literal = Arrays.stream(codes).allMatch(code -> code >= 0) ? text(codes) : null;
  }

  private static String text(int[] codes) {
    var text = new StringBuilder(codes.length);
    for (int code : codes) {
      text.append((char) code);
    }
    return text.toString();
  }

  /**
   * Reads a text.
   *
   * @param hasWildcards whether stars and question marks are more than themselves
   * @param hasVariables whether <code>${…}</code> is; policies of 2008 have none
   */
  static Template parse(String text, boolean hasWildcards, boolean hasVariables) {
    int[] codes = new int[text.length()];
    int length = 0;
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (hasVariables && text.startsWith("${", i)) {
        int end = end(text, i);
        String name = text.substring(i + 2, end);
        if (name.equals("*") || name.equals("?") || name.equals("$")) {
          codes[length++] = name.charAt(0);
        } else {
          codes[length++] = FIRST_VARIABLE - variables.size();
          variables.add(variable(name));
        }
        i = end;
      } else {
        codes[length++] = hasWildcards ? Wildcard.code(c) : c;
      }
    }
    return new Template(Arrays.copyOf(codes, length), variables);
  }

  /** Where the variable ends that begins at a place: its brace, which quotes may hide. */
  static int end(String text, int start) {
    boolean quoted = false;
    for (int i = start + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i;
      }
    }
    throw PolicyJson.syntax();
  }

  private static Variable variable(String text) {
    int comma = text.indexOf(',');
    String name = (comma < 0 ? text : text.substring(0, comma)).strip();
    String otherwise = null;
    if (comma >= 0) {
      String quoted = text.substring(comma + 1).strip();
      if (quoted.length() < 2
          || quoted.charAt(0) != '\''
          || quoted.indexOf('\'', 1) != quoted.length() - 1) {
        throw PolicyJson.syntax();
      }
      otherwise = quoted.substring(1, quoted.length() - 1);
    }
    boolean isName =
        name.indexOf(':') > 0
            && name.length() <= MAX_VARIABLE_NAME
            && name.chars().noneMatch(c -> "${}'*?".indexOf(c) >= 0);
    if (!isName) {
      throw PolicyJson.syntax();
    }
    return new Variable(Wildcard.lower(name), otherwise);
  }

  @Override
  public boolean matches(String text, ConditionContext context) {
    return matches(text, 0, text.length(), context);
  }

  /** Whether a part of a text, without its end, looks so. */
  boolean matches(String text, int from, int to, ConditionContext context) {
    if (literal != null) {
      return to - from == literal.length() && text.startsWith(literal, from);
    }
    int[] pattern = variables.isEmpty() ? codes : filled(context);
    return pattern != null && Wildcard.matches(pattern, text, from, to);
  }

  /** Text that it stands for; null if a variable has no value, or if it has wildcards. */
  @Nullable String text(ConditionContext context) {
    if (literal != null) {
      return literal;
    }
    int[] filled = filled(context);
    return filled == null || Arrays.stream(filled).anyMatch(code -> code < 0) ? null : text(filled);
  }

  private int @Nullable [] filled(ConditionContext context) {
    String[] values = new String[variables.size()];
    int length = codes.length;
    for (int i = 0; i < values.length; i++) {
      String value = variables.get(i).value(context);
      if (value == null) {
        return null;
      }
      values[i] = value;
      length += value.length() - 1;
    }
    int[] filled = new int[length];
    int at = 0;
    for (int code : codes) {
      if (code > FIRST_VARIABLE) {
        filled[at++] = code;
      } else {
        String value = values[FIRST_VARIABLE - code];
        for (int i = 0; i < value.length(); i++) {
          filled[at++] = value.charAt(i);
        }
      }
    }
    return filled;
  }

  /** What it is, if it is the same for every request and stands for itself only. */
  @Nullable String literal() {
    return literal;
  }

  @Override
  public boolean isEverything() {
    return codes.length > 0 && Arrays.stream(codes).allMatch(code -> code == Wildcard.ANY);
  }

  @Override
  public boolean hasVariables() {
    return !variables.isEmpty();
  }

  @Override
  public void addKeysTo(Set<String> keys) {
    variables.forEach(variable -> keys.add(variable.key()));
  }

  /**
   * A condition key whose value stands in a policy.
   *
   * @param key in lower case
   * @param otherwise what stands there if the key has no value; null if then nothing matches
   */
  private record Variable(String key, @Nullable String otherwise) {
    /** Its value; null if there is none, or not exactly one. */
    @Nullable String value(ConditionContext context) {
      List<String> values = context.values(key);
      if (values == null || values.isEmpty()) {
        return otherwise;
      }
      return values.size() == 1 && !context.isMultiValued(key) ? values.getFirst() : null;
    }
  }

  /**
   * Patterns in which a star stands for any text and a question mark for one character. They are
   * kept as codes, in which a wildcard is no character at all: text that is put into a pattern can
   * never become one.
   */
  static final class Wildcard {
    static final int ANY = -1;
    static final int ONE = -2;

    private Wildcard() {}

    static boolean isIn(String text) {
      return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
    }

    /** A text whose stars and question marks are wildcards. */
    static int[] codes(String text) {
      return text.chars().map(Wildcard::code).toArray();
    }

    static int code(int c) {
      return switch (c) {
        case '*' -> ANY;
        case '?' -> ONE;
        default -> c;
      };
    }

    static String lower(String text) {
      return text.toLowerCase(Locale.ROOT);
    }

    /** Whether a part of a text, without its end, is what a pattern stands for. */
    static boolean matches(int[] pattern, String text, int from, int to) {
      int p = 0;
      int t = from;
      // Where the last star stood, and how much it has taken: going back further never helps.
      int star = -1;
      int taken = from;
      while (t < to) {
        if (p < pattern.length && pattern[p] == ANY) {
          star = p++;
          taken = t;
        } else if (p < pattern.length && (pattern[p] == ONE || pattern[p] == text.charAt(t))) {
          p++;
          t++;
        } else if (star >= 0) {
          p = star + 1;
          t = ++taken;
        } else {
          return false;
        }
      }
      while (p < pattern.length && pattern[p] == ANY) {
        p++;
      }
      return p == pattern.length;
    }
  }
}
