package io.larder.proxy.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text given for each key, with where it comes from, and how it becomes the records. Goes on
 * after a problem, so that one run finds all of them.
 */
final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)?");

  private final Map<String, Given> given = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();

  private record Given(String text, String origin) {}

  /** Gives {@code path} a value that wins over the ones given before. */
  void put(String path, String text, String origin) {
    given.put(path, new Given(text, origin));
  }

  void addProblem(String problem) {
    problems.add(problem);
  }

  /**
   * The records of these values, with defaults where none is given.
   *
   * @throws InvalidConfigurationException with every problem
   */
  Configuration bind() {
    List<Object> groups = new ArrayList<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      String path = Key.kebab(group.getName());
      known.add(path);
      Object value = bindGroup(group.getType(), path);
      if (value != null) {
        groups.add(value);
      }
    }
    given.forEach(this::refuseUnknown);
    if (problems.isEmpty()
        && construct(Configuration.class, "", groups) instanceof Configuration configuration) {
      return configuration;
    }
    throw new InvalidConfigurationException(problems.stream().map(this::withOrigin).toList());
  }

  private @Nullable Object bindGroup(Class<?> type, String path) {
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = path + "." + Key.kebab(component.getName());
      known.add(key);
      Given value = given.get(key);
      String text = value == null ? Key.setting(component).byDefault() : value.text();
      try {
        arguments.add(parse(component.getType(), text));
      } catch (IllegalArgumentException e) {
        problems.add(key + ": " + e.getMessage());
        // With the default instead, the other values of the group are checked too.
        arguments.add(parse(component.getType(), Key.setting(component).byDefault()));
      }
    }
    return construct(type, path, arguments);
  }

  private @Nullable Object construct(Class<?> type, String path, List<Object> arguments) {
    try {
      return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidConfigurationException invalid) {
        invalid
            .problems()
            .forEach(problem -> problems.add(path.isEmpty() ? problem : path + "." + problem));
        return null;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private void refuseUnknown(String path, Given value) {
    if (!known.contains(path)) {
      problems.add(path + ": there is no such key");
    } else if (!path.contains(".")) {
      problems.add(path + ": must be a group of keys, not '" + value.text() + "'");
    }
  }

  private String withOrigin(String problem) {
    Given value = given.get(problem.substring(0, problem.indexOf(':')));
    return value == null ? problem : problem + " (" + value.origin() + ")";
  }

  private static Object parse(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == int.class) {
      return number(text);
    }
    if (type == boolean.class) {
      return bool(text);
    }
    if (type == Path.class) {
      return Path.of(text);
    }
    if (type == ByteSize.class) {
      return ByteSize.parse(text);
    }
    if (type == Duration.class) {
      return duration(text);
    }
    return constant(type, text);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("must be a whole number, not '" + text + "'", e);
    }
  }

  private static boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
    };
  }

  private static Duration duration(String text) {
    var matcher = DURATION.matcher(text.strip());
    if (!matcher.matches() || (matcher.group(2) == null && !matcher.group(1).equals("0"))) {
      throw new IllegalArgumentException(
          "must be a duration such as 500ms, 10s, 5m or 1h, not '" + text + "'");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      case null, default -> Duration.ZERO;
    };
  }

  private static Object constant(Class<?> type, String text) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(text(constant));
      if (text(constant).equals(text.strip().toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "must be one of " + String.join(", ", names) + ", not '" + text + "'");
  }

  /** The value of every key, by its path and written as in the file. */
  static Map<String, String> of(Configuration configuration) {
    Map<String, String> result = new LinkedHashMap<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      Object record = read(group, configuration);
      for (RecordComponent component : group.getType().getRecordComponents()) {
        result.put(
            Key.kebab(group.getName()) + "." + Key.kebab(component.getName()),
            text(read(component, record)));
      }
    }
    return result;
  }

  private static Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case Duration duration -> duration(duration);
      default -> value.toString();
    };
  }

  private static String duration(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    return duration.isZero() ? "0" : duration.toHours() + "h";
  }
}
