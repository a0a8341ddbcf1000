package io.larder.store.lmdb.delivery;

import io.larder.protocol.operation.DestinationStatus;
import io.larder.store.delivery.DeliveredChange;
import io.larder.store.delivery.DeliveryException;
import io.larder.store.delivery.DeliveryFigures;
import io.larder.store.delivery.DeliveryTarget;
import io.larder.store.lmdb.changes.Delivery;
import io.larder.store.lmdb.changes.SequenceNumbers;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.logging.RareLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one delivery, in a thread of its own, until it has ended or is interrupted.
 *
 * <pre>
 *   ENABLING → ACTIVE            the stream is there; changes are kept since it was asked for
 *   ENABLING → ENABLE_FAILED     it is not, or cannot be reached for a while: all is given up
 *   ACTIVE: read, send, release  again and again; what is not taken is sent again for a day
 *   DISABLING → DISABLED         all is sent, or could not be for a minute; then it is gone
 * </pre>
 *
 * <p>Of what is delivered the blocks are released now and then, and when it stops: after a kill
 * what was delivered since is delivered again. It keeps numbers only; changes are read anew for
 * each attempt, so that streams which take nothing hold no memory.
 */
final class DeliveryRun implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryRun.class);

  /** So long a change is tried to be delivered. */
  private static final Duration RETENTION = Duration.ofHours(24);

  /** So long after its end a delivery goes on with what it has. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** So long a stream may be out of reach when it is to be enabled. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long FIRST_BACKOFF = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long MAX_BACKOFF = TimeUnit.SECONDS.toNanos(5);
  private static final long BETWEEN_RELEASES = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE = TimeUnit.HOURS.toNanos(1);

  private final int id;
  private final Deliverer.Parts parts;
  private final DeliveryFigures figures;
  private final Progress progress;
  private final RareLine failed;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private final Semaphore signal = new Semaphore(0);
  private int failures;
  private @Nullable Instant updating;

  /** All blocks up to that number have been let go. */
  private long released;

  private long lastRelease;

  DeliveryRun(int id, Deliverer.Parts parts, DeliveryFigures figures) {
    this.id = id;
    this.parts = parts;
    this.figures = figures;
    this.progress = new Progress(figures);
    this.failed = new RareLine(parts.ticker()::nanos);
  }

  /** Says that there is something to do. */
  void wake() {
    if (isDue.compareAndSet(false, true)) {
      signal.release();
    }
  }

  @Override
  public void run() {
    try {
      Delivery delivery = delivery();
      while (delivery != null && !parts.closed().get() && !Thread.interrupted()) {
        long nanos = step(delivery);
        if (nanos > 0 && signal.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
          isDue.set(false);
        }
        delivery = delivery();
      }
    } catch (InterruptedException _) {
      // The store is being closed.
    } finally {
      stop();
    }
  }

  private @Nullable Delivery delivery() {
    return parts.tables().get().streams().deliveries().find(id);
  }

  private void stop() {
    Delivery delivery = delivery();
    if (delivery == null) {
      parts.options().counts().close(id);
    } else {
      try {
        release(delivery);
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("What was delivered will be delivered again");
      }
    }
  }

  /** Does what is due, and says for how long there may be nothing else. */
  private long step(Delivery delivery) throws InterruptedException {
    try {
      DestinationStatus status = DestinationChanges.status(parts.tables().get(), delivery);
      long nanos =
          status == DestinationStatus.ENABLING && delivery.isOpen()
              ? enable(delivery)
              : deliver(delivery, status);
      failures = 0;
      return nanos;
    } catch (DeliveryException e) {
      failed.log(
          LOG.atWarn()
              .addKeyValue("table", delivery.tableName())
              .addKeyValue("stream", delivery.streamArn())
              .addKeyValue("reason", e.getMessage()),
          "Changes cannot be delivered");
    } catch (RuntimeException e) {
      // The store refuses, a key was taken away, or a block cannot be read.
      failed.log(
          LOG.atError().setCause(e).addKeyValue("table", delivery.tableName()),
          "Changes that are to be delivered cannot be read");
    }
    backOff();
    return 0;
  }

  /** Waits whatever comes in: who writes to the table must not make it hurry. */
  private void backOff() throws InterruptedException {
    long nanos = Math.min(MAX_BACKOFF, FIRST_BACKOFF << Math.min(failures, 10));
    failures++;
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  private long enable(Delivery delivery) throws DeliveryException, InterruptedException {
    Instant now = parts.clock().instant();
    Duration left = Duration.between(now, delivery.created().plus(parts.pace().enabling()));
    if (left.isPositive()) {
      return left.toNanos();
    }
    try {
      parts.permits().acquire();
      try {
        parts.options().target().check(delivery.streamArn());
      } finally {
        parts.permits().release();
      }
    } catch (DeliveryException e) {
      if (!e.isFinal() && now.isBefore(delivery.created().plus(PATIENCE))) {
        throw e;
      }
      complete(DestinationChanges.fail(delivery, String.valueOf(e.getMessage())));
      return 0;
    }
    complete(DestinationChanges.settle(delivery, DestinationStatus.ENABLING));
    return 0;
  }

  private long deliver(Delivery delivery, @Nullable DestinationStatus status)
      throws DeliveryException, InterruptedException {
    Instant closed = delivery.closed();
    Instant now = parts.clock().instant();
    boolean isAllSent = (closed != null && !now.isBefore(closed.plus(GRACE))) || send(delivery);
    if (!isAllSent) {
      releaseNowAndThen(delivery);
      return 0;
    }
    if (closed != null) {
      Duration left = Duration.between(now, closed.plus(parts.pace().disabling()));
      if (left.isPositive()) {
        return left.toNanos();
      }
      complete(DestinationChanges.end(delivery));
      return 0;
    }
    releaseNowAndThen(delivery);
    long unreleased = progress.delivered() > released ? BETWEEN_RELEASES : IDLE;
    return Math.min(unreleased, settleUpdate(delivery, status, now));
  }

  private long settleUpdate(Delivery delivery, @Nullable DestinationStatus status, Instant now) {
    if (status != DestinationStatus.UPDATING) {
      updating = null;
      return IDLE;
    }
    if (updating == null) {
      updating = now;
    }
    Duration left = Duration.between(now, updating.plus(parts.pace().updating()));
    if (!left.isPositive()) {
      complete(DestinationChanges.settle(delivery, DestinationStatus.UPDATING));
      return IDLE;
    }
    return left.toNanos();
  }

  /** Sends what comes next; true if there is nothing. */
  private boolean send(Delivery delivery) throws DeliveryException, InterruptedException {
    parts.permits().acquire();
    try {
      long horizon = SequenceNumbers.at(parts.clock().instant().minus(RETENTION));
      ChangePage page = read(delivery, horizon);
      figures.lost(page.expired());
      if (page.changes().isEmpty()) {
        figures.waitsSince(null);
        boolean isAll = !page.isFull();
        progress.finish(page);
        return isAll;
      }
      progress.skipTo(page.changes().getFirst().number());
      figures.waitsSince(SequenceNumbers.timeOf(page.changes().getFirst().number()));
      List<DeliveredChange> sent = progress.missing(page);
      List<DeliveryTarget.Receipt> receipts =
          parts.options().target().put(delivery.streamArn(), sent);
      if (!progress.update(page, sent, receipts)) {
        throw new DeliveryException("the stream did not take all of them", false);
      }
      return false;
    } finally {
      parts.permits().release();
    }
  }

  private ChangePage read(Delivery delivery, long horizon) {
    try {
      return parts.reads().read(delivery, progress.next(), horizon);
    } catch (RuntimeException e) {
      // What cannot be read does not stand in the way for longer than what cannot be sent.
      progress.skipTo(horizon);
      throw e;
    }
  }

  private void releaseNowAndThen(Delivery delivery) {
    if (progress.delivered() > released
        && parts.ticker().nanos() - lastRelease >= BETWEEN_RELEASES) {
      release(delivery);
    }
  }

  private void release(Delivery delivery) {
    long last = progress.delivered();
    if (last > released) {
      complete(DestinationChanges.release(delivery, last));
      released = last;
    }
    lastRelease = parts.ticker().nanos();
  }

  private void complete(Work<Boolean> chunks) {
    while (!parts.writer().submit(chunks).join()) {}
  }
}
