import coherence.DaxWire;
import coherence.Findings;
import coherence.HttpWire;
import coherence.Item;
import coherence.Reads;
import coherence.Requests;
import coherence.Settings;
import coherence.Wire;
import coherence.Writes;
import java.io.IOException;
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
      items.add(new Item(i));
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.parse(arguments);
    System.exit(new Coherence(settings).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "endpoint %s, %d connections by %s, %d items, %d s, seed %d%n",
        settings.endpoint(),
        settings.connections(),
        String.join(" and ", settings.protocols()),
        settings.items(),
        settings.seconds(),
        settings.seed());
    if (settings.protocols().contains("dax")) {
      DaxWire.install(settings.driver());
    }
    try (Wire wire = new HttpWire(settings.endpoint())) {
      Requests.createTable(wire);
    }
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < settings.connections(); c++) {
      Random random = new Random(settings.seed() * 31 + c);
      String protocol = settings.protocols().get(c % settings.protocols().size());
      Thread thread = new Thread(() -> work(protocol, random), "connection-" + c);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      if (!thread.join(Duration.ofSeconds(settings.seconds()).plus(LONGEST_CALL))) {
        findings.violation("connection hangs", thread.getName());
      }
    }
    for (String protocol : settings.protocols()) {
      try (Wire wire = open(protocol)) {
        new Reads(wire, items, findings, new Random(settings.seed())).all();
      }
    }
    try (Wire wire = new HttpWire(settings.endpoint())) {
      Requests.deleteTable(wire);
    }
    items.forEach(item -> item.judgeAll(findings::violation));
    return findings.report();
  }

  private Wire open(String protocol) throws IOException {
    return protocol.equals("dax")
        ? new DaxWire(settings.driver(), settings.dax())
        : new HttpWire(settings.endpoint());
  }

  private void work(String protocol, Random random) {
    try (Wire wire = open(protocol)) {
      Reads reads = new Reads(wire, items, findings, random);
      Writes writes = new Writes(wire, items, findings, random);
      long deadline = System.nanoTime() + settings.seconds() * 1_000_000_000L;
      while (System.nanoTime() < deadline) {
        if (random.nextInt(100) < settings.writes()) {
          writes.any();
        } else {
          reads.any();
        }
      }
    } catch (IOException | RuntimeException problem) {
      findings.violation("connection ended", problem.toString());
      problem.printStackTrace(System.out);
    }
  }
}
