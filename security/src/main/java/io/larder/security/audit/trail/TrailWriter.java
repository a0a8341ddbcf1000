package io.larder.security.audit.trail;

import io.larder.protocol.wire.JsonWriter;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditOptions.Overflow;
import io.larder.security.audit.files.OpenLog;
import io.larder.security.audit.files.TrailFiles;
import io.larder.security.audit.record.RecordWriter;
import io.larder.security.audit.trail.EventQueue.Entry;
import io.larder.store.logging.RareLine;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that makes records of events and writes them: of many with one sync of the disk, if
 * somebody waits for one of them, and else once a second. As long as the disk refuses, what was
 * taken waits for it, and what waits in the queue stays there, or is dropped.
 */
final class TrailWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TrailWriter.class);
  private static final int MAX_GROUP = 4096;
  private static final int MAX_UNWRITTEN = 256 * 1024;
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long SYNC_MILLIS = 1000;

  private final EventQueue queue;
  private final RecordWriter records;
  private final TrailFiles files;
  private final Overflow overflow;
  private final InstantSource clock;
  private final RareLine failures = new RareLine(System::nanoTime);
  private final RareLine drops = new RareLine(System::nanoTime);
  private final List<Entry> awaited = new ArrayList<>();
  private final AtomicLong count = new AtomicLong();

  private JsonWriter json = new JsonWriter();
  private long lastSync;
  private long droppedTold;
  private volatile boolean isFailing;
  private volatile boolean isStopping;

  TrailWriter(
      EventQueue queue,
      RecordWriter records,
      TrailFiles files,
      Overflow overflow,
      InstantSource clock) {
    this.queue = queue;
    this.records = records;
    this.files = files;
    this.overflow = overflow;
    this.clock = clock;
  }

  /** True if the disk has refused the last attempt. */
  boolean isFailing() {
    return isFailing;
  }

  /** Records that were written. */
  long records() {
    return count.get();
  }

  /** Lets the thread end, once what waits is written. */
  void stop() {
    isStopping = true;
  }

  @Override
  public void run() {
    boolean wasBusy = true;
    while (!(isStopping && queue.isEmpty())) {
      boolean isBusy = step();
      if (isFailing) {
        if (isStopping) {
          break;
        }
        queue.nap(AGAIN_NANOS);
      } else if (isBusy || wasBusy) {
        if (!isStopping) {
          queue.nap(NAP_NANOS);
        }
      } else {
        queue.sleep(Math.max(NAP_NANOS, Math.min(files.rest().toNanos(), AGAIN_NANOS * 60)));
      }
      wasBusy = isBusy || files.unsynced() > 0;
    }
    try (files) {
      if (queue.dropped() > droppedTold) {
        // The last of them may have been dropped when nothing came after them.
        tellDropped(files.log());
      }
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("The audit could not be completed");
    }
  }

  /** Writes what waits. False if there was nothing. */
  private boolean step() {
    try {
      if (isFailing) {
        files.sync();
        tellAwaited(true);
        files.tick();
      }
      int group = take();
      boolean isDue = clock.millis() - lastSync >= SYNC_MILLIS || isStopping;
      if (!awaited.isEmpty() || (isDue && files.unsynced() > 0)) {
        files.sync();
        lastSync = clock.millis();
        tellAwaited(true);
      } else if (files.unsynced() > MAX_UNWRITTEN) {
        files.write();
      }
      files.tick();
      if (isFailing) {
        isFailing = false;
        LOG.atInfo().log("The audit is written again");
      }
      return group > 0;
    } catch (IOException | RuntimeException e) {
      // Whatever it is: as long as nothing is written, nothing may go on unrecorded.
      fail(e);
      return true;
    }
  }

  private int take() throws IOException {
    int group = 0;
    while (group < MAX_GROUP && !queue.isEmpty()) {
      OpenLog log = files.log();
      if (group == 0) {
        tellDropped(log);
      }
      Entry entry = queue.poll();
      if (entry == null) {
        break;
      }
      group++;
      add(entry.event, log);
      if (entry.isAwaited()) {
        awaited.add(entry);
      }
    }
    return group;
  }

  private void add(AuditEvent event, OpenLog log) {
    json.clear();
    try {
      records.write(event, json);
    } catch (RuntimeException defect) {
      failures.log(LOG.atError().setCause(defect), "A record had to do without its parameters");
      json = new JsonWriter();
      records.write(event.withoutParameters(), json);
    }
    log.add(json.buffer(), json.length(), event.timeMillis());
    queue.giveBack(event.heldBytes());
    count.incrementAndGet();
  }

  /** Records how many records there are not. */
  private void tellDropped(OpenLog log) {
    long dropped = queue.dropped();
    if (dropped > droppedTold) {
      drops.log(LOG.atWarn().addKeyValue("records", dropped), "Records of the audit were dropped");
      json.clear();
      records.writeDropped(dropped - droppedTold, clock.millis(), json);
      log.add(json.buffer(), json.length(), clock.millis());
      droppedTold = dropped;
    }
  }

  private void tellAwaited(boolean isDurable) {
    awaited.forEach(entry -> tell(entry, isDurable));
    awaited.clear();
  }

  // What goes wrong with one answer must not keep others from theirs.
  private void tell(Entry entry, boolean isDurable) {
    try {
      entry.tell(isDurable);
    } catch (RuntimeException defect) {
      failures.log(LOG.atError().setCause(defect), "An answer could not be told");
    }
  }

  private void fail(Exception e) {
    isFailing = true;
    failures.log(
        LOG.atError().addKeyValue("overflow", overflow).setCause(e), "The audit cannot be written");
    boolean mayDrop = overflow == Overflow.DROP;
    tellAwaited(mayDrop);
    if (mayDrop) {
      for (Entry entry = queue.poll(); entry != null; entry = queue.poll()) {
        queue.giveBack(entry.event.heldBytes());
        queue.countDropped();
        tell(entry, true);
      }
    } else {
      // Their records stay, and will say what was done; but nobody is kept waiting.
      queue.waiting().forEach(entry -> tell(entry, false));
    }
  }
}
