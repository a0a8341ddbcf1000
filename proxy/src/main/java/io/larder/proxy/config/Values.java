package io.larder.proxy.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text given for each key, with where it comes from, and how it becomes the records. Goes on
 * after a problem, so that one run finds all of them.
 */
final class Values {
  /** Most groups of one name. */
  static final int MAX_OF_LIST = 256;

  private static final Pattern IN_LIST = Pattern.compile("([a-z-]+)\\[([0-9]{1,3})]\\..*");

  /** By path. All are checked; the last one wins. */
  private final Map<String, List<Given>> given = new LinkedHashMap<>();

  /** How many there are of each group that may be given any number of times. */
  private final Map<String, Integer> lengths = new HashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private record Given(String text, String origin) {}

  /** Gives {@code path} a value that wins over the ones given before. */
  void put(String path, String text, String origin) {
    given.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Given(text, origin));
    Matcher inList = IN_LIST.matcher(path);
    if (inList.matches() && Key.isList(inList.group(1))) {
      begin(inList.group(1), Integer.parseInt(inList.group(2)));
    }
  }

  /** There is a group of that number, whatever is given of it. */
  void begin(String list, int number) {
    lengths.merge(list, Math.min(number + 1, MAX_OF_LIST), Math::max);
  }

  void addProblem(String key, String rule) {
    problems.add(new Problem(key, rule, List.of()));
  }

  void addProblem(String key, String rule, String origin) {
    addProblem(key, rule + " (" + origin + ")");
  }

  /**
   * The records of these values, with defaults where none is given.
   *
   * @throws InvalidConfigurationException with every problem
   */
  Configuration bind() {
    List<Object> groups = new ArrayList<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      groups.add(Key.isList(group) ? list(group) : construct(group, key -> key));
    }
    refuseUnknown();
    try {
      var configuration = (Configuration) construct(Configuration.class, groups);
      if (problems.isEmpty()) {
        return configuration;
      }
    } catch (InvalidConfigurationException conflicts) {
      addConflicts(conflicts.details());
    }
    throw new InvalidConfigurationException(problems);
  }

  private List<Object> list(RecordComponent group) {
    List<Object> list = new ArrayList<>();
    for (int number = 0; number < length(group); number++) {
      int each = number;
      list.add(construct(group, key -> key.of(each)));
    }
    return list;
  }

  private int length(RecordComponent list) {
    return lengths.getOrDefault(Key.name(list), 0);
  }

  private Object construct(RecordComponent group, UnaryOperator<Key> each) {
    return construct(Key.type(group), Key.of(group).stream().map(each).map(this::value).toList());
  }

  /** The default instead of a value that is not accepted, so that the others are checked too. */
  private Object value(Key key) {
    Object value = Objects.requireNonNull(key.domain().parse(key.byDefault()));
    for (Given each : given.getOrDefault(key.path(), List.of())) {
      Object taken = key.domain().parse(each.text());
      if (taken == null) {
        addProblem(key.path(), key.domain().refusal(each.text()), each.origin());
      } else {
        value = taken;
      }
    }
    return value;
  }

  private void refuseUnknown() {
    Set<String> known = new HashSet<>();
    Set<String> groups = new HashSet<>();
    Set<String> lists = new HashSet<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      if (Key.isList(group)) {
        lists.add(Key.name(group));
        for (int number = 0; number < length(group); number++) {
          int each = number;
          Key.of(group).forEach(key -> known.add(key.of(each).path()));
        }
      } else {
        groups.add(Key.name(group));
        Key.of(group).forEach(key -> known.add(key.path()));
      }
    }
    given.forEach(
        (path, values) -> {
          if (!known.contains(path)) {
            String rule =
                groups.contains(path)
                    ? "must be a group of keys"
                    : lists.contains(path)
                        ? "must be a list of groups of keys"
                        : "there is no such key";
            values.forEach(each -> addProblem(path, rule, each.origin()));
          }
        });
  }

  /** Of what breaks a rule across keys, what does so by values that were meant. */
  private void addConflicts(List<Problem> conflicts) {
    Set<String> faulty = new HashSet<>();
    problems.forEach(problem -> faulty.add(problem.key()));
    for (Problem conflict : conflicts) {
      if (!faulty.contains(conflict.key())
          && faulty.stream().noneMatch(conflict.beside()::contains)) {
        List<Given> values = given.get(conflict.key());
        if (values == null) {
          problems.add(conflict);
        } else {
          addProblem(conflict.key(), conflict.rule(), values.getLast().origin());
        }
      }
    }
  }

  private static Object construct(Class<?> type, List<Object> arguments) {
    try {
      return type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidConfigurationException invalid) {
        throw invalid;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of every key, by its path and written as in the file. */
  static Map<String, String> of(Configuration configuration) {
    Map<String, String> result = new LinkedHashMap<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      Object record = read(group, configuration);
      if (record instanceof List<?> list) {
        for (int number = 0; number < list.size(); number++) {
          write(group, list.get(number), number, result);
        }
      } else {
        write(group, record, 0, result);
      }
    }
    return result;
  }

  private static void write(
      RecordComponent group, Object record, int number, Map<String, String> target) {
    RecordComponent[] components = Key.type(group).getRecordComponents();
    List<Key> keys = Key.of(group);
    for (int at = 0; at < components.length; at++) {
      target.put(keys.get(at).of(number).path(), Domain.write(read(components[at], record)));
    }
  }

  private static Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
