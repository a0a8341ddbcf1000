import coherence.Client;
import coherence.DaxWire;
import coherence.Findings;
import coherence.History;
import coherence.HttpWire;
import coherence.Item;
import coherence.Reads;
import coherence.Requests;
import coherence.Settings;
import coherence.SteadyWire;
import coherence.Wire;
import coherence.Writes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Several connections write and read the same few items through every read operation, each item
 * from several connections at once, and no answer may be stale. {@link Item} says what that means
 * where nobody knows in which order writes were made. Writes that can return what was there before,
 * which the store itself knows; so a wrong answer of a cache is held against right ones even if
 * writes overlap all the time.
 *
 * <p>Reads race with writes, with failing conditional writes and with each other, so a cache that
 * is filled, installed or invalidated in the wrong order shows up.
 *
 * <p>Several addresses are nodes of one cluster. Other writers may go around the caches, and calls
 * may fail: {@link Settings} says what holds then.
 *
 * <p>Run {@code java Coherence.java --help}. Needs a JDK of 22 or newer, and what a DAX client
 * needs if it has part.
 */
final class Coherence {
  private static final Duration LONGEST_CALL = Duration.ofSeconds(90);

  private final Settings settings;
  private final List<Item> items = new ArrayList<>();
  private final Findings findings = new Findings();

  private Coherence(Settings settings) {
    this.settings = settings;
    for (int i = 0; i < settings.items(); i++) {
      items.add(new Item(i, settings.lagNanos()));
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.parse(arguments);
    System.exit(new Coherence(settings).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "endpoint %s, %d connections by %s, %d items, %d s, seed %d%n",
        join(settings.endpoints()),
        settings.connections(),
        String.join(" and ", settings.protocols()),
        settings.items(),
        settings.seconds(),
        settings.seed());
    if (settings.protocols().contains("dax")) {
      DaxWire.install(settings.driver());
    }
    try (Wire wire = new HttpWire(settings.endpoints().getFirst())) {
      Requests.createTable(wire, settings.stream());
    }
    try (History history = new History(settings.history())) {
      List<Thread> threads = new ArrayList<>();
      for (int c = 0; c < settings.connections(); c++) {
        int connection = c;
        Thread thread = new Thread(() -> work(connection, history), "connection-" + c);
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofSeconds(settings.seconds()).plus(LONGEST_CALL))) {
          findings.violation("connection hangs", thread.getName());
        }
      }
      readAll(history);
    }
    try (Wire wire = new HttpWire(settings.endpoints().getFirst())) {
      Requests.deleteTable(wire);
    }
    items.forEach(item -> item.judgeAll(findings::violation));
    return findings.report();
  }

  /** Every way to read, at every address, when all is over. */
  private void readAll(History history) throws IOException {
    int addresses = settings.endpoints().size() * settings.protocols().size();
    for (int c = 0; c < addresses; c++) {
      try (Wire wire = open(c)) {
        new Reads(client(wire, true, false, c, history), settings.without()).all();
      }
    }
    for (URI around : settings.around()) {
      try (Wire wire = new HttpWire(around)) {
        new Reads(client(wire, false, false, addresses, history), settings.without()).all();
      }
    }
  }

  private Client client(
      Wire wire, boolean isThrough, boolean outlivesFaults, int connection, History history) {
    Random random = new Random(settings.seed() * 31 + connection);
    return new Client(wire, isThrough, outlivesFaults, items, findings, history, random);
  }

  /** The wire of a connection; they take turns with the protocols and the addresses of each. */
  private Wire open(int connection) throws IOException {
    int protocols = settings.protocols().size();
    int turn = connection / protocols;
    if (settings.protocols().get(connection % protocols).equals("dax")) {
      return new DaxWire(settings.driver(), settings.dax().get(turn % settings.dax().size()));
    }
    return open(settings.endpoints().get(turn % settings.endpoints().size()));
  }

  private Wire open(URI endpoint) throws IOException {
    return settings.faults()
        ? new SteadyWire("http", endpoint.getAuthority(), () -> new HttpWire(endpoint))
        : new HttpWire(endpoint);
  }

  private void work(int connection, History history) {
    boolean isThrough = settings.around().isEmpty() || connection % 4 != 3;
    try (Wire wire =
        isThrough
            ? open(connection)
            : open(settings.around().get(connection / 4 % settings.around().size()))) {
      Client client = client(wire, isThrough, settings.faults(), connection, history);
      Reads reads = new Reads(client, settings.without());
      Writes writes = new Writes(client);
      long deadline = System.nanoTime() + settings.seconds() * 1_000_000_000L;
      while (System.nanoTime() < deadline && !settings.isStopped()) {
        if (client.random().nextInt(100) < settings.writes()) {
          writes.any();
        } else {
          reads.any();
        }
        Thread.sleep(client.random().nextInt(settings.pauseMillis() + 1));
      }
    } catch (InterruptedException | IOException | RuntimeException problem) {
      findings.violation("connection ended", problem.toString());
      problem.printStackTrace(System.out);
    }
  }

  private static String join(List<URI> addresses) {
    return String.join(" and ", addresses.stream().map(URI::toString).toList());
  }
}
