package io.larder.security.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, or those of one member of it. What breaks a constraint is refused in
 * the words of the service.
 */
public final class Parameters {
  private static final String MEMBER = ".member.";
  private static final int MAX_INDEX_DIGITS = 6;

  /** How much of a value is repeated to who sent it. */
  private static final int MAX_ECHO = 256;

  private final Map<String, String> all;
  private final String prefix;

  Parameters(Map<String, String> all, String prefix) {
    this.all = all;
    this.prefix = prefix;
  }

  /** Parameters by their names. */
  public static Parameters of(Map<String, String> all) {
    return new Parameters(Map.copyOf(all), "");
  }

  /** The value of a parameter; null if it is not there. */
  public @Nullable String value(String name) {
    return all.get(prefix + name);
  }

  /** The text of a parameter that must be there. */
  public String required(String name, TextRule rule) {
    String value = value(name);
    if (value == null) {
      throw QueryException.validation(
          "1 validation error detected: Value null at '"
              + member(name)
              + "' failed to satisfy constraint: Member must not be null");
    }
    return check(name, value, rule);
  }

  /** The text of a parameter; null if it is not there. */
  public @Nullable String optional(String name, TextRule rule) {
    String value = value(name);
    return value == null ? null : check(name, value, rule);
  }

  /** The text of a parameter, or another if it is not there. */
  public String optional(String name, TextRule rule, String byDefault) {
    String value = value(name);
    return value == null ? byDefault : check(name, value, rule);
  }

  /** A whole number within bounds, or another if it is not there. */
  public int number(String name, int min, int max, int byDefault) {
    String value = value(name);
    if (value == null) {
      return byDefault;
    }
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new QueryException(
          "MalformedInput", 400, "Could not parse the value of '" + member(name) + "'");
    }
    if (number < min) {
      throw broken(name, value, "Member must have value greater than or equal to " + min);
    }
    if (number > max) {
      throw broken(name, value, "Member must have value less than or equal to " + max);
    }
    return number;
  }

  /** True or false, or another if it is not there. */
  public boolean flag(String name, boolean byDefault) {
    String value = value(name);
    if (value == null) {
      return byDefault;
    }
    return switch (value) {
      case "true", "True" -> true;
      case "false", "False" -> false;
      default ->
          throw new QueryException(
              "MalformedInput", 400, "Could not parse the value of '" + member(name) + "'");
    };
  }

  /** The texts of a list, in the order of their numbers; empty if it is not there. */
  public List<String> texts(String name, int max, TextRule rule) {
    List<String> texts = new ArrayList<>();
    members(name, max)
        .forEach(
            (index, key) -> {
              String value = all.get(key);
              if (value == null) {
                throw QueryException.validation(
                    "1 validation error detected: Value at '"
                        + member(name)
                        + "' failed to satisfy constraint: Member must be a list of strings");
              }
              texts.add(check(name + '.' + index + ".member", value, rule));
            });
    return texts;
  }

  /** The members of a list of structures, in the order of their numbers. */
  public List<Parameters> structures(String name, int max) {
    return members(name, max).values().stream().map(key -> new Parameters(all, key + '.')).toList();
  }

  /** The beginnings of the names of a list's members, by their numbers, which may have gaps. */
  private Map<Integer, String> members(String name, int max) {
    String start = prefix + name + MEMBER;
    Map<Integer, String> members = new TreeMap<>();
    for (String key : all.keySet()) {
      if (key.startsWith(start)) {
        int dot = key.indexOf('.', start.length());
        String index = key.substring(start.length(), dot < 0 ? key.length() : dot);
        members.put(index(name, index), start + index);
      }
    }
    if (members.size() > max) {
      throw broken(name, "[...]", "Member must have length less than or equal to " + max);
    }
    return members;
  }

  private int index(String name, String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MAX_INDEX_DIGITS
            && digits.charAt(0) != '0'
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw new QueryException(
          "MalformedInput", 400, "Could not parse the members of '" + member(name) + "'");
    }
    return Integer.parseInt(digits);
  }

  private String check(String name, String value, TextRule rule) {
    String broken = rule.brokenBy(value);
    if (broken != null) {
      throw broken(name, value, broken);
    }
    return value;
  }

  private QueryException broken(String name, String value, String constraint) {
    return QueryException.validation(
        "1 validation error detected: Value '"
            + (value.length() > MAX_ECHO ? value.substring(0, MAX_ECHO) + "..." : value)
            + "' at '"
            + member(name)
            + "' failed to satisfy constraint: "
            + constraint);
  }

  /** The name as the service's model has it: {@code RoleArn} is {@code roleArn}. */
  private String member(String name) {
    return prefix + Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
