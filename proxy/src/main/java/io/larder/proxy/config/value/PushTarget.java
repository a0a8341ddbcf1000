package io.larder.proxy.config.value;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where metrics are pushed to, or {@code none}. */
public sealed interface PushTarget {
  /** What {@link #parse} reads. */
  String FORM = "none, stdout, file: with a path, or tcp:// with a name or an address and a port";

  /** Nowhere. */
  record None() implements PushTarget {
    @Override
    public String toString() {
      return "none";
    }
  }

  /** The output of the process. */
  record Output() implements PushTarget {
    @Override
    public String toString() {
      return "stdout";
    }
  }

  /** A file. */
  record File(Path path) implements PushTarget {
    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /** An agent that listens. */
  record Agent(String host, int port) implements PushTarget {
    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /** An agent's address. */
  Pattern AGENT = Pattern.compile("tcp://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]{1,253}):([0-9]{1,5})");

  /** The largest port. */
  int MAX_PORT = 65_535;

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PushTarget parse(String text) {
    String given = text.strip();
    if (given.equalsIgnoreCase("none")) {
      return new None();
    }
    if (given.equalsIgnoreCase("stdout")) {
      return new Output();
    }
    if (given.startsWith("file:") && given.length() > "file:".length()) {
      return new File(Path.of(given.substring("file:".length())));
    }
    Matcher agent = AGENT.matcher(given);
    int port = agent.matches() ? Integer.parseInt(agent.group(2)) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
    }
    return new Agent(agent.group(1), port);
  }
}
