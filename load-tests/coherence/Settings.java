package coherence;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the command line asks for. */
public record Settings(
    URI endpoint, int seconds, int connections, int items, int writes, long seed) {
  public static Settings parse(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Settings settings =
        new Settings(
            URI.create(take(given, "--endpoint", "http://127.0.0.1:8000")),
            Integer.parseInt(take(given, "--seconds", "60")),
            Integer.parseInt(take(given, "--connections", "8")),
            Integer.parseInt(take(given, "--items", "6")),
            Integer.parseInt(take(given, "--writes", "30")),
            Long.parseLong(take(given, "--seed", String.valueOf(System.nanoTime() & 0xffffff))));
    if (!given.isEmpty() || arguments.length % 2 != 0) {
      System.out.println(
          """
          usage: java Coherence.java [--endpoint http://127.0.0.1:8000] [--seconds 60] [--connections 8]
                                     [--items 6] [--writes 30 (percent)] [--seed N]

          Writes and reads the same few items over several connections, each item from several at once, through
          every read operation, and checks that no answer is older than what was acknowledged, or returned,
          before the read began.\
          """);
      System.exit(Arrays.asList(arguments).contains("--help") ? 0 : 2);
    }
    return settings;
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }
}
