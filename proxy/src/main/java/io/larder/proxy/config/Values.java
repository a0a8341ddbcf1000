package io.larder.proxy.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The text given for each key, with where it comes from, and how it becomes the records. Goes on
 * after a problem, so that one run finds all of them.
 */
final class Values {
  /** By path. All are checked; the last one wins. */
  private final Map<String, List<Given>> given = new LinkedHashMap<>();

  private final List<Problem> problems = new ArrayList<>();

  private record Given(String text, String origin) {}

  /** Gives {@code path} a value that wins over the ones given before. */
  void put(String path, String text, String origin) {
    given.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Given(text, origin));
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
      groups.add(construct(group.getType(), Key.of(group).stream().map(this::value).toList()));
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
    for (Key key : Key.all()) {
      known.add(key.path());
      groups.add(key.group());
    }
    given.forEach(
        (path, values) -> {
          if (!known.contains(path)) {
            String rule =
                groups.contains(path) ? "must be a group of keys" : "there is no such key";
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
      for (RecordComponent component : group.getType().getRecordComponents()) {
        result.put(Key.path(group, component), Domain.write(read(component, record)));
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
}
