package coherence;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the command line asks for. */
public record Settings(
    List<URI> endpoints,
    List<String> protocols,
    List<String> dax,
    String driver,
    List<URI> around,
    int lagMillis,
    boolean stream,
    String without,
    boolean faults,
    String history,
    String stop,
    int seconds,
    int connections,
    int items,
    int writes,
    int pauseMillis,
    long seed) {
  public static Settings parse(String[] arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      given.put(arguments[i], arguments[i + 1]);
    }
    Settings settings =
        new Settings(
            addresses(take(given, "--endpoint", "http://127.0.0.1:8000")),
            List.of(take(given, "--protocols", "http").split(",")),
            List.of(take(given, "--dax", "dax://127.0.0.1:8111").split(",")),
            take(given, "--driver", "java2"),
            addresses(take(given, "--around", "")),
            Integer.parseInt(take(given, "--lag", "0")),
            take(given, "--stream", "no").equals("yes"),
            take(given, "--without", ""),
            take(given, "--faults", "no").equals("yes"),
            take(given, "--history", ""),
            take(given, "--stop", ""),
            Integer.parseInt(take(given, "--seconds", "60")),
            Integer.parseInt(take(given, "--connections", "8")),
            Integer.parseInt(take(given, "--items", "6")),
            Integer.parseInt(take(given, "--writes", "30")),
            Integer.parseInt(take(given, "--pause", "0")),
            Long.parseLong(take(given, "--seed", String.valueOf(System.nanoTime() & 0xffffff))));
    if (!given.isEmpty()
        || arguments.length % 2 != 0
        || !List.of("http", "dax").containsAll(settings.protocols)
        // A DAX client does not say which error it had.
        || (settings.faults && settings.protocols.contains("dax"))) {
      System.out.println(
          """
          usage: java Coherence.java [--endpoint http://127.0.0.1:8000,…] [--seconds 60] [--connections 8]
                                     [--items 6] [--writes 30 (percent)] [--pause 0 (milliseconds at most)]
                                     [--protocols http,dax] [--dax dax://127.0.0.1:8111,…] [--driver java2]
                                     [--around http://127.0.0.1:9000 --lag MILLISECONDS] [--stream yes]
                                     [--faults yes] [--history FILE] [--stop FILE] [--seed N] [--without REGEX]

          Writes and reads the same few items over several connections, each item from several at once, through
          every read operation, and checks that no answer is older than what was acknowledged, or returned,
          before the read began. Connections take turns with the protocols, http alone if none are given, and
          with the addresses of each, which are nodes of one cluster; those of DAX are clients in processes of
          their own, by a driver of clients/dax.

          With --around, every fourth connection goes to the store behind the caches. Then answers, but for
          consistent reads, may be older than such writes by so many milliseconds; never older than a write
          through the caches, nor than what the same connection was shown before. With --stream yes the table has
          a stream, by which the caches may learn of them.

          With --faults yes, calls may fail and connections break without being wrong: what nobody acknowledged
          may be there or not, now or later. --history writes a line for each call; when
          the file of --stop is there, no more calls are begun, whatever --seconds says. --without leaves out the ways to
          read in whose name that is found, for a store that has not all of them right.\
          """);
      System.exit(Arrays.asList(arguments).contains("--help") ? 0 : 2);
    }
    return settings;
  }

  /** True if whoever started this wants it to come to its end. */
  public boolean isStopped() {
    return !stop.isEmpty() && Files.exists(Path.of(stop));
  }

  public long lagNanos() {
    return lagMillis * 1_000_000L;
  }

  private static List<URI> addresses(String text) {
    return Stream.of(text.split(",")).filter(a -> !a.isEmpty()).map(URI::create).toList();
  }

  private static String take(Map<String, String> given, String name, String otherwise) {
    String value = given.remove(name);
    return value == null ? otherwise : value;
  }
}
