package io.larder.store.lmdb;

import static io.larder.store.Requests.NOTHING;
import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.get;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putAction;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.scan;
import static io.larder.store.Requests.transaction;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.TABLE;

import io.larder.cache.CacheOptions;
import io.larder.cache.CachedItem;
import io.larder.cache.CachingTableStore;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.restart.Pace;
import io.larder.cache.restart.Warming;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TransactGetItem;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.store.ForwardingTableStore;
import io.larder.store.ItemChange;
import io.larder.store.NewTable;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.StreamReading;
import io.larder.store.Table;
import io.larder.store.TableStore;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.Model.Counted;
import io.larder.store.lmdb.Model.State;
import io.larder.store.lmdb.engine.Checkpoints;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.ForwardingLog;
import io.larder.store.lmdb.engine.ManualTicker;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.lmdb.engine.disk.DamagedStoreException;
import io.larder.store.lmdb.engine.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One schedule: what clients, the writer, checkpoints, readers that fill caches, and the disk do,
 * one after the other and within each other, as a random generator decides. All answers are held
 * against a {@link Model}.
 */
final class Simulation {
  private static final int ACTIONS = 120;
  private static final int MAX_DEPTH = 3;
  private static final int SORT_KEYS = 3;
  private static final Instant LAST_HOURS = Instant.EPOCH.plus(Duration.ofHours(20));
  private static final List<List<String>> LISTS =
      IntStream.range(0, 12).mapToObj(number -> List.of("list", "" + number)).toList();
  private static final List<String> LOGS = List.of("write-a.log", "write-b.log");

  private final int seed;
  private final Random random;

  /** For what has to do with streams: what else happens does not depend on it. */
  private final Random chance;

  private final Path directory;
  private final Defect defect;
  private final SimulatedDisk disk;
  private final ManualTicker ticker = new ManualTicker();
  private final List<String> trace = new ArrayList<>();
  private final List<Write> queued = new ArrayList<>();
  private final Set<Object> beingRead = new HashSet<>();
  private HeldTasks checkpointThread = new HeldTasks();
  private LmdbTableStore store;
  private CachingTableStore caches;
  private WatchedLog log;
  private long logBytes;
  private final SeenLists lists = new SeenLists();
  private Model model = new Model(State.EMPTY);
  private @Nullable State uncertain;
  private @Nullable Violation violation;
  private int depth = MAX_DEPTH;
  private int writes;
  private boolean isStepping;
  private boolean isBypassed;

  /** Whether somebody writes around the caches, which hear nothing of it. */
  private boolean isAround;

  /** What was cached when that was last kept in mind, and what is still to be read of it. */
  private final Map<String, Item> remembered = new TreeMap<>();

  private final List<String> toWarm = new ArrayList<>();

  /** What the next read of an item finds, whatever the store has. */
  private @Nullable Item broughtBack;

  /** Never a day after the beginning, so that nothing is trimmed. */
  private Instant time = Instant.EPOCH;

  private Fault fault = Fault.NONE;

  /**
   * What a schedule should find.
   *
   * @param steering what operators do to the caches
   */
  record Defect(
      UnaryOperator<WriteAheadLog> log, UnaryOperator<WriteObserver> observer, Steering steering) {
    static final Defect NONE =
        new Defect(UnaryOperator.identity(), UnaryOperator.identity(), Steering.RIGHT);

    Defect withLog(UnaryOperator<WriteAheadLog> other) {
      return new Defect(other, observer, steering);
    }

    Defect withObserver(UnaryOperator<WriteObserver> other) {
      return new Defect(log, other, steering);
    }

    Defect with(Steering other) {
      return new Defect(log, observer, other);
    }
  }

  /** How policies, invalidations and warm restarts are done. */
  enum Steering {
    RIGHT,
    /** The caches hear of no write while the table's reads bypass them. */
    DEAF_IN_BYPASS,
    /** An invalidation takes out what is there, and voids nothing that is being read. */
    ONLY_DROPS,
    /** A warm restart brings items back as they were, and does not read them. */
    BRINGS_IMAGES_BACK
  }

  /** An answer that must not be. */
  static final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    Violation(String message) {
      super(message);
    }
  }

  /** The process ends in the middle of a commit. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** A write that waits, and what it makes of a state; null if it is refused there. */
  private record Write(
      String text, Function<State, @Nullable State> effect, CompletableFuture<?> answer) {}

  Simulation(int seed, Path directory, Defect defect) throws IOException {
    this.seed = seed;
    this.random = new Random(seed);
    this.chance = new Random(~seed);
    this.directory = Files.createDirectory(directory);
    this.defect = defect;
    this.disk = new SimulatedDisk(random);
    this.store = open();
    CompletableFuture<?> table =
        store.change(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("global", "g:S", "sk:S", "n")
                .options(StreamReading.streaming(StreamViewType.NEW_AND_OLD_IMAGES))
                .request());
    store.writer().step();
    table.join();
    this.caches = cachesOverStore();
    depth = 0;
  }

  private LmdbTableStore open() {
    checkpointThread = new HeldTasks();
    logBytes = 1_000L + random.nextInt(8_000);
    return LmdbTableStore.withoutThread(
        LmdbOptions.durable(directory)
            .withMapSize(1 << 26)
            .withClock(() -> time)
            .withTimeToLiveSweep(Duration.ofDays(1000)),
        EngineParts.DEFAULT
            .withDisk(disk)
            .withRandom(random)
            .with(ticker)
            .with(new Checkpoints.Policy(logBytes, Duration.ofSeconds(1)))
            .withCheckpointThread(() -> checkpointThread)
            .with(this::watched));
  }

  private WriteAheadLog watched(WriteAheadLog opened) {
    log = new WatchedLog(defect.log().apply(opened));
    return log;
  }

  /** Lets other things happen around each group. */
  private final class WatchedLog extends ForwardingLog {
    WatchedLog(WriteAheadLog log) {
      super(log);
    }

    @Override
    public void append() throws IOException {
      interleave();
      dieIf(random.nextBoolean());
      super.append();
      interleave();
      dieIf(true);
    }

    private void dieIf(boolean now) {
      if (fault == Fault.DEATH && now) {
        throw new Killed();
      }
    }
  }

  private CachingTableStore cachesOverStore() {
    return CachingTableStore.over(
        new WatchedStore(store),
        new CacheOptions(1 << 20, Duration.ZERO, 1 << 20, Duration.ofHours(1), true));
  }

  /** Lets other things happen wherever the caches ask the store or hear of it. */
  private final class WatchedStore extends ForwardingTableStore {
    WatchedStore(LmdbTableStore real) {
      super(real);
    }

    @Override
    public void observe(WriteObserver observer) {
      super.observe(new Bystander());
      super.observe(unlessDeaf(defect.observer().apply(observer)));
      super.observe(new Bystander());
    }

    private WriteObserver unlessDeaf(WriteObserver observer) {
      return touched ->
          isAround || (defect.steering() == Steering.DEAF_IN_BYPASS && isBypassed)
              ? CompletableFuture.completedFuture(WriteScope.NONE)
              : observer.begin(touched);
    }

    @Override
    public <R extends Response> R read(Request.Read<R> request) {
      return interleaved(() -> super.read(request));
    }

    @Override
    public @Nullable Item item(PointPlan plan) {
      Item old = broughtBack;
      broughtBack = null;
      return interleaved(() -> old == null ? super.item(plan) : old);
    }

    @Override
    public ItemPage page(PagePlan plan) {
      return interleaved(() -> super.page(plan));
    }

    private <T extends @Nullable Object> T interleaved(Supplier<T> read) {
      interleave();
      T answer = read.get();
      interleave();
      return answer;
    }
  }

  private final class Bystander implements WriteListener {
    @Override
    public void begun(List<? extends Touched> touched) {
      interleave();
    }

    @Override
    public void committed(List<ItemChange> changes) {
      interleave();
    }

    @Override
    public void aborted() {
      interleave();
    }

    @Override
    public void unknown() {
      interleave();
    }
  }

  void run() throws IOException {
    try {
      for (int action = 0; action < ACTIONS; action++) {
        act();
        if (violation != null) {
          throw violation;
        }
      }
      restart(false);
    } finally {
      checkpointThread.dropAll();
      store.abandon();
    }
  }

  /** The first is kept: what it is thrown through may catch it. */
  private Violation violation(String what) {
    var found = new Violation("seed " + seed + ": " + what + "\n" + String.join("\n", trace));
    if (violation == null) {
      violation = found;
    }
    return found;
  }

  private void note(String what) {
    trace.add("  ".repeat(depth) + what);
  }

  // What happens

  private void act() throws IOException {
    switch (random.nextInt(24)) {
      case 0 -> restart(true);
      case 1 -> restart(false);
      case 2 -> step(Fault.NO_ROOM);
      case 3 -> step(Fault.FAILED_SYNC);
      case 4 -> step(Fault.DEATH);
      default -> actWithin();
    }
  }

  /** What may happen in the middle of something else. */
  private void actWithin() {
    if (chance.nextInt(14) == 0) {
      readStream();
    }
    if (chance.nextInt(10) == 0) {
      steer();
    }
    if (chance.nextInt(6) == 0) {
      warm();
    }
    switch (random.nextInt(14)) {
      case 0, 1, 2 -> submit();
      case 3, 4 -> step(Fault.NONE);
      case 5 -> checkpoint();
      case 6 -> registerList();
      case 7 -> lookAtLists();
      default -> read();
    }
  }

  /** Operators change the policy of the table, or have the caches forget. */
  private void steer() {
    String key = anyKeyOf(chance);
    Table table = Objects.requireNonNull(store.known(TABLE));
    switch (chance.nextInt(7)) {
      case 0 -> invalidate(table, key);
      case 1, 2 -> writeAround(table, key);
      case 3 -> remember(table);
      default -> {
        Set<Kept> kept = EnumSet.allOf(Kept.class);
        kept.removeIf(_ -> chance.nextInt(8) == 0);
        isBypassed = chance.nextInt(3) == 0;
        var policy =
            new TablePolicy(
                Duration.ZERO,
                Duration.ofHours(1),
                null,
                0,
                null,
                kept,
                isBypassed,
                chance.nextBoolean(),
                false,
                Duration.ZERO);
        note("treat by " + policy);
        caches.treat(Policies.of(policy));
      }
    }
  }

  private void invalidate(Table table, String key) {
    int extent = chance.nextInt(4);
    note("invalidate " + key + ", extent " + extent);
    if (defect.steering() == Steering.ONLY_DROPS) {
      caches.clear();
      return;
    }
    switch (extent) {
      case 0 -> caches.invalidate(table, table.primaryKey(item(keyOf(key))));
      case 1 -> caches.invalidatePartition(table, s(key.substring(0, 1)));
      case 2 -> caches.invalidate(table);
      default -> caches.invalidateAll();
    }
  }

  /**
   * Somebody changes an item around the caches, and has them forget it then. Until that is done
   * they may answer what was there before, so nobody asks them; reads that are under way go on
   * afterwards.
   */
  private void writeAround(Table table, String key) {
    if (isStepping || !queued.isEmpty() || store.failure().isPresent()) {
      return;
    }
    int outside = depth;
    depth = MAX_DEPTH;
    isAround = true;
    long count = ++writes;
    submit(
        "put %d at %s around the caches".formatted(count, key),
        state -> state.with(key, new Counted(count, true)),
        store.write(put(TABLE, attributes(key, count, ""))));
    step(Fault.NONE);
    isAround = false;
    invalidate(table, key);
    depth = outside;
  }

  /** Keeps in mind what is cached, for the next start. */
  private void remember(Table table) {
    note("remember what is cached");
    remembered.clear();
    for (String key : List.of("a0", "a1", "a2", "b0", "b1", "b2")) {
      CachedItem known = caches.peek(table.primaryKey(item(keyOf(key))));
      if (known != null && known.item() != null) {
        remembered.put(key, known.item());
      }
    }
  }

  /** Reads one of the items that were cached before the start. */
  private void warm() {
    if (toWarm.isEmpty()) {
      return;
    }
    String key = toWarm.removeLast();
    String text = "get " + key;
    if (!beingRead.add(text)) {
      return;
    }
    note("warm " + key);
    if (defect.steering() == Steering.BRINGS_IMAGES_BACK) {
      broughtBack = remembered.get(key);
    }
    var warming = new Warming(caches, new Pace(1, () -> 0, _ -> {}));
    boolean _ = warming.item(TABLE, item(keyOf(key)));
    broughtBack = null;
    beingRead.remove(text);
  }

  private void interleave() {
    if (depth < MAX_DEPTH) {
      depth++;
      for (int count = random.nextInt(3); count > 0; count--) {
        actWithin();
      }
      depth--;
    }
  }

  private void checkpoint() {
    note("time passes, checkpoints go on");
    ticker.pass(Duration.ofMillis(random.nextInt(1500)));
    if (chance.nextInt(4) == 0 && time.isBefore(LAST_HOURS)) {
      // Long enough for the streams to get other shards.
      ticker.pass(Duration.ofMinutes(1));
      time = time.plus(Duration.ofHours(1 + chance.nextInt(4)));
    }
    checkpointThread.runAll();
  }

  // Writes

  private void submit() {
    String key = anyKey();
    long count = ++writes;
    String pad = "x".repeat(random.nextInt(500));
    switch (random.nextInt(5)) {
      case 0 ->
          submit(
              "delete " + key,
              state -> state.without(key),
              caches.write(delete(TABLE, keyOf(key))));
      case 1 ->
          submit(
              "add 1 to " + key,
              state -> state.with(key, incremented(state.items().get(key))),
              caches.write(
                  update(TABLE, item(keyOf(key)), update("ADD n :one", ":one", n(1)), NOTHING)));
      case 2 ->
          submit(
              "put %d at %s if absent".formatted(count, key),
              state ->
                  state.items().containsKey(key) ? null : state.with(key, new Counted(count, true)),
              caches.write(
                  putIf(
                      TABLE,
                      item(attributes(key, count, pad)),
                      condition("attribute_not_exists(pk)"))));
      case 3 -> {
        String other = anyKey();
        if (!other.equals(key)) {
          submit(
              "put %d at %s and %s".formatted(count, key, other),
              state ->
                  state.with(key, new Counted(count, true)).with(other, new Counted(count, true)),
              caches.write(
                  transaction(
                      putAction(TABLE, attributes(key, count, pad)),
                      putAction(TABLE, attributes(other, count, pad)))));
        }
      }
      default ->
          submit(
              "put %d at %s".formatted(count, key),
              state -> state.with(key, new Counted(count, true)),
              caches.write(put(TABLE, attributes(key, count, pad))));
    }
  }

  private void submit(
      String text, Function<State, @Nullable State> effect, CompletableFuture<?> answer) {
    note(text);
    if (store.failure().isEmpty()) {
      queued.add(new Write(text, effect, answer));
    }
  }

  private void registerList() {
    List<String> names = LISTS.get(random.nextInt(LISTS.size()));
    CompletableFuture<Integer> answer = store.attributeLists().register(names);
    if (answer.isDone()) {
      lookAtLists();
    } else {
      submit("register " + names, state -> state, answer);
    }
    var _ = answer.thenAccept(id -> require(lists.saw(names, id)));
  }

  private void lookAtLists() {
    note("look at lists");
    require(lists.look(store.attributeLists(), LISTS));
  }

  private void require(@Nullable String fault) {
    if (fault != null) {
      throw violation(fault);
    }
  }

  private static Counted incremented(@Nullable Counted item) {
    return item == null ? new Counted(1, false) : new Counted(item.count() + 1, item.indexed());
  }

  private String anyKey() {
    return anyKeyOf(random);
  }

  private static String anyKeyOf(Random random) {
    return (random.nextBoolean() ? "a" : "b") + random.nextInt(SORT_KEYS);
  }

  private static Object[] keyOf(String key) {
    return new Object[] {"pk", s(key.substring(0, 1)), "sk", s(key.substring(1))};
  }

  private static Object[] attributes(String key, long count, String pad) {
    return new Object[] {
      "pk",
      s(key.substring(0, 1)),
      "sk",
      s(key.substring(1)),
      "g",
      s("g"),
      "n",
      n(count),
      "pad",
      s(pad)
    };
  }

  /** What befalls a group. */
  private enum Fault {
    NONE,
    NO_ROOM,
    FAILED_SYNC,
    DEATH
  }

  private void step(Fault befalls) {
    if (isStepping) {
      return;
    }
    note("step, " + befalls);
    List<Write> group = List.copyOf(queued);
    queued.clear();
    if (log.bytes() / 4 >= logBytes) {
      // The writer would wait for a checkpoint.
      checkpointThread.runAll();
    }
    List<Boolean> accepted = new ArrayList<>();
    for (Write write : group) {
      State made = write.effect().apply(model.last());
      accepted.add(made != null);
      model.make(made == null ? model.last() : made);
    }
    State made = model.last();
    fault = befalls;
    disk.setRoom(befalls == Fault.NO_ROOM ? random.nextInt(100) : Long.MAX_VALUE);
    disk.failSyncs(befalls == Fault.FAILED_SYNC);
    isStepping = true;
    store.writer().step();
    while (store.failure().isPresent() && store.writer().queueSize() > 0) {
      // What ended the store may have come before the writes.
      store.writer().step();
    }
    isStepping = false;
    disk.failSyncs(false);
    disk.setRoom(Long.MAX_VALUE);
    fault = Fault.NONE;
    if (violation == null) {
      end(group, accepted);
    }
    if (store.failure().isPresent() && uncertain == null) {
      uncertain = made;
    }
  }

  /** Either all of a group is answered as it should be, or all of it failed. */
  private void end(List<Write> group, List<Boolean> accepted) {
    boolean failed = false;
    for (int at = 0; at < group.size(); at++) {
      ServiceError error = refusal(group.get(at).answer());
      if (error instanceof ServiceError.InternalServer) {
        failed = true;
      } else if ((error == null) != accepted.get(at)) {
        throw violation(group.get(at).text() + " was answered by " + error);
      } else if (failed) {
        throw violation("only a part of a group failed");
      }
    }
    if (!failed) {
      model.commit();
    } else if (!model.abort()) {
      throw violation("a write was seen that failed");
    }
  }

  private @Nullable ServiceError refusal(CompletableFuture<?> answer) {
    if (!answer.isDone()) {
      throw violation("a write has no answer");
    }
    try {
      answer.join();
      return null;
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refused) {
        return refused.error();
      }
      throw e;
    }
  }

  // Ends and starts

  private void restart(boolean losesPower) throws IOException {
    note(losesPower ? "power is lost" : "the process is killed");
    queued.clear();
    checkpointThread.dropAll();
    store.abandon();
    if (losesPower) {
      disk.losePower();
    } else {
      disk.kill();
    }
    store = random.nextInt(4) == 0 ? openWithDamage() : openWhole();
    State found = found();
    if (!found.equals(model.committed()) && !found.equals(uncertain)) {
      throw violation("found " + found + " where there was " + model.committed());
    }
    model = new Model(found);
    uncertain = null;
    lookAtLists();
    if (!told().equals(found)) {
      throw violation("the stream tells " + told() + " where there is " + found);
    }
    isBypassed = false;
    caches = cachesOverStore();
    toWarm.clear();
    toWarm.addAll(remembered.keySet());
  }

  private LmdbTableStore openWhole() {
    try {
      return open();
    } catch (DamagedStoreException e) {
      throw violation("a store that nobody damaged is refused: " + e.getMessage());
    }
  }

  private State found() {
    try {
      return table(store.read(scan(TABLE, page().request())).page());
    } catch (ServiceException e) {
      throw violation("the table is gone: " + e.error().message());
    }
  }

  /** A bit of the log is not what it was: it is either told or not missed. */
  private LmdbTableStore openWithDamage() {
    Path file = directory.resolve(LOGS.get(random.nextInt(LOGS.size())));
    byte[] whole = disk.exists(file) ? disk.read(file) : new byte[0];
    if (whole.length == 0) {
      return openWhole();
    }
    int at = random.nextInt(whole.length);
    note("damage at " + at + " of " + file.getFileName());
    disk.flip(file, at);
    try {
      return open();
    } catch (RuntimeException e) {
      note("told: " + e.getMessage());
      disk.kill();
      disk.replace(file, whole);
      return openWhole();
    }
  }

  // Streams

  private void readStream() {
    note("read the stream");
    State told = told();
    if (!model.explainsStream(told)) {
      throw violation("the stream tells " + told);
    }
  }

  /** What becomes of the items of an empty table by all that its stream tells, in its order. */
  private State told() {
    SortedMap<String, Counted> items = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    for (StreamRecord change : StreamReading.records(store, StreamReading.arn(store, TABLE))) {
      String key = text(change.keys(), "pk") + text(change.keys(), "sk");
      Counted before =
          change.newImage() == null
              ? items.remove(key)
              : items.put(key, Objects.requireNonNull(counted(change.newImage())));
      if (!ids.add(change.eventId()) || !Objects.equals(before, counted(change.oldImage()))) {
        throw violation("the stream tells of " + key + " twice, or not in order");
      }
    }
    return new State(items);
  }

  // Reads

  private void read() {
    TableStore from = random.nextInt(4) == 0 ? store : caches;
    String key = anyKey();
    switch (random.nextInt(8)) {
      case 4, 5 -> {
        // Of one partition, so that pages are asked for again.
        Range range = Range.any("a", SORT_KEYS, random);
        var wanted = range.request(TABLE);
        read(range.toString(), range::of, () -> table(from.read(wanted).page()));
      }
      case 0 -> {
        var wanted = query(TABLE, key("pk = :p", ":p", s(key.substring(0, 1))), page().request());
        read(
            "query " + key.charAt(0),
            state -> state.of(key.substring(0, 1)),
            () -> table(from.read(wanted).page()));
      }
      case 1 ->
          read(
              "scan", state -> state, () -> table(from.read(scan(TABLE, page().request())).page()));
      case 2 -> {
        var wanted = query(TABLE, key("g = :g", ":g", s("g")), page("global").request());
        read("query index", State::indexed, () -> table(from.read(wanted).page()));
      }
      case 3 -> {
        String other = anyKey();
        if (!other.equals(key)) {
          var wanted =
              new TransactGetItemsRequest(
                  List.of(
                      new TransactGetItem(TABLE, item(keyOf(key)), null),
                      new TransactGetItem(TABLE, item(keyOf(other)), null)),
                  ReturnConsumedCapacity.NONE);
          read(
              "get " + key + " and " + other,
              state -> Arrays.asList(state.items().get(key), state.items().get(other)),
              () ->
                  from.read(wanted).items().stream()
                      .map(Simulation::counted)
                      .collect(Collectors.toCollection(ArrayList::new)));
        }
      }
      default ->
          read(
              "get " + key,
              state -> Optional.ofNullable(state.items().get(key)),
              () -> Optional.ofNullable(counted(from.read(get(TABLE, keyOf(key))).item())));
    }
  }

  private void read(String text, Function<State, Object> view, Supplier<Object> reading) {
    // A reader would wait for another one of the same that is further up on this stack.
    if (!beingRead.add(text)) {
      return;
    }
    note(text);
    int began = model.beginRead();
    Object answer = reading.get();
    beingRead.remove(text);
    if (violation == null && !model.explains(began, answer, view)) {
      throw violation(text + " was answered with " + answer);
    }
  }

  private static @Nullable Counted counted(@Nullable Item item) {
    if (item == null) {
      return null;
    }
    Map<String, AttributeValue> attributes = item.attributes();
    long count = ((AttributeValue.Num) attributes.get("n")).value().floor();
    return new Counted(count, attributes.containsKey("g"));
  }

  private static State table(ItemPage page) {
    SortedMap<String, Counted> items = new TreeMap<>();
    for (Item item : Objects.requireNonNull(page.items())) {
      items.put(text(item, "pk") + text(item, "sk"), Objects.requireNonNull(counted(item)));
    }
    return new State(items);
  }

  private static String text(Item item, String attribute) {
    return ((AttributeValue.Str) item.attributes().get(attribute)).value();
  }
}
