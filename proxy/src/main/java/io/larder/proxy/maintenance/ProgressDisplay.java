package io.larder.proxy.maintenance;

import io.larder.protocol.wire.JsonWriter;
import io.larder.store.lmdb.maintenance.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;

/**
 * Shows how far work has come: on a terminal a bar that is drawn again and again, elsewhere a line
 * now and then, or JSON. For one thread; {@link #cancel} may be called by any.
 */
public final class ProgressDisplay implements Progress {
  private static final int BAR = 30;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final String CLEAR = "\r\u001b[K";

  private final Form form;
  private final PrintWriter out;
  private final LongSupplier nanos;
  private String step = "";
  private long stepBegun;
  private long firstOfStep;
  private long shown;
  private boolean hasBar;
  private volatile boolean isCancelled;

  /** How it is shown, and how often. */
  public enum Form {
    BAR(SECOND / 5),
    LINES(10 * SECOND),
    JSON(SECOND);

    private final long interval;

    Form(long interval) {
      this.interval = interval;
    }

    /** What suits the place where the command runs. */
    @SuppressWarnings("SystemConsoleNull") // Java 25 has again none where there is no terminal
    public static Form of(boolean isJson) {
      if (isJson) {
        return JSON;
      }
      Console console = System.console();
      return console != null && console.isTerminal() ? BAR : LINES;
    }
  }

  /** {@code nanos} tells the time. */
  public ProgressDisplay(Form form, PrintWriter out, LongSupplier nanos) {
    this.form = form;
    this.out = out;
    this.nanos = nanos;
  }

  /** Lets the work end. */
  void cancel() {
    isCancelled = true;
  }

  @Override
  public void at(String name, long done, long total) {
    if (isCancelled) {
      throw new CancellationException();
    }
    long now = nanos.getAsLong();
    if (!name.equals(step)) {
      step = name;
      stepBegun = now;
      firstOfStep = done;
      shown = now;
    } else if (now - shown >= form.interval) {
      shown = now;
      show(now, done, total);
    }
  }

  private void show(long now, long done, long total) {
    double seconds = (now - stepBegun) / (double) SECOND;
    long rate = seconds > 0 ? Math.round((done - firstOfStep) / seconds) : 0;
    long left = rate > 0 && total > done ? (total - done) / rate : -1;
    switch (form) {
      case BAR -> {
        out.print(CLEAR + bar(done, total) + text(done, total, rate, left));
        hasBar = true;
      }
      case LINES -> out.println(text(done, total, rate, left));
      case JSON -> out.println(json(done, total, rate, left));
    }
    out.flush();
  }

  private static String bar(long done, long total) {
    int full = total <= 0 ? 0 : Math.clamp(BAR * done / total, 0, BAR);
    return "[" + "=".repeat(full) + " ".repeat(BAR - full) + "] ";
  }

  private String text(long done, long total, long rate, long left) {
    String share = total <= 0 ? "" : " %3d %%".formatted(Math.clamp(100 * done / total, 0, 100));
    String speed = rate > 0 ? ", %,d/s".formatted(rate) : "";
    String rest = left < 0 ? "" : ", %d:%02d left".formatted(left / 60, left % 60);
    return "%s%s, %,d%s%s".formatted(step, share, done, speed, rest);
  }

  private String json(long done, long total, long rate, long left) {
    var json = new JsonWriter();
    json.beginObject().name("step").value(step);
    json.name("done").value(done).name("total").value(total).name("perSecond").value(rate);
    if (left >= 0) {
      json.name("secondsLeft").value(left);
    }
    json.endObject();
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Takes the bar away, so that something else can be said. */
  public void end() {
    if (hasBar) {
      out.print(CLEAR);
      out.flush();
      hasBar = false;
    }
  }
}
