package coherence;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line asks for. */
public record Settings(
    URI endpoint,
    List<String> protocols,
    String dax,
    String driver,
    int seconds,
    int connections,
    int items,
    int writes,
    long seed) {
  public static Settings parse(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Settings settings =
        new Settings(
            URI.create(take(given, "--endpoint", "http://127.0.0.1:8000")),
            List.of(take(given, "--protocols", "http").split(",")),
            take(given, "--dax", "dax://127.0.0.1:8111"),
            take(given, "--driver", "java2"),
            Integer.parseInt(take(given, "--seconds", "60")),
            Integer.parseInt(take(given, "--connections", "8")),
            Integer.parseInt(take(given, "--items", "6")),
            Integer.parseInt(take(given, "--writes", "30")),
            Long.parseLong(take(given, "--seed", String.valueOf(System.nanoTime() & 0xffffff))));
    if (!given.isEmpty()
        || arguments.length % 2 != 0
        || !List.of("http", "dax").containsAll(settings.protocols)) {
      System.out.println(
          """
          usage: java Coherence.java [--endpoint http://127.0.0.1:8000] [--seconds 60] [--connections 8]
                                     [--items 6] [--writes 30 (percent)] [--seed N]
                                     [--protocols http,dax] [--dax dax://127.0.0.1:8111] [--driver java2]

          Writes and reads the same few items over several connections, each item from several at once, through
          every read operation, and checks that no answer is older than what was acknowledged, or returned,
          before the read began. Connections take turns with the protocols, http alone if none are given; those
          of DAX are clients in processes of their own, by a driver of clients/dax.\
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
