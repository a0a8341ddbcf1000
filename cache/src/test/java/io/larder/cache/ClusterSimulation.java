package io.larder.cache;

import static io.larder.cache.SimulatedTime.MILLISECOND;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.Messenger;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes before one upstream, in one thread, with clocks of their own: messages take time,
 * come in any order and get lost, nodes are stopped and killed, links are cut one way or both, the
 * upstream does not answer, and requests land after their time-out. Clients read and write a few
 * counters through all nodes; no read may find less than what was acknowledged, or read by anyone,
 * before it began.
 *
 * <p>All follows from the seed: {@code new ClusterSimulation(seed).run()} is the same each time.
 */
final class ClusterSimulation {
  static final int ITEMS = 6;

  /** Of which most reads and writes are. */
  private static final int HOT_ITEMS = 2;

  private static final int NODES = 3;
  private static final long END_MILLIS = 30_000;
  private static final long CLIENTS_FROM_MILLIS = 5_000;
  private static final long CALL_TIMEOUT_MILLIS = 1_000;

  /** No call lands later than this after it was made. */
  private static final Duration QUIET_TIME = Duration.ofMillis(1_500);

  private static final Table TABLE = orders();

  private final SimulatedTime time;

  /** How much of what clients do, and of the calls to the upstream. */
  private final double writes;

  private double slowCalls;
  private double lostMessages = 0.0005;
  private boolean hasFaults = true;
  private final int millisBetweenFaults;
  private final SimulatedUpstream upstream = new SimulatedUpstream();
  private final SimulatedNode[] nodes = new SimulatedNode[NODES];
  private final Messenger.Receiver[] receivers = new Messenger.Receiver[NODES];
  private final double[] rates = new double[NODES];
  private final long[] stoppedUntil = new long[NODES];
  private final boolean[][] isLinked = new boolean[NODES][NODES];
  private final boolean[] asksUpstream = new boolean[NODES];
  private final boolean[] hearsUpstream = new boolean[NODES];
  private final History[] histories = new History[ITEMS];
  private final Map<String, Integer> counts = new TreeMap<>();
  private @Nullable String violation;
  private long longestWait;

  /** What was known of a counter, and since when. */
  private static final class History {
    private final Deque<long[]> steps = new ArrayDeque<>();

    void knows(int value, long at) {
      if (steps.isEmpty() || steps.getLast()[1] < value) {
        steps.addLast(new long[] {at, value});
      }
    }

    /** The highest value that was known before that moment. */
    int before(long moment) {
      int value = 0;
      for (long[] step : steps) {
        if (step[0] >= moment) {
          break;
        }
        value = (int) step[1];
      }
      return value;
    }
  }

  ClusterSimulation(long seed) {
    time = new SimulatedTime(seed);
    writes = time.happens(0.5) ? time.between(0.001, 0.01) : time.between(0.01, 0.2);
    slowCalls = time.happens(0.5) ? 0.002 : 0.03;
    millisBetweenFaults = time.happens(0.5) ? 1_500 : 5_000;
    for (int i = 0; i < NODES; i++) {
      rates[i] = time.between(0.996, 1.004);
      asksUpstream[i] = true;
      hearsUpstream[i] = true;
      for (int j = 0; j < NODES; j++) {
        isLinked[i][j] = true;
      }
      int number = i;
      time.afterMillis(time.between(0, 500), () -> start(number));
    }
    for (int i = 0; i < ITEMS; i++) {
      histories[i] = new History();
    }
  }

  private static Table orders() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store.change(Tables.create()).join();
      return store.known(Tables.ORDERS);
    }
  }

  /** The table under another id. */
  static Table table(int id) {
    return new Table(
        id, TABLE.coherenceId(), TABLE.description(), TABLE.keySchema(), Map.of(), null);
  }

  /** Returns what was wrong under that seed, or null. */
  static @Nullable String run(long seed) {
    String violation = new ClusterSimulation(seed).run();
    return violation == null ? null : "seed " + seed + ": " + violation;
  }

  /** Returns what was wrong, or null. */
  @Nullable String run() {
    for (int i = 0; i < 2; i++) {
      time.afterMillis(CLIENTS_FROM_MILLIS, this::client);
    }
    if (hasFaults) {
      time.afterMillis(CLIENTS_FROM_MILLIS, this::fault);
    }
    time.run(END_MILLIS, () -> violation != null);
    tally();
    return violation;
  }

  /** Everything is quick and nothing is lost; to be called before it runs. */
  ClusterSimulation withoutFaults() {
    slowCalls = 0;
    lostMessages = 0;
    hasFaults = false;
    return this;
  }

  /** How often what has happened, as far as it has. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** What a client has waited most for a write that was acknowledged, in milliseconds. */
  long longestWait() {
    return longestWait / MILLISECOND;
  }

  private void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  // What the nodes stand on

  SimulatedTime time() {
    return time;
  }

  SimulatedUpstream upstream() {
    return upstream;
  }

  Duration quietTime() {
    return QUIET_TIME;
  }

  private void start(int number) {
    nodes[number] = new SimulatedNode(this, number, rates[number]);
    nodes[number].start();
  }

  /** Runs a task of a process when that is not stopped, unless it has been killed. */
  void whenRunning(SimulatedNode node, Runnable task) {
    if (node.isDead()) {
      return;
    }
    long left = stoppedUntil[node.number()] - time.now();
    if (left > 0) {
      time.after(left + time.random().nextInt(1_000), () -> whenRunning(node, task));
    } else {
      task.run();
    }
  }

  /** Lets the upstream do something for a node, which hears of it or not, or too late. */
  <T> CompletableFuture<T> callUpstream(SimulatedNode node, Supplier<T> call) {
    var answer = new CompletableFuture<T>();
    int number = node.number();
    if (asksUpstream[number]) {
      time.afterMillis(
          callLatency(),
          () -> {
            T result = call.get();
            if (hearsUpstream[number]) {
              time.afterMillis(
                  callLatency(), () -> whenRunning(node, () -> answer.complete(result)));
            }
          });
    }
    time.afterMillis(
        CALL_TIMEOUT_MILLIS,
        () -> whenRunning(node, () -> answer.completeExceptionally(new TimeoutException())));
    return answer;
  }

  private double callLatency() {
    return time.happens(slowCalls) ? time.between(50, 1_400) : 1 + time.exponential(3);
  }

  Messenger messenger(SimulatedNode node) {
    int from = node.number();
    return new Messenger() {
      @Override
      public void start(Receiver receiver) {
        receivers[from] = receiver;
      }

      @Override
      public void send(String name, byte[] message) {
        int to = name.charAt(1) - '0';
        if (isLinked[from][to] && !time.happens(lostMessages)) {
          time.afterMillis(0.2 + time.exponential(1), () -> arrive(from, to, message));
        }
      }

      @Override
      public void close() {}
    };
  }

  private void arrive(int from, int to, byte[] message) {
    SimulatedNode node = nodes[to];
    Messenger.Receiver receiver = receivers[to];
    if (isLinked[from][to] && node != null) {
      whenRunning(node, () -> receiver.received("n" + from, message));
    }
  }

  // What happens

  private void client() {
    int number = time.random().nextInt(NODES);
    SimulatedNode node = nodes[number];
    int item = time.random().nextInt(time.happens(0.7) ? HOT_ITEMS : ITEMS);
    double kind = time.random().nextDouble();
    boolean tellsImage = time.happens(0.8);
    if (node != null) {
      whenRunning(
          node,
          () -> {
            if (kind > writes) {
              read(node, item);
            } else if (kind > writes / 200) {
              node.write(item, tellsImage, acknowledged(item));
            } else {
              node.writeTable(item, acknowledged(item));
            }
          });
    }
    time.afterMillis(time.exponential(6), this::client);
  }

  private IntConsumer acknowledged(int item) {
    long since = time.now();
    return value -> {
      count("acknowledged");
      longestWait = Math.max(longestWait, time.now() - since);
      histories[item].knows(value, time.now());
    };
  }

  private void read(SimulatedNode node, int item) {
    long since = time.now();
    boolean[] wasHit = {false};
    node.read(
        item,
        wasHit,
        value -> {
          count(wasHit[0] ? "hits" : "misses");
          int expected = histories[item].before(since);
          if (value < expected && violation == null) {
            violation =
                "node %d answered %d of item %d at %d ms%s, after somebody knew of %d"
                    .formatted(
                        node.number(),
                        value,
                        item,
                        time.now() / MILLISECOND,
                        wasHit[0] ? " from memory" : "",
                        expected);
          }
          histories[item].knows(value, time.now());
        });
  }

  private void fault() {
    List<Integer> shuffled = new ArrayList<>(List.of(0, 1, 2));
    Collections.shuffle(shuffled, time.random());
    int node = shuffled.get(0);
    int other = shuffled.get(1);
    int[] lengths = {100, 400, 900, 1500, 3000};
    int millis = lengths[time.random().nextInt(lengths.length)];
    double kind = time.random().nextDouble();
    if (kind < 0.3) {
      stoppedUntil[node] = Math.max(stoppedUntil[node], time.now() + millis * MILLISECOND);
    } else if (kind < 0.55) {
      boolean bothWays = time.happens(0.6);
      isLinked[node][other] = false;
      isLinked[other][node] &= !bothWays;
      time.afterMillis(
          millis,
          () -> {
            isLinked[node][other] = true;
            isLinked[other][node] = true;
          });
    } else if (kind < 0.7) {
      asksUpstream[node] = time.happens(0.5);
      hearsUpstream[node] = false;
      time.afterMillis(
          millis,
          () -> {
            asksUpstream[node] = true;
            hearsUpstream[node] = true;
          });
    } else if (kind < 0.85) {
      kill(node);
    }
    time.afterMillis(time.exponential(millisBetweenFaults), this::fault);
  }

  private void kill(int number) {
    SimulatedNode node = nodes[number];
    if (node != null) {
      node.kill();
      nodes[number] = null;
      count("killed");
      time.afterMillis(time.happens(0.5) ? 300 : 2_000, () -> start(number));
    }
  }

  private void tally() {
    for (SimulatedNode node : nodes) {
      if (node != null) {
        ClusterStatus status = node.status();
        count("fences", status.counts().fences());
        count("lost", status.counts().lost());
        count("refused", status.counts().refused());
        count("joins", status.counts().joins());
        count("malformed", status.counts().malformed());
        count("serving", status.serves() ? 1 : 0);
      }
    }
  }

  private void count(String what, long times) {
    if (times > 0) {
      counts.merge(what, (int) times, Integer::sum);
    }
  }
}
