package io.larder.cache.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.store.ForwardingTableStore;
import io.larder.store.ItemChange;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes whose messages and time the test lets pass. */
final class TwoNodesTest {
  private static final Duration QUIET_TIME = Duration.ofSeconds(2);

  private final LmdbTableStore upstream = LmdbTableStore.open(LmdbOptions.inMemory());
  private final LeaseTable leases = StoredLeasesTest.over(upstream, "cluster", Runnable::run);
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private final Queue<Runnable> messages = new ArrayDeque<>();
  private final Map<String, Messenger.Receiver> receivers = new HashMap<>();
  private final Set<String> cutOff = new HashSet<>();
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private long now;
  private long count;

  private record Task(long at, long number, Runnable action) {}

  /** A node with what it stands on. */
  private final class Node {
    final NamedOrders tables = new NamedOrders();
    final List<WriteObserver> observers = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final ClusteredTableStore store;

    /** As if the process were stopped, and never went on. */
    boolean isStopped;

    Node(String name) {
      store =
          ClusteredTableStore.over(
              new Store(this),
              tables,
              leases,
              new Wires(name),
              new Time(this),
              new ClusterOptions(name, "address of " + name));
      store.observe(new Copies(this));
    }

    ClusterStatus status() {
      return store.node().status();
    }

    boolean answersFromMemory() {
      return store.known(NamedOrders.NAME) != null;
    }

    /** Begins a write as a store does, without those who keep copies here. */
    CompletableFuture<WriteScope> begin(String item) {
      return observers.getFirst().begin(List.of(tables.item(item))).toCompletableFuture();
    }
  }

  private final class Store extends ForwardingTableStore {
    private final Node node;

    Store(Node node) {
      super(upstream);
      this.node = node;
    }

    @Override
    public Table known(String nameOrArn) {
      return node.tables.known();
    }

    @Override
    public StoreGuarantees guarantees() {
      return StoreGuarantees.consistent(true, QUIET_TIME);
    }

    @Override
    public void observe(WriteObserver observer) {
      node.observers.add(observer);
    }

    @Override
    public void close() {}
  }

  private final class Time implements ClusterClock {
    private final Node node;

    Time(Node node) {
      this.node = node;
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
      tasks.add(
          new Task(
              now + delay.toNanos(),
              count++,
              () -> {
                if (!node.isStopped) {
                  task.run();
                }
              }));
    }
  }

  private final class Wires implements Messenger {
    private final String name;

    Wires(String name) {
      this.name = name;
    }

    @Override
    public void start(Receiver receiver) {
      receivers.put(name, receiver);
    }

    @Override
    public void send(String node, byte[] message) {
      messages.add(
          () -> {
            Receiver receiver = receivers.get(node);
            if (receiver != null && !cutOff.contains(name) && !cutOff.contains(node)) {
              receiver.received(name, message);
            }
          });
    }

    @Override
    public void close() {
      receivers.remove(name);
    }
  }

  /** Hears at a node what its copies must know. */
  private record Copies(Node node) implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      node.heard.add("begin");
      return CompletableFuture.completedFuture(
          new WriteScope() {
            @Override
            public void committed(List<ItemChange> known) {
              node.heard.add("committed " + known.size());
            }

            @Override
            public void aborted() {
              node.heard.add("aborted");
            }

            @Override
            public void unknown() {
              node.heard.add("unknown");
            }
          });
    }
  }

  @BeforeEach
  void createTable() {
    assertThat(leases.read()).isCompletedExceptionally();
    assertThat(leases.read()).isCompleted();
  }

  @AfterEach
  void close() {
    a.store.close();
    b.store.close();
    upstream.close();
  }

  private void deliver() {
    while (!messages.isEmpty()) {
      messages.remove().run();
    }
  }

  private void pass(Duration time) {
    long until = now + time.toNanos();
    deliver();
    while (!tasks.isEmpty() && tasks.peek().at() <= until) {
      Task task = tasks.remove();
      now = task.at();
      task.action().run();
      deliver();
    }
    now = until;
  }

  private void startBoth() {
    a.store.node().start();
    pass(Duration.ofSeconds(1));
    b.store.node().start();
    pass(Duration.ofSeconds(5));
    assertThat(a.status().serves()).isTrue();
    assertThat(b.status().serves()).isTrue();
  }

  private ItemChange deletion(Node node, String item) {
    var touched = node.tables.item(item);
    return new ItemChange(touched.key(), null, touched.collections());
  }

  private static void assertRefused(CompletableFuture<WriteScope> write) {
    assertThat(write)
        .isCompletedExceptionally()
        .satisfies(
            refused ->
                assertThat(refused.exceptionNow())
                    .isInstanceOfSatisfying(
                        ServiceException.class,
                        e ->
                            assertThat(e.error())
                                .isInstanceOf(ServiceError.ServiceUnavailable.class)));
  }

  @Test
  void whoIsNoMemberNeitherAnswersFromMemoryNorWrites() {
    assertThat(a.answersFromMemory()).isFalse();
    assertThat(a.tables.held).containsExactly("*");
    assertRefused(a.begin("x"));
  }

  @Test
  void whoIsAloneWritesSoonAndAnswersFromMemoryWhenNothingIsUnderWay() {
    a.store.node().start();
    pass(Duration.ofMillis(1_100));

    assertThat(a.status().state()).isEqualTo(State.WARMING);
    assertThat(a.begin("x")).isCompleted();
    assertThat(a.answersFromMemory()).isFalse();
    pass(QUIET_TIME);
    assertThat(a.answersFromMemory()).isTrue();
    assertThat(a.tables.held).isEmpty();
  }

  @Test
  void theNodesKnowEachOther() {
    startBoth();

    assertThat(a.status().members()).isEqualTo(b.status().members());
    assertThat(a.status().members())
        .extracting(ClusterStatus.Node::address)
        .containsExactly("address of a", "address of b");
  }

  @Test
  void aWriteBeginsWhenTheOtherNodeHasItInFlux() {
    startBoth();

    CompletableFuture<WriteScope> write = a.begin("x");

    assertThat(write).isNotDone();
    deliver();
    assertThat(b.heard).containsExactly("begin");
    assertThat(write).isCompleted();
  }

  @Test
  void whatIsInvalidatedIsForgottenByTheOtherNode() {
    startBoth();

    CompletableFuture<Void> done =
        a.store.invalidate(a.tables.known(), a.tables.item("x").key()).toCompletableFuture();

    assertThat(done).isNotDone();
    deliver();
    assertThat(done).isCompleted();
    assertThat(b.heard).containsExactly("begin", "committed 0");
  }

  @Test
  void aNodeThatMayNotWriteInvalidatesNothing() {
    CompletableFuture<Void> done =
        a.store.invalidate(List.of(NamedOrders.NAME)).toCompletableFuture();

    assertThat(done).isCompletedExceptionally();
  }

  @Test
  void aWriteThatIsNotSentSoonAfterItWasLetBeginIsSentNoMore() {
    startBoth();
    CompletableFuture<WriteScope> write = a.begin("x");
    deliver();

    assertThat(write.join().mayBegin()).isTrue();
    pass(ClusterOptions.DEFAULT_LEASE);
    // Though the node has renewed its lease.
    assertThat(a.answersFromMemory()).isTrue();
    assertThat(write.join().mayBegin()).isFalse();
  }

  @Test
  void theOtherNodeHearsHowItHasEnded() {
    startBoth();
    List<WriteScope> scopes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      CompletableFuture<WriteScope> write = a.begin("x");
      deliver();
      scopes.add(write.join());
    }
    b.heard.clear();

    scopes.get(0).committed(List.of(deletion(a, "x")));
    scopes.get(1).committed(List.of());
    scopes.get(2).aborted();
    scopes.get(3).unknown();
    deliver();

    assertThat(b.heard).containsExactly("committed 1", "committed 0", "aborted", "unknown");
  }

  @Test
  void anEndOfWhichTheMessageIsLostIsToldAgain() {
    startBoth();
    CompletableFuture<WriteScope> write = a.begin("x");
    deliver();
    write.join().committed(List.of(deletion(a, "x")));
    messages.clear();

    pass(ClusterOptions.DEFAULT_ANSWER_TIME.multipliedBy(2));

    assertThat(b.heard).containsExactly("begin", "committed 0");
  }

  @Test
  void aWriteOfATableHoldsItOnTheOtherNode() {
    startBoth();
    CompletableFuture<WriteScope> write =
        a.observers.getFirst().beginTables(List.of("Orders")).toCompletableFuture();
    deliver();

    assertThat(write).isCompleted();
    assertThat(b.tables.held).containsExactly("Orders");
    write.join().committed(List.of());
    deliver();
    assertThat(b.tables.held).isEmpty();
  }

  @Test
  void aNodeThatDoesNotAnswerIsTakenOutAndItsLeaseWaitedFor() {
    startBoth();
    cutOff.add("b");

    CompletableFuture<WriteScope> write = a.begin("x");
    pass(Duration.ofMillis(500));
    assertThat(a.status().members()).hasSize(1);
    assertThat(write).isNotDone();
    pass(Duration.ofMillis(1_100));

    assertThat(write).isCompleted();
    assertThat(b.answersFromMemory()).isFalse();
    assertThat(b.tables.held).containsExactly("*");
    assertThat(a.status().counts().fences()).isEqualTo(1);
    assertThat(a.status().counts().stalled()).isEqualTo(1);
    assertThat(b.status().counts().lost()).isEqualTo(1);
    assertRefused(b.begin("x"));
  }

  @Test
  void whoCannotBeReachedStaysOutsideAndThenJoinsAgain() {
    startBoth();
    cutOff.add("b");
    a.begin("x");
    pass(Duration.ofSeconds(10));
    assertThat(b.status().state()).isEqualTo(State.OUTSIDE);
    assertThat(a.answersFromMemory()).isTrue();
    assertThat(a.status().counts().fences()).isEqualTo(1);

    cutOff.clear();
    pass(Duration.ofSeconds(5));

    assertThat(b.answersFromMemory()).isTrue();
    assertThat(a.status().members()).hasSize(2);
  }

  @Test
  void aNodeThatIsSilentIsTakenOutThoughNobodyWrites() {
    startBoth();
    b.isStopped = true;

    pass(Duration.ofSeconds(4));

    assertThat(a.status().members()).extracting(node -> node.id().name()).containsExactly("a");
  }

  @Test
  void whoLeavesInOrderHoldsNobodyUp() {
    startBoth();

    b.store.close();
    CompletableFuture<WriteScope> write = a.begin("x");
    deliver();

    assertThat(write).isCompleted();
    assertThat(b.answersFromMemory()).isFalse();
    assertThat(b.status().state()).isEqualTo(State.CLOSED);
    assertThat(leases.read().join().byName()).containsOnlyKeys("a");
  }

  @Test
  void aWriterThatIsGoneLeavesWhatItTouchedInFluxForAWhile() {
    startBoth();
    b.begin("x");
    deliver();
    assertThat(a.heard).containsExactly("begin");
    b.isStopped = true;

    pass(Duration.ofSeconds(4));

    assertThat(a.heard).containsExactly("begin", "unknown");
  }

  @Test
  void aLeaseThatIsNotRenewedEnds() {
    startBoth();
    upstream.close();

    pass(Duration.ofMillis(1_100));

    assertThat(a.answersFromMemory()).isFalse();
    assertThat(a.status().leaseLeft()).isZero();
    assertThat(a.status().state()).isEqualTo(State.SERVING);
    assertRefused(a.begin("x"));
  }

  @Test
  void bytesThatAreNoMessageAreCounted() {
    startBoth();

    Objects.requireNonNull(receivers.get("a")).received("b", new byte[] {1, 2, 3});

    assertThat(a.status().counts().malformed()).isEqualTo(1);
  }
}
