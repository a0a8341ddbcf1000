package io.larder.cache;

import io.larder.cache.UpstreamModel.Fault;
import io.larder.cache.UpstreamModel.Laws;
import io.larder.cache.UpstreamModel.State;
import io.larder.cache.policy.Consistency;
import io.larder.cache.reads.ReadRules;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.store.ItemChange;
import io.larder.store.WriteScope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One schedule of caches before an upstream: writes that overlap, fail and come late, writes of
 * others, statements that may change anything, and reads within each other, as a random generator
 * decides. Every answer is held against the states that the upstream went through.
 *
 * <p>Where all writes are announced, nobody sees anything older than what was acknowledged or seen,
 * of whatever item. Where others write that holds of each item and each page by itself; others'
 * writes are seen when their record has had the time to come. Reads that may lag see what was there
 * so long ago, or what came since.
 */
final class UpstreamSimulation {
  private static final int ACTIONS = 250;
  private static final int MAX_DEPTH = 3;

  /** So long after another's write its record has been told. */
  private static final Duration RECORD_LAG = Duration.ofMillis(400);

  private final int seed;
  private final Random random;
  private final Laws laws;
  private final boolean isShared;
  private final UpstreamModel upstream;
  private final CachingTableStore caches;
  private final List<String> trace = new ArrayList<>();
  private final List<Write> underWay = new ArrayList<>();
  private final List<Outcome> late = new ArrayList<>();
  private final Queue<Outcome> records = new ArrayDeque<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Set<String> beingLoaded = new HashSet<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private final int writing;
  private boolean isHeld;
  private int depth;
  private int values;

  /** An answer that must not be. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  private enum End {
    DONE,
    REFUSED,
    DONE_BUT_UNKNOWN,
    LATE,
    LOST
  }

  /** A write under way. {@code appliedAs} is the state that it led to, 0 before. */
  private static final class Write {
    final String key;
    final @Nullable String value;
    final End end;
    @Nullable ItemChange change;
    @Nullable WriteScope scope;
    int appliedAs;

    Write(String key, @Nullable String value, End end) {
      this.key = key;
      this.value = value;
      this.end = end;
    }
  }

  /** What becomes of an item, or is told of it, at that time at the latest. */
  private record Outcome(String key, @Nullable String value, long deadline) {}

  private record Task(long dueAt, Runnable action) {}

  UpstreamSimulation(int seed, Laws laws) {
    this.seed = seed;
    this.random = new Random(seed);
    this.writing = 1 << random.nextInt(4);
    this.laws = laws;
    this.isShared = laws.areOthersWriting();
    this.upstream = new UpstreamModel(laws, random, this::interleave);
    this.caches =
        CachingTableStore.over(
            upstream,
            new CacheOptions(
                1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true, upstream::now),
            (_, task, delay, unit) -> {
              tasks.add(new Task(upstream.now() + unit.toNanos(delay), task));
              return new CompletableFuture<>();
            });
  }

  void run() {
    for (int action = 0; action < ACTIONS; action++) {
      act();
    }
  }

  private void note(String what) {
    trace.add("  ".repeat(depth) + what);
  }

  private void interleave() {
    if (depth < MAX_DEPTH) {
      depth++;
      for (int count = random.nextInt(4); count > 0; count--) {
        act();
      }
      depth--;
    }
  }

  private void act() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> {
        if (random.nextInt(8) < writing) {
          write();
        }
      }
      case 3, 4, 5, 6 -> goOnWithAWrite();
      case 7, 12 ->
          pass(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 100 : 800)).toNanos());
      case 8 -> runTasks();
      case 9 -> comeLate();
      case 10 -> {
        if (random.nextInt(3) == 0) {
          hold();
        }
      }
      case 11 -> othersAct();
      default -> read();
    }
  }

  private String anyKey() {
    return (random.nextBoolean() ? "a" : "b") + random.nextInt(2);
  }

  /** A new value, indexed by one of two states, or none. */
  private @Nullable String anyValue() {
    return random.nextInt(5) == 0 ? null : (random.nextBoolean() ? "x" : "y") + ++values;
  }

  // Time

  private void pass(long nanos) {
    note("%d ms pass".formatted(nanos / 1_000_000));
    long target = upstream.now() + nanos;
    for (Outcome outcome : List.copyOf(late)) {
      if (outcome.deadline() <= target) {
        upstream.pass(Math.max(0, outcome.deadline() - upstream.now()));
        end(outcome);
      }
    }
    while (!records.isEmpty() && records.element().deadline() <= target) {
      tell(records.remove());
    }
    upstream.pass(target - upstream.now());
  }

  private void runTasks() {
    for (Task task : List.copyOf(tasks)) {
      if (task.dueAt() <= upstream.now()) {
        tasks.remove(task);
        task.action().run();
      }
    }
  }

  // Our writes

  private void write() {
    var write = new Write(anyKey(), anyValue(), anyEnd());
    note("%s becomes %s: %s".formatted(write.key, write.value, write.end));
    if (laws.fault() != Fault.BEGUN_WHEN_VISIBLE) {
      begin(write);
    }
    underWay.add(write);
  }

  private End anyEnd() {
    return random.nextInt(3) > 0 ? End.DONE : End.values()[random.nextInt(End.values().length)];
  }

  private void begin(Write write) {
    write.change = upstream.change(write.key, write.value);
    write.scope = upstream.begin(write.change);
  }

  private void goOnWithAWrite() {
    if (underWay.isEmpty()) {
      return;
    }
    Write write = underWay.get(random.nextInt(underWay.size()));
    boolean isToBeDone = write.end == End.DONE || write.end == End.DONE_BUT_UNKNOWN;
    if (isToBeDone && write.appliedAs == 0) {
      note("%s is %s".formatted(write.key, write.value));
      write.appliedAs = upstream.apply(write.key, write.value);
      return;
    }
    note("%s = %s ends: %s".formatted(write.key, write.value, write.end));
    underWay.remove(write);
    if (write.scope == null) {
      begin(write);
    }
    end(write, Objects.requireNonNull(write.scope), Objects.requireNonNull(write.change));
  }

  private void end(Write write, WriteScope scope, ItemChange change) {
    switch (write.end) {
      case DONE -> {
        if (laws.fault() == Fault.COMMITTED_AS_ABORTED) {
          scope.aborted();
        } else {
          scope.committed(random.nextInt(4) == 0 ? List.of() : List.of(change));
        }
        acknowledge(write.key, write.appliedAs);
      }
      case REFUSED -> scope.aborted();
      case DONE_BUT_UNKNOWN, LATE, LOST -> {
        if (laws.fault() == Fault.UNKNOWN_AS_ABORTED) {
          scope.aborted();
        } else {
          scope.unknown();
        }
        if (write.end == End.LATE) {
          late.add(
              new Outcome(write.key, write.value, upstream.now() + laws.quietTime().toNanos()));
        }
      }
    }
  }

  private void comeLate() {
    if (!late.isEmpty()) {
      end(late.get(random.nextInt(late.size())));
    }
  }

  private void end(Outcome outcome) {
    note("%s is %s, late".formatted(outcome.key(), outcome.value()));
    late.remove(outcome);
    upstream.apply(outcome.key(), outcome.value());
  }

  private void acknowledge(String key, int state) {
    if (isShared) {
      saw(key, state);
      saw("query " + key.charAt(0), state);
      saw("scan", state);
    } else {
      saw("all", state);
    }
  }

  private void saw(String subject, int state) {
    seen.merge(subject, state, Math::max);
  }

  /** A statement may change anything, and is not announced: meanwhile nothing is known. */
  private void hold() {
    if (isHeld) {
      return;
    }
    note("hold");
    upstream.hold();
    isHeld = true;
    interleave();
    for (int count = random.nextInt(3); count > 0; count--) {
      String key = anyKey();
      String value = anyValue();
      note("%s is %s, by a statement".formatted(key, value));
      acknowledge(key, upstream.apply(key, value));
    }
    interleave();
    note("release");
    upstream.release();
    isHeld = false;
  }

  // Others

  private void othersAct() {
    if (!isShared) {
      // Without a lease nothing is known, but nothing changes unannounced.
      note("blink");
      if (!isHeld) {
        upstream.blind();
        interleave();
        upstream.see(isHeld);
      }
    } else if (random.nextBoolean() && !records.isEmpty()) {
      tell(records.remove());
    } else {
      String key = anyKey();
      String value = anyValue();
      note("others make %s of %s".formatted(value, key));
      upstream.apply(key, value);
      records.add(new Outcome(key, value, upstream.now() + RECORD_LAG.toNanos()));
    }
  }

  private void tell(Outcome record) {
    if (laws.fault() != Fault.RECORDS_LOST) {
      note("others' %s of %s is told".formatted(record.value(), record.key()));
      upstream.begin(upstream.change(record.key(), record.value())).committed(List.of());
    }
  }

  // Reads

  private void read() {
    boolean isConsistent = random.nextInt(3) == 0;
    String key = anyKey();
    String other = anyKey();
    switch (random.nextInt(9)) {
      case 0 -> {
        QueryRequest query = Tables.ordersOf(key.substring(0, 1));
        readPage(
            "query " + key.charAt(0),
            isConsistent,
            state -> of(state, entry -> entry.getKey().startsWith(key.substring(0, 1))),
            () -> caches.read(isConsistent ? Tables.consistent(query) : query).page());
      }
      case 1 -> {
        ScanRequest scan = Tables.scan();
        readPage(
            "scan",
            isConsistent,
            State::values,
            () -> caches.read(isConsistent ? Tables.consistent(scan) : scan).page());
      }
      case 2, 3 -> {
        Duration lag = laws.indexLag();
        check(
            "index",
            Set.of("index"),
            isShared ? lag.plus(RECORD_LAG) : lag,
            state -> of(state, entry -> entry.getValue().startsWith("x")),
            () -> values(caches.read(Tables.ordersInState("x")).page()));
      }
      case 4 -> {
        if (!key.equals(other)) {
          readTogether(key, other);
        }
      }
      case 5 -> {
        if (!key.equals(other)) {
          readBatch(key, other, isConsistent);
        }
      }
      default -> {
        Map<String, AttributeValue> wanted = UpstreamModel.keyOf(key);
        check(
            key,
            isLoaded(isConsistent) ? Set.of(key) : Set.of(),
            lag(isConsistent),
            state -> Optional.ofNullable(state.values().get(key)),
            () ->
                Optional.ofNullable(
                    UpstreamModel.valueOf(
                        caches
                            .read(
                                isConsistent ? Tables.getConsistently(wanted) : Tables.get(wanted))
                            .item())));
      }
    }
  }

  private void readPage(
      String subject,
      boolean isConsistent,
      Function<State, Object> view,
      Supplier<ItemPage> reading) {
    check(
        subject,
        isLoaded(isConsistent) ? Set.of(subject) : Set.of(),
        lag(isConsistent),
        view,
        () -> values(reading.get()));
  }

  private void readTogether(String key, String other) {
    var wanted = Tables.transaction(List.of(UpstreamModel.keyOf(key), UpstreamModel.keyOf(other)));
    check(
        key + " and " + other,
        Set.of(),
        null,
        state ->
            List.of(
                Optional.ofNullable(state.values().get(key)),
                Optional.ofNullable(state.values().get(other))),
        () ->
            caches.read(wanted).items().stream()
                .map(item -> Optional.ofNullable(UpstreamModel.valueOf(item)))
                .toList());
  }

  /** Each of its items is read by itself. */
  private void readBatch(String key, String other, boolean isConsistent) {
    Set<String> keys = Set.of(key, other);
    if (isLoaded(isConsistent) && keys.stream().anyMatch(beingLoaded::contains)) {
      return;
    }
    note("batch of " + keys);
    var wanted =
        new KeysAndAttributes(
            List.of(UpstreamModel.keyOf(key), UpstreamModel.keyOf(other)),
            null,
            isConsistent,
            null,
            null,
            null);
    Map<String, Integer> oldest = new HashMap<>();
    keys.forEach(each -> oldest.put(each, oldest(each, lag(isConsistent))));
    if (isLoaded(isConsistent)) {
      beingLoaded.addAll(keys);
    }
    List<Item> found =
        Objects.requireNonNull(
            caches
                .read(
                    new BatchGetItemRequest(
                        Map.of(Tables.ORDERS, wanted), ReturnConsumedCapacity.NONE))
                .responses()
                .get(Tables.ORDERS));
    if (isLoaded(isConsistent)) {
      beingLoaded.removeAll(keys);
    }
    Map<String, String> values = values(found);
    oldest.forEach(
        (each, state) ->
            explain(
                each,
                state,
                Optional.ofNullable(values.get(each)),
                s -> Optional.ofNullable(s.values().get(each))));
  }

  /** Whether the caches may read for such a request what they keep. */
  private boolean isLoaded(boolean isConsistent) {
    return !isConsistent || ReadRules.of(laws.told(), Consistency.COHERENT).keepsConsistent();
  }

  private @Nullable Duration lag(boolean isConsistent) {
    return isConsistent || laws.readLag().isZero() ? null : laws.readLag();
  }

  private static Map<String, String> of(
      State state, java.util.function.Predicate<Map.Entry<String, String>> condition) {
    Map<String, String> some = new TreeMap<>(state.values());
    some.entrySet().removeIf(condition.negate());
    return some;
  }

  private static Map<String, String> values(ItemPage page) {
    return values(Objects.requireNonNull(page.items()));
  }

  private static Map<String, String> values(List<Item> items) {
    Map<String, String> values = new TreeMap<>();
    items.forEach(item -> values.put(UpstreamModel.nameOf(item), UpstreamModel.valueOf(item)));
    return values;
  }

  /**
   * @param subject what is read
   * @param loads what nobody else may be reading for the caches, since he would be further up on
   *     this stack and wait for ever
   * @param lag how old the answer may be; null for not at all
   */
  private void check(
      String subject,
      Set<String> loads,
      @Nullable Duration lag,
      Function<State, Object> view,
      Supplier<Object> reading) {
    if (loads.stream().anyMatch(beingLoaded::contains)) {
      return;
    }
    note("read " + subject);
    int oldest = oldest(subject, lag);
    beingLoaded.addAll(loads);
    Object answer = reading.get();
    beingLoaded.removeAll(loads);
    explain(subject, oldest, answer, view);
  }

  /** The oldest state that a read may see that begins now. */
  private int oldest(String subject, @Nullable Duration lag) {
    if (lag != null) {
      long allowed = isShared && !subject.equals("index") ? RECORD_LAG.toNanos() : 0;
      return upstream.lastBefore(upstream.now() - lag.toNanos() - allowed);
    }
    int known = seen.getOrDefault(isShared ? subject : "all", 0);
    return isShared
        ? Math.max(known, upstream.lastBefore(upstream.now() - RECORD_LAG.toNanos()))
        : known;
  }

  private void explain(String subject, int oldest, Object answer, Function<State, Object> view) {
    for (int at = oldest; at <= upstream.last(); at++) {
      if (view.apply(upstream.state(at)).equals(answer)) {
        saw(isShared ? subject : "all", at);
        return;
      }
    }
    throw new Violation(
        "seed %d: %s was answered with %s\n%s"
            .formatted(seed, subject, answer, String.join("\n", trace)));
  }
}
