package io.larder.store.lmdb.delivery;

import io.larder.store.delivery.DeliveryOptions;
import io.larder.store.lmdb.changes.Deliveries;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.engine.Ticker;
import io.larder.store.lmdb.tables.ControlPlane;
import io.larder.store.lmdb.writer.Chore;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.Writer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets all deliveries of a store be made, each by a virtual thread that waits while there is
 * nothing to send. The writer's thread tells it what has become of deliveries and tables.
 */
public final class Deliverer implements Chore {
  /** So many send at once, each with one page in memory. */
  private static final int SENDING = 8;

  /** So long a thread may take to stop. */
  private static final Duration STOPPING = Duration.ofSeconds(10);

  private final Supplier<Tables> tables;
  private final DeliveryReads reads;
  private final DeliveryOptions options;
  private final DeliveryPace pace;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();
  private final Map<Integer, Delivery> seen = new HashMap<>();
  private @Nullable Deliveries looked;
  private volatile @Nullable Parts parts;

  /** What all deliveries share. */
  record Parts(
      Supplier<Tables> tables,
      Writer writer,
      DeliveryReads reads,
      DeliveryOptions options,
      DeliveryPace pace,
      InstantSource clock,
      Ticker ticker,
      Semaphore permits,
      AtomicBoolean closed) {}

  private record Running(DeliveryRun run, Thread thread) {}

  public Deliverer(
      Supplier<Tables> tables,
      DeliveryReads reads,
      DeliveryOptions options,
      ControlPlane pace,
      InstantSource clock,
      Ticker ticker) {
    this.tables = tables;
    this.reads = reads;
    this.options = options;
    this.pace = DeliveryPace.of(pace);
    this.clock = clock;
    this.ticker = ticker;
  }

  /** Begins with what there is, at the next step of the writer. */
  public void start(Writer writer) {
    var permits = new Semaphore(SENDING, true);
    parts =
        new Parts(
            tables, writer, reads, options, pace, clock, ticker, permits, new AtomicBoolean());
    reads.tell(this::wake);
  }

  private void wake(int streamId) {
    Running found = running.get(streamId);
    if (found != null) {
      found.run.wake();
    }
  }

  /** Looks what has become of the deliveries; there is nothing else for the writer to do. */
  @Override
  @SuppressWarnings("ReferenceEquality") // changed deliveries are another object
  public @Nullable Work<Boolean> next() {
    Parts current = parts;
    Deliveries now = tables.get().streams().deliveries();
    if (current != null && now != looked) {
      looked = now;
      now.all().forEach(delivery -> look(current, delivery));
      seen.values().removeIf(delivery -> isGone(now, delivery));
    }
    return null;
  }

  private void look(Parts current, Delivery delivery) {
    Delivery before = seen.put(delivery.id(), delivery);
    if (before == null) {
      start(current, delivery);
    } else if (!before.equals(delivery)) {
      wake(delivery.id());
    }
  }

  private void start(Parts current, Delivery delivery) {
    var run =
        new DeliveryRun(
            delivery.id(),
            current,
            current.options().counts().open(delivery.id(), delivery.tableName()));
    Thread thread = Thread.ofVirtual().name("larder-delivery-" + delivery.id()).unstarted(run);
    running.put(delivery.id(), new Running(run, thread));
    thread.start();
  }

  private boolean isGone(Deliveries now, Delivery delivery) {
    boolean isGone = now.find(delivery.id()) == null;
    if (isGone) {
      wake(delivery.id());
      running.remove(delivery.id());
      reads.forget(delivery.id());
    }
    return isGone;
  }

  /**
   * Stops all threads and lets go of what they have delivered; to be called before the writer is
   * closed, from another thread than its own.
   */
  public void close() {
    Parts current = parts;
    if (current == null) {
      return;
    }
    // The writer's thread may be about to start another one.
    current.closed().set(true);
    parts = null;
    running.values().forEach(each -> each.thread.interrupt());
    boolean interrupted = false;
    for (Running each : running.values()) {
      try {
        each.thread.join(STOPPING);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
