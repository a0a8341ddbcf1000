package io.larder.cache;

import io.larder.cache.cluster.ClusterClock;
import io.larder.cache.cluster.ClusterOptions;
import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.ClusteredTableStore;
import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.NodeId;
import io.larder.cache.coherence.Coherence;
import io.larder.cache.entries.CacheBounds;
import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.RecentWrites;
import io.larder.cache.policy.Consistency;
import io.larder.cache.versions.QuietTime;
import io.larder.cache.versions.StripedVersions;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.StoreGuarantees;
import io.larder.store.Table;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a process of the simulated cluster: the node and the caches of the product over a
 * store whose calls take simulated time. When the process is killed, nothing of it happens any
 * more.
 */
final class SimulatedNode {
  /** Nanoseconds from when a write is let begin to when the network has it. */
  private static final int MAX_WAY_TO_SOCKET = 20_000_000;

  private final ClusterSimulation world;
  private final int number;
  private final double rate;
  private final Store store = new Store();
  private final ItemCache items;
  private final Coherence coherence;
  private final ClusteredTableStore clustered;
  private boolean isDead;

  /**
   * @param rate of the process' clock
   */
  SimulatedNode(ClusterSimulation world, int number, double rate) {
    this.world = world;
    this.number = number;
    this.rate = rate;
    this.clustered =
        ClusteredTableStore.over(
            store,
            store,
            new Leases(),
            world.messenger(this),
            new Clock(),
            new ClusterOptions("n" + number, "address " + number));
    this.items =
        new ItemCache(new CacheBounds(1 << 20, Duration.ZERO, this::nanoTime), Tables.cached());
    this.coherence =
        new Coherence(
            Tables.cached(),
            items,
            RecentWrites.of(0),
            clustered.guarantees(),
            Consistency.COHERENT,
            this::nanoTime,
            versions ->
                new QuietTime(
                    versions,
                    world.quietTime(),
                    this::nanoTime,
                    (executor, task, delay, unit) -> {
                      schedule(unit.toNanos(delay), task);
                      return new CompletableFuture<>();
                    },
                    Runnable::run));
    clustered.observe(coherence);
  }

  int number() {
    return number;
  }

  void start() {
    clustered.node().start();
  }

  void kill() {
    isDead = true;
  }

  boolean isDead() {
    return isDead;
  }

  ClusterStatus status() {
    return clustered.node().status();
  }

  private long nanoTime() {
    return (long) (world.time().now() * rate) + number * 1_000_000_007L;
  }

  private void schedule(long nanos, Runnable task) {
    // Not before it is time by this clock either.
    world.time().after((long) Math.ceil(nanos / rate) + 1, () -> world.whenRunning(this, task));
  }

  private final class Clock implements ClusterClock {
    @Override
    public long nanoTime() {
      return SimulatedNode.this.nanoTime();
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
      SimulatedNode.this.schedule(delay.toNanos(), task);
    }
  }

  /** The lease table behind the network. */
  private final class Leases implements LeaseTable {
    private <T> CompletableFuture<T> call(Supplier<T> call) {
      return world.callUpstream(SimulatedNode.this, call);
    }

    @Override
    public CompletableFuture<Members> read() {
      return call(() -> world.upstream().members());
    }

    @Override
    public CompletableFuture<Members> register(String name, String address) {
      return call(() -> world.upstream().register(name, address));
    }

    @Override
    public CompletableFuture<Members> renew(NodeId self) {
      return call(() -> world.upstream().renew(self));
    }

    @Override
    public CompletableFuture<Members> fence(NodeId self, NodeId other) {
      return call(() -> world.upstream().fence(self, other));
    }

    @Override
    public CompletableFuture<Members> leave(NodeId self) {
      return call(() -> world.upstream().leave(self));
    }
  }

  // What clients do, as the caches and the store do it for them.

  /** Reads a counter; {@code answered} hears of it unless the upstream does not answer. */
  void read(int item, boolean[] wasHit, IntConsumer answered) {
    Table table = clustered.known(Tables.ORDERS);
    if (table == null) {
      pass(item, answered);
      return;
    }
    PrimaryKey key = table.primaryKey(Tables.key("ann", item));
    long version = coherence.collections().versions().current(key.collection());
    if (version == StripedVersions.IN_FLUX) {
      pass(item, answered);
      return;
    }
    ItemCache.Entry entry = items.get(key);
    if (entry != null) {
      wasHit[0] = true;
      answered.accept(value(entry.item()));
      return;
    }
    var _ =
        world
            .callUpstream(this, () -> world.upstream().counter(item))
            .thenAccept(
                found -> {
                  items.fill(
                      key,
                      found == 0 ? null : image(item, found),
                      () ->
                          coherence.collections().versions().isCurrent(key.collection(), version));
                  answered.accept(found);
                });
  }

  private void pass(int item, IntConsumer answered) {
    var _ =
        world.callUpstream(this, () -> world.upstream().counter(item)).thenAccept(answered::accept);
  }

  private static Item image(int item, int value) {
    return Item.of(Tables.order("ann", item, Integer.toString(value)));
  }

  private static int value(@Nullable Item item) {
    String state = Tables.stateOf(item);
    return state == null ? 0 : Integer.parseInt(state);
  }

  /**
   * Increments a counter.
   *
   * @param tellsImage whether the store knows what it has made of the item
   */
  void write(int item, boolean tellsImage, IntConsumer acknowledged) {
    PrimaryKey key = store.table().primaryKey(Tables.key("ann", item));
    var touched = List.of(new NamedTouched(Tables.ORDERS, key, List.of(), key.collection()));
    write(
        observer -> observer.begin(touched),
        // What was kept may have become void before the write began.
        () -> store.isCurrent(touched.getFirst()),
        () -> write(item, tellsImage, acknowledged),
        () -> world.upstream().increment(item),
        value ->
            tellsImage
                ? List.of(new ItemChange(key, image(item, value), key.collection()))
                : List.of(),
        acknowledged,
        () -> {});
  }

  /** Increments a counter by a write of which only the table is known. */
  void writeTable(int item, IntConsumer acknowledged) {
    SharedTables.Hold hold = store.hold(Tables.ORDERS);
    write(
        observer -> observer.beginTables(List.of(Tables.ORDERS)),
        () -> true,
        () -> {},
        () -> world.upstream().increment(item),
        _ -> List.of(),
        acknowledged,
        hold::release);
  }

  private void write(
      Function<WriteObserver, CompletionStage<WriteScope>> begin,
      BooleanSupplier isCurrent,
      Runnable again,
      Supplier<Integer> call,
      Function<Integer, List<ItemChange>> images,
      IntConsumer acknowledged,
      Runnable ended) {
    List<WriteScope> scopes = new ArrayList<>();
    CompletableFuture<?> begun = CompletableFuture.completedFuture(null);
    for (WriteObserver observer : store.observers) {
      begun =
          begun.thenCompose(
              _ -> begin.apply(observer).thenAccept(scopes::add).toCompletableFuture());
    }
    var _ =
        begun.whenComplete(
            (_, refused) -> {
              if (refused != null) {
                scopes.forEach(WriteScope::aborted);
                ended.run();
                return;
              }
              if (!isCurrent.getAsBoolean()) {
                scopes.forEach(WriteScope::aborted);
                again.run();
                return;
              }
              // The process may be stopped between.
              schedule(
                  world.time().random().nextInt(MAX_WAY_TO_SOCKET),
                  () -> send(scopes, call, images, acknowledged, ended));
            });
  }

  private void send(
      List<WriteScope> scopes,
      Supplier<Integer> call,
      Function<Integer, List<ItemChange>> images,
      IntConsumer acknowledged,
      Runnable ended) {
    if (!scopes.stream().allMatch(WriteScope::mayBegin)) {
      scopes.forEach(WriteScope::aborted);
      ended.run();
      return;
    }
    var _ =
        world
            .callUpstream(this, call)
            .whenComplete(
                (value, failure) -> {
                  if (failure != null) {
                    scopes.forEach(WriteScope::unknown);
                    schedule(world.quietTime().toNanos(), ended);
                  } else {
                    scopes.forEach(scope -> scope.committed(images.apply(value)));
                    ended.run();
                    acknowledged.accept(value);
                  }
                });
  }

  /** As much of a store as a node of a cluster asks. */
  private final class Store implements ReadOnlyStore, SharedTables {
    private final List<WriteObserver> observers = new ArrayList<>();
    private Table table = ClusterSimulation.table(1);
    private int holds;

    Table table() {
      return table;
    }

    @Override
    public NamedTouched touched(
        String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
      for (int item = 0; item < ClusterSimulation.ITEMS; item++) {
        PrimaryKey key = table.primaryKey(Tables.key("ann", item));
        if (Arrays.equals(key.sort(), sort)) {
          return new NamedTouched(tableName, key, indexNames, key.collection());
        }
      }
      throw new IllegalArgumentException("no such item");
    }

    @Override
    public boolean isCurrent(NamedTouched touched) {
      return touched.key().id() == table.id();
    }

    @Override
    public Hold hold(@Nullable String tableName) {
      holds++;
      return () -> {
        if (--holds == 0) {
          table = ClusterSimulation.table(table.id() + 1);
        }
      };
    }

    @Override
    public @Nullable Table known(String nameOrArn) {
      return holds > 0 ? null : table;
    }

    @Override
    public StoreGuarantees guarantees() {
      return new StoreGuarantees(true, world.quietTime(), Duration.ZERO, Duration.ZERO, false);
    }

    @Override
    public void observe(WriteObserver observer) {
      observers.add(observer);
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      throw new UnsupportedOperationException();
    }
  }
}
