package io.larder.proxy.config;

import java.util.List;

/** Says everything that is wrong with a configuration; each problem starts with its key's path. */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfigurationException(List<Problem> problems) {
    super(String.join("\n", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  /** One line for each. */
  public List<String> problems() {
    return problems.stream().map(Problem::toString).toList();
  }

  List<Problem> details() {
    return problems;
  }
}
