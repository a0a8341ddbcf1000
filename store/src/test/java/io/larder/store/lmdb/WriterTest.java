package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceError;
import io.larder.store.ItemChange;
import io.larder.store.NewTable;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.engine.EngineParts;
import io.larder.store.lmdb.engine.FailingLog;
import io.larder.store.lmdb.engine.WriteAheadLog;
import io.larder.store.lmdb.tables.ControlPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer's thread when something around it fails. */
final class WriterTest {
  @TempDir private Path directory;
  private final FailingLog.Access log = new FailingLog.Access();
  private final AtomicBoolean clockFails = new AtomicBoolean();
  private LmdbTableStore store;

  private void open(ControlPlane pace) {
    store =
        LmdbTableStore.open(
            LmdbOptions.durable(directory)
                .withClock(this::now)
                .withControlPlane(pace)
                .withTimeToLiveSweep(Duration.ofMillis(1)),
            EngineParts.DEFAULT.with(log::open));
  }

  private void openWithTable() {
    open(ControlPlane.INSTANT);
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
  }

  private Instant now() {
    if (clockFails.get()) {
      throw new IllegalStateException("the clock has failed");
    }
    return Instant.EPOCH;
  }

  @AfterEach
  void close() {
    store.close();
  }

  private CompletableFuture<?> save(String pk) {
    return store.write(put(TABLE, "pk", s(pk)));
  }

  private boolean isThere(String pk) {
    return store.read(get(TABLE, "pk", s(pk))).item() != null;
  }

  private static void awaitIdleWriter() {
    await()
        .pollInSameThread()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("larder-writer"))
                    .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
  }

  @Test
  void afterAFailedSyncTheWriterIsIdle() {
    openWithTable();
    log.fail(new IOException("Input/output error"));
    refusal(save("a"));

    awaitIdleWriter();
    assertThat(refusal(save("b"))).isInstanceOf(ServiceError.InternalServer.class);
    awaitIdleWriter();
  }

  @Test
  void whenThereIsNoRoomTheWriterIsIdleBetweenWrites() {
    openWithTable();
    log.fail(new WriteAheadLog.NotWrittenException(new IOException("No space left on device")));

    assertThat(refusal(save("a"))).isInstanceOf(ServiceError.InternalServer.class);

    awaitIdleWriter();
  }

  @Test
  void aDefectOutsideOfWritesLeavesNoWriteUnanswered() {
    open(ControlPlane.REALISTIC);
    store.change(NewTable.named(TABLE, "pk:S", "").request()).join();
    clockFails.set(true);

    var write = store.change(NewTable.named("Other", "pk:S", "").request());

    assertThat(refusal(write)).isInstanceOf(ServiceError.InternalServer.class);
    assertThat(store.failure()).isPresent();
  }

  /** Writes down what it hears, and throws where it is told to. */
  private static final class Listener implements WriteListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile String failsAt = "";

    private void hear(String news) {
      heard.add(news);
      if (failsAt.equals(news)) {
        throw new IllegalStateException("cannot take " + news);
      }
    }

    @Override
    public void begun(List<? extends Touched> touched) {
      hear("before");
    }

    @Override
    public void committed(List<ItemChange> changes) {
      hear("committed");
    }

    @Override
    public void aborted() {
      hear("aborted");
    }

    @Override
    public void unknown() {
      hear("unknown");
    }
  }

  private Listener listen(String failsAt) {
    var listener = new Listener();
    listener.failsAt = failsAt;
    store.observe(listener);
    return listener;
  }

  @Test
  void aListenerThatFailsAfterACommitKeepsNobodyInTheDark() {
    openWithTable();
    Listener failing = listen("committed");
    Listener other = listen("");

    save("a").join();
    save("b").join();

    assertThat(failing.heard).containsExactly("before", "committed", "before", "committed");
    assertThat(other.heard).isEqualTo(failing.heard);
    assertThat(store.failure()).isEmpty();
  }

  @Test
  void aListenerThatFailsBeforeACommitLetsItBeGivenUpForAllWhoHaveHeardOfIt() {
    openWithTable();
    Listener first = listen("");
    Listener failing = listen("before");
    Listener last = listen("");

    assertThat(refusal(save("a"))).isInstanceOf(ServiceError.InternalServer.class);
    failing.failsAt = "";
    save("b").join();

    assertThat(first.heard).containsExactly("before", "aborted", "before", "committed");
    assertThat(failing.heard).containsExactly("before", "before", "committed");
    assertThat(last.heard).containsExactly("before", "committed");
    assertThat(isThere("a")).isFalse();
    assertThat(isThere("b")).isTrue();
  }

  @Test
  void aListenerThatFailsAfterAFailureKeepsNobodyInTheDark() {
    openWithTable();
    listen("aborted");
    Listener other = listen("");
    log.fail(new WriteAheadLog.NotWrittenException(new IOException("full")));

    refusal(save("a"));

    assertThat(other.heard).containsExactly("before", "aborted");
  }

  @Test
  void whatTheLogMayHaveIsOfUnknownOutcome() {
    openWithTable();
    Listener listener = listen("");
    log.fail(new IOException("Input/output error"));

    refusal(save("a"));

    assertThat(listener.heard).containsExactly("before", "unknown");
    assertThat(store.failure()).isPresent();
  }

  @Test
  void anObserverThatIsReadyLaterLetsTheWriteWait() {
    openWithTable();
    var ready = new CompletableFuture<WriteScope>();
    var asked = new CompletableFuture<Boolean>();
    store.observe(
        _ -> {
          asked.complete(true);
          return ready;
        });

    CompletableFuture<?> write = save("a");
    asked.join();
    boolean visible = isThere("a");
    ready.complete(new Listener().begin(List.of()).toCompletableFuture().join());
    write.join();

    assertThat(visible).isFalse();
    assertThat(isThere("a")).isTrue();
  }

  @Test
  void anObserverThatSaysThatItCannotBeginLetsTheWriteBeGivenUp() {
    openWithTable();
    Listener other = listen("");
    WriteObserver refusing =
        _ -> CompletableFuture.failedFuture(new IllegalStateException("not a member"));
    store.observe(refusing);

    assertThat(refusal(save("a"))).isInstanceOf(ServiceError.InternalServer.class);

    assertThat(other.heard).containsExactly("before", "aborted");
    assertThat(isThere("a")).isFalse();
    assertThat(store.failure()).isEmpty();
  }

  @Test
  void aListenerHearsNoEndOfWhatItHasNotHeardBegin() {
    openWithTable();
    var late = new Listener();
    store.observe(
        new WriteListener() {
          @Override
          public void begun(List<? extends Touched> touched) {
            store.observe(late);
          }
        });

    save("a").join();

    assertThat(late.heard).isEmpty();
  }
}
