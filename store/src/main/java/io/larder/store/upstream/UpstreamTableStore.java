package io.larder.store.upstream;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.NamedTouched;
import io.larder.store.PagePlan;
import io.larder.store.PointPlan;
import io.larder.store.SharedTables;
import io.larder.store.StoreGauge;
import io.larder.store.StoreGuarantees;
import io.larder.store.StoreHealth;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.TableStore;
import io.larder.store.WriteObserver;
import io.larder.store.access.TableAccess;
import io.larder.store.logging.RareLine;
import io.larder.store.names.AttributeListStore;
import io.larder.store.observers.TableWatchers;
import io.larder.store.observers.WriteObservers;
import io.larder.store.trace.RequestTrace;
import io.larder.store.upstream.UpstreamOptions.Fill;
import io.larder.store.upstream.UpstreamOptions.Lags;
import io.larder.store.upstream.UpstreamOptions.Writers;
import io.larder.store.upstream.streams.TableStreams;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables that an upstream keeps. Reads block; a write has a virtual thread of its own. So many of
 * each are under way at once, and more are refused at once. Each kind of call is in a class of its
 * own; this one only says which.
 */
public final class UpstreamTableStore implements TableStore, StoreHealth, SharedTables {
  /** How long a definition is taken for good that the upstream gave. */
  private static final Duration METADATA_AGE = Duration.ofMinutes(1);

  /** The same while the upstream is changing the table. */
  private static final Duration UNSETTLED_AGE = Duration.ofSeconds(1);

  /** How long a name that has no table is not looked up for reads. */
  private static final Duration MISSING_AGE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamTableStore.class);

  private static final Duration CLOSING_PAUSE = Duration.ofMillis(5);

  private final UpstreamTransport transport;
  private final Duration writeTimeout;
  private final StoreGuarantees guarantees;
  private final Upstream upstream;
  private final CircuitBreaker breaker;
  private final Bulkhead reading;
  private final Bulkhead writing;
  private final WriteObservers observers;
  private final TableWatchers watchers;
  private final UpstreamTables tables;
  private final TableFinder finder;
  private final UpstreamReads reads;
  private final UpstreamWrites writes;
  private final UpstreamControl control;
  private final UpstreamAccess access;
  private final UpstreamAttributeLists attributeLists;
  private final AtomicInteger unanswered = new AtomicInteger();
  private final @Nullable TableStreams streams;
  private final ScheduledExecutorService later;
  private final ThreadFactory threads = Thread.ofVirtual().name("upstream-", 0).factory();
  private final RareLine defects = new RareLine(System::nanoTime);

  private UpstreamTableStore(
      UpstreamTransport transport, UpstreamOptions options, ScheduledExecutorService later) {
    this.transport = transport;
    this.writeTimeout = options.limits().writeTimeout();
    this.guarantees = guarantees(options);
    this.later = later;
    this.breaker = Guards.breaker();
    this.reading = Guards.bulkhead("upstream-reads", options.limits().reads());
    this.writing = Guards.bulkhead("upstream-writes", options.limits().writes());
    this.upstream = new Upstream(transport, options.limits(), breaker, System::nanoTime);
    this.observers = new WriteObservers(options.limits().writeTimeout(), System::nanoTime);
    this.watchers = new TableWatchers(System::nanoTime);
    this.tables = new UpstreamTables(options.controlTable(), watchers);
    this.finder =
        new TableFinder(
            tables,
            upstream,
            options.writers() == Writers.EXCLUSIVE,
            MISSING_AGE.toNanos(),
            System::nanoTime);
    this.reads = new UpstreamReads(tables, finder, upstream, fillsConsistently(options));
    var changes = new TableChanges(tables, upstream, observers, later, options.lags().quiet());
    this.writes =
        new UpstreamWrites(
            tables,
            finder,
            upstream,
            observers,
            changes,
            new WriteImages(options.engine().keepsItemsAsSent()));
    this.control =
        new UpstreamControl(tables, upstream, changes, options.writers() == Writers.EXCLUSIVE);
    this.access =
        new UpstreamAccess(
            finder, upstream::ask, work -> threads.newThread(work).start(), System::nanoTime);
    this.attributeLists =
        new UpstreamAttributeLists(
            this, options.controlTable(), work -> threads.newThread(work).start());
    this.streams = options.streams() == null ? null : streams(options);
  }

  /** Before any table is known, so that none is known before its stream is read. */
  private TableStreams streams(UpstreamOptions options) {
    // With a breaker of its own: another host may answer, and clients wait for none of it.
    var source = new Upstream(transport, options.limits(), Guards.breaker(), System::nanoTime);
    var made =
        new TableStreams(
            source::ask,
            tables,
            tables::defined,
            observers,
            Objects.requireNonNull(options.streams()),
            System::nanoTime,
            InstantSource.system());
    watchers.add(made::heard);
    return made;
  }

  /** A store of the tables that are behind {@code transport}, which it closes when it is closed. */
  public static UpstreamTableStore over(UpstreamTransport transport, UpstreamOptions options) {
    var later =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("upstream-tables").daemon().factory());
    later.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // A hold that is not released any more is of a store that is closed.
    later.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    var store = new UpstreamTableStore(transport, options, later);
    store.repeat(store.finder::refresh, METADATA_AGE);
    store.repeat(store.finder::refreshUnsettled, UNSETTLED_AGE);
    return store;
  }

  /** Runs the work again and again, that long after it has ended. */
  private void repeat(Runnable work, Duration pause) {
    Runnable once = () -> runAndRepeat(work, pause);
    var _ =
        later.schedule(
            () -> threads.newThread(once).start(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void runAndRepeat(Runnable work, Duration pause) {
    try {
      work.run();
    } catch (RuntimeException e) {
      defects.log(LOG.atError().setCause(e), "Tables could not be looked up again");
    }
    if (!later.isShutdown()) {
      repeat(work, pause);
    }
  }

  private static StoreGuarantees guarantees(UpstreamOptions options) {
    Lags lags = options.lags();
    boolean isDax = options.writers() == Writers.DAX;
    boolean isEventual = options.fill() == Fill.EVENTUAL;
    return new StoreGuarantees(
        options.writers() == Writers.EXCLUSIVE && !isEventual,
        lags.quiet(),
        isEventual && !isDax ? lags.fillQuarantine() : Duration.ZERO,
        isDax ? Duration.ZERO : lags.gsiQuarantine(),
        false);
  }

  private static boolean fillsConsistently(UpstreamOptions options) {
    return options.fill() == Fill.CONSISTENT && options.writers() != Writers.DAX;
  }

  /** The lists of attribute names that all servers before the upstream have in common. */
  public AttributeListStore attributeLists() {
    return attributeLists;
  }

  // Tables

  @Override
  public @Nullable Table known(String nameOrArn) {
    return tables.known(nameOrArn);
  }

  @Override
  public @Nullable Table defined(String nameOrArn) {
    return tables.defined(nameOrArn);
  }

  @Override
  public Table find(String nameOrArn) {
    return finder.find(nameOrArn).table();
  }

  @Override
  public @Nullable TableAccess access(String nameOrArn) {
    return access.known(nameOrArn);
  }

  @Override
  public TableAccess findAccess(String nameOrArn) {
    return reading(() -> access.find(nameOrArn));
  }

  @Override
  public NamedTouched touched(
      String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
    return tables.touched(tableName, partition, sort, indexNames);
  }

  @Override
  public boolean isCurrent(NamedTouched touched) {
    return tables.isCurrent(touched);
  }

  @Override
  public Hold hold(@Nullable String tableName) {
    return tables.hold(tableName);
  }

  @Override
  public StoreGuarantees guarantees() {
    return guarantees;
  }

  @Override
  public void observe(WriteObserver observer) {
    observers.add(observer);
  }

  @Override
  public void watch(Consumer<TableEvent> watcher) {
    watchers.add(watcher);
  }

  // Reads

  @Override
  public <R extends Response> R read(Request.Read<R> request) {
    return reading(() -> reads.read(request));
  }

  @Override
  public @Nullable Item item(PointPlan plan) {
    return reading(() -> reads.item(plan));
  }

  @Override
  public ItemPage page(PagePlan plan) {
    return reading(() -> reads.page(plan));
  }

  @Override
  public <R extends Response> R describe(Request.Describe<R> request) {
    return reading(() -> upstream.ask(request));
  }

  private <T extends @Nullable Object> T reading(Supplier<T> read) {
    if (!reading.tryAcquirePermission()) {
      throw Guards.tooMany();
    }
    try {
      return read.get();
    } finally {
      reading.onComplete();
    }
  }

  // Changes

  @Override
  public <R extends Response> CompletableFuture<R> write(Request.Write<R> request) {
    return start(writing, () -> writes.write(request));
  }

  @Override
  public <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return start(writing, () -> changing(() -> control.change(request)));
  }

  @Override
  public CompletableFuture<ForwardedResponse> forward(ForwardedRequest request) {
    ForwardedEffect effect = ForwardedEffect.of(request);
    return effect instanceof ForwardedEffect.Looks
        ? start(reading, () -> control.forward(request, effect))
        : start(writing, () -> changing(() -> control.forward(request, effect)));
  }

  /** Makes a call by which other tags and policies may be in effect, however it ends. */
  private <R> R changing(Supplier<R> call) {
    try {
      return call.get();
    } finally {
      access.changed();
    }
  }

  private <R> CompletableFuture<R> start(Bulkhead admission, Supplier<R> call) {
    if (!admission.tryAcquirePermission()) {
      return CompletableFuture.failedFuture(Guards.tooMany());
    }
    var answer = new CompletableFuture<R>();
    unanswered.incrementAndGet();
    Runnable work = () -> run(admission, call, answer);
    threads.newThread(RequestTrace.carried(work)).start();
    return answer;
  }

  private <R> void run(Bulkhead admission, Supplier<R> call, CompletableFuture<R> answer) {
    R response = null;
    Throwable failure = null;
    try {
      response = call.get();
    } catch (ServiceException e) {
      failure = e;
    } catch (Throwable e) {
      defects.log(LOG.atError().setCause(e), "A call of the upstream failed");
      failure = new ServiceException(new ServiceError.InternalServer("Internal server error"));
    } finally {
      admission.onComplete();
    }
    if (failure == null) {
      answer.complete(response);
    } else {
      answer.completeExceptionally(failure);
    }
    unanswered.decrementAndGet();
  }

  // Health

  /** While the upstream does not answer nothing can be written, but no restart helps. */
  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public List<StoreGauge> gauges() {
    List<StoreGauge> gauges =
        new ArrayList<>(
            UpstreamGauges.of(upstream, breaker, reading, writing, tables, attributeLists));
    if (streams != null) {
      gauges.addAll(streams.gauges());
    }
    return gauges;
  }

  /** Waits for the answers of what is under way, but no longer than a write may take. */
  @Override
  public void close() {
    long start = upstream.now();
    while (unanswered.get() > 0 && upstream.now() - start < writeTimeout.toNanos()) {
      LockSupport.parkNanos(CLOSING_PAUSE.toNanos());
    }
    later.shutdownNow();
    if (streams != null) {
      streams.close();
    }
    transport.close();
  }
}
