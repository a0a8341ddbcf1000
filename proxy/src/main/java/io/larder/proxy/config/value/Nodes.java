package io.larder.proxy.config.value;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses that clients are told: {@code none}, or some separated by commas. */
public record Nodes(List<Node> entries) {
  /** What {@link #parse} reads. */
  public static final String FORM =
      "none, or addresses such as 10.0.0.1, dax.example.com:8111 or [::1]:8111";

  private static final String NONE = "none";
  private static final int MAX_PORT = 65_535;
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\s:,\\[\\]]{1,253}))(?::([0-9]{1,5}))?");

  public Nodes {
    entries = List.copyOf(entries);
  }

  /**
   * One address.
   *
   * @param port 0 for the one that the client has connected to
   */
  public record Node(String host, int port) {
    private static Node parse(String text) {
      Matcher parts = NODE.matcher(text.strip());
      int port = parts.matches() && parts.group(3) != null ? Integer.parseInt(parts.group(3)) : 0;
      if (!parts.matches() || port > MAX_PORT || text.strip().endsWith(":0")) {
        throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
      }
      return new Node(parts.group(1) == null ? parts.group(2) : parts.group(1), port);
    }

    @Override
    public String toString() {
      String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return port == 0 ? name : name + ":" + port;
    }
  }

  /**
   * Reads entries separated by commas, or {@code none}.
   *
   * @throws IllegalArgumentException if one of them is no address
   */
  public static Nodes parse(String text) {
    if (text.strip().equalsIgnoreCase(NONE)) {
      return new Nodes(List.of());
    }
    return new Nodes(Arrays.stream(text.split(",", -1)).map(Node::parse).toList());
  }

  @Override
  public String toString() {
    return entries.isEmpty()
        ? NONE
        : entries.stream().map(Node::toString).collect(Collectors.joining(", "));
  }
}
