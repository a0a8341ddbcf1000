package io.larder.security.audit.trail;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.Request;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditOptions;
import io.larder.security.audit.AuditTrail;
import io.larder.security.audit.Site;
import io.larder.security.audit.files.TrailFiles;
import io.larder.security.audit.record.RecordWriter;
import io.larder.security.auth.Principal;
import io.larder.store.StoreGauge;
import io.larder.store.logging.RareLine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in files. Events wait, up to so many bytes, for the one thread that makes records of them
 * ({@link TrailWriter}).
 */
public final class FileAuditTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(FileAuditTrail.class);

  private final RareLine refusals = new RareLine(System::nanoTime);
  private final AuditOptions options;
  private final EventQueue queue;
  private final Strangers strangers;
  private final TrailWriter writer;
  private final Thread thread;

  private FileAuditTrail(
      AuditOptions options, EventQueue queue, Strangers strangers, TrailWriter writer) {
    this.options = options;
    this.queue = queue;
    this.strangers = strangers;
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("audit").daemon().unstarted(writer);
  }

  /**
   * Records in the folder of {@code options}, after what a process has left there is completed.
   *
   * @param keys finds the key of a table by its name or ARN, as far as it is known
   * @throws IOException if the folder or the key cannot be used
   */
  public static FileAuditTrail open(
      AuditOptions options,
      Function<String, @Nullable KeySchema> keys,
      InstantSource clock,
      RandomGenerator random)
      throws IOException {
    var queue = new EventQueue(options.queueBytes());
    var records = new RecordWriter(options.site(), keys, random);
    var files = TrailFiles.open(options, clock, random);
    var trail =
        new FileAuditTrail(
            options,
            queue,
            new Strangers(clock),
            new TrailWriter(queue, records, files, options.overflow(), clock));
    queue.takenBy(trail.thread);
    trail.thread.start();
    return trail;
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public boolean takes(
      String operation,
      Principal principal,
      @Nullable Request<?> request,
      @Nullable String region) {
    Site site = options.site();
    return options
        .selection()
        .takes(operation, principal, request, region == null ? site : site.in(region));
  }

  @Override
  public void admit(long bytes) {
    boolean isTaken = !(refuses() && writer.isFailing()) && queue.take(bytes);
    if (!isTaken) {
      if (refuses()) {
        queue.countRefused();
        refusals.log(LOG.atError(), "Calls are refused because they cannot be recorded");
        throw new ServiceException(UNAVAILABLE);
      }
      // The record is dropped when it comes, if there is still no room.
      queue.force(bytes);
    }
  }

  private boolean refuses() {
    return options.overflow() == AuditOptions.Overflow.REFUSE;
  }

  @Override
  public boolean record(AuditEvent event, boolean isAdmitted, @Nullable Told told) {
    if (event.principal() == null && event.origin() != null && !strangers.admit()) {
      return leftOut(event, isAdmitted, told);
    }
    boolean hasRoom = isAdmitted ? refuses() || !queue.isOver() : queue.take(event.heldBytes());
    if (hasRoom) {
      queue.add(new EventQueue.Entry(event, told));
      return true;
    }
    if (refuses()) {
      queue.countRefused();
      return false;
    }
    queue.countDropped();
    return leftOut(event, isAdmitted, told);
  }

  private boolean leftOut(AuditEvent event, boolean isAdmitted, @Nullable Told told) {
    if (isAdmitted) {
      queue.giveBack(event.heldBytes());
    }
    if (told != null) {
      told.recorded(true);
    }
    return true;
  }

  @Override
  public List<StoreGauge> gauges() {
    return List.of(
        new StoreGauge("audit_records", "Records of the audit.", true, writer::records),
        new StoreGauge(
            "audit_dropped_records",
            "Records of the audit for which there was no room.",
            true,
            queue::dropped),
        new StoreGauge(
            "audit_refused_calls",
            "Calls refused because they could not be recorded.",
            true,
            queue::refused),
        new StoreGauge(
            "audit_unrecorded_strangers",
            "Calls without a valid signature that were too many to be recorded.",
            true,
            strangers::leftOut),
        new StoreGauge(
            "audit_waiting_bytes",
            "Room taken by what waits to be recorded.",
            false,
            queue::bytes));
  }

  @Override
  public Optional<String> obstacle() {
    return refuses() && writer.isFailing()
        ? Optional.of("the audit cannot be written")
        : Optional.empty();
  }

  /** Returns when all is written, or when the disk refuses it. */
  @Override
  public void close() {
    writer.stop();
    queue.wake();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
