package io.larder.proxy.maintenance;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.Maintenance;
import io.larder.store.lmdb.maintenance.Backups;
import io.larder.store.lmdb.maintenance.Progress;
import io.larder.store.lmdb.maintenance.StoreMaintenance;
import io.larder.store.lmdb.maintenance.VerificationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long work on the stores of this server, one at a time on a thread of its own. Of the last one is
 * kept what became of it. Safe for any number of threads.
 */
public final class Jobs implements Maintenance, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String RUNNING = "running";
  private static final int ACCEPTED = 202;
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Supplier<SortedMap<String, StoreMaintenance>> stores;
  private final Path backups;
  private final InstantSource clock;
  private @Nullable Job last;
  private boolean closed;

  /**
   * @param stores by region; the server's own is {@code ""}
   * @param backups the folder in which backups are made
   */
  public Jobs(
      Supplier<SortedMap<String, StoreMaintenance>> stores, Path backups, InstantSource clock) {
    this.stores = stores;
    this.backups = backups;
    this.clock = clock;
  }

  /** What is to be done; writes the members of its result. */
  @FunctionalInterface
  private interface Work {
    void run(Job job, JsonWriter result) throws IOException;
  }

  /** One piece of work; its thread writes, any reads. */
  private static final class Job implements Progress {
    private final String kind;
    private final Instant begun;
    private volatile String step = "begin";
    private volatile long done;
    private volatile long total;
    private volatile boolean isCancelled;
    private volatile String state = RUNNING;
    private volatile byte[] result = {};
    private @Nullable Thread thread;

    Job(String kind, Instant begun) {
      this.kind = kind;
      this.begun = begun;
    }

    @Override
    public void at(String step, long done, long total) {
      this.step = step;
      this.done = done;
      this.total = total;
      if (isCancelled) {
        throw new CancellationException();
      }
    }

    boolean isRunning() {
      return state.equals(RUNNING);
    }

    String json() {
      // Read once, and before the result, which is there before its state says so.
      String now = state;
      var json = new JsonWriter();
      json.beginObject().name("job").value(kind).name("state").value(now);
      json.name("startedAt").value(begun.toString());
      json.name("step").value(step).name("done").value(done).name("total").value(total);
      if (!now.equals(RUNNING) && result.length > 0) {
        json.name("result").rawValue(result, 0, result.length);
      }
      json.endObject();
      return new String(json.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Answer verify() {
    return begin("verify", this::verify);
  }

  private void verify(Job job, JsonWriter result) throws IOException {
    SortedMap<String, VerificationReport> reports = new TreeMap<>();
    for (Map.Entry<String, StoreMaintenance> store : stores.get().entrySet()) {
      reports.put(store.getKey(), store.getValue().verify(job));
    }
    VerificationText.write(reports, result);
  }

  @Override
  public Answer backUp(@Nullable String given) {
    String name = given == null ? TIMESTAMP.format(clock.instant()) : given;
    return NAME.matcher(name).matches()
        ? begin("backup", (job, result) -> backUp(backups.resolve(name), job, result))
        : refusal(BAD_REQUEST, "the name of a backup must be letters, digits, '.', '_' and '-'");
  }

  private void backUp(Path target, Job job, JsonWriter result) throws IOException {
    Map<String, Backups.Copying> copies = new LinkedHashMap<>();
    stores
        .get()
        .forEach(
            (region, store) ->
                copies.put(region.isEmpty() ? "" : Backups.REGIONS + "/" + region, store::copyTo));
    long records = Backups.make(copies, target, job);
    result
        .beginObject()
        .name("folder")
        .value(target.toAbsolutePath().toString())
        .name("records")
        .value(records)
        .endObject();
  }

  private synchronized Answer begin(String kind, Work work) {
    Job running = last;
    if (running != null && running.isRunning()) {
      return refusal(CONFLICT, "busy with another: " + running.kind);
    }
    if (closed) {
      return refusal(CONFLICT, "the server is stopping");
    }
    if (stores.get().isEmpty()) {
      return refusal(CONFLICT, "the tables are kept by the upstream");
    }
    var job = new Job(kind, clock.instant());
    last = job;
    job.thread = Thread.ofPlatform().name("larder-" + kind).daemon().start(() -> run(job, work));
    return new Answer(ACCEPTED, job.json());
  }

  private static void run(Job job, Work work) {
    LOG.atInfo().addKeyValue("job", job.kind).log("Long work has begun");
    String state = "failed";
    var result = new JsonWriter();
    try {
      work.run(job, result);
      state = "done";
    } catch (CancellationException e) {
      state = "cancelled";
    } catch (IOException e) {
      LOG.atError().addKeyValue("job", job.kind).setCause(e).log("Long work has failed");
      result = reason(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("job", job.kind).setCause(e).log("Long work has failed");
      result = reason("internal error, see the log of the server");
    }
    job.result = result.toByteArray();
    job.state = state;
    LOG.atInfo()
        .addKeyValue("job", job.kind)
        .addKeyValue("state", state)
        .log("Long work has ended");
  }

  private static JsonWriter reason(String text) {
    var json = new JsonWriter();
    json.beginObject().name("reason").value(text).endObject();
    return json;
  }

  private static Answer refusal(int status, String reason) {
    return new Answer(status, new String(reason(reason).toByteArray(), StandardCharsets.UTF_8));
  }

  @Override
  public synchronized Answer state() {
    Job job = last;
    return job == null ? refusal(NOT_FOUND, "nothing was begun yet") : new Answer(OK, job.json());
  }

  @Override
  public synchronized Answer cancel() {
    Job job = last;
    if (job == null || !job.isRunning()) {
      return refusal(CONFLICT, "nothing is under way");
    }
    job.isCancelled = true;
    return new Answer(OK, job.json());
  }

  /** Ends the work that is under way, and waits for that: a store cannot be closed before. */
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      closed = true;
      Job job = last;
      if (job == null) {
        return;
      }
      job.isCancelled = true;
      thread = job.thread;
    }
    boolean isInterrupted = false;
    while (thread != null && thread.isAlive()) {
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
