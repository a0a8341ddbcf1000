package io.larder.proxy.maintenance;

import io.larder.proxy.admin.AdminClient;
import io.larder.proxy.config.InvalidConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs what takes long for a command: shows how far it is, says in one line why it failed, and lets
 * it clean up when the command is interrupted.
 */
public final class LongCommand {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int CANNOT_TELL = 2;

  /** As the shell has it of a process that was interrupted. */
  public static final int INTERRUPTED = 130;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean isJson;

  /** {@code isJson}: what is shown on the way is JSON, too, and goes where the result goes. */
  public LongCommand(PrintWriter out, PrintWriter err, boolean isJson) {
    this.out = out;
    this.err = err;
    this.isJson = isJson;
  }

  /** The work; what it returns is the exit code. */
  @FunctionalInterface
  public interface Work {
    int run(ProgressDisplay progress) throws IOException, InterruptedException;
  }

  /**
   * Does the work.
   *
   * @param failed the exit code if it fails
   */
  public int run(int failed, Work work) {
    var display =
        new ProgressDisplay(ProgressDisplay.Form.of(isJson), isJson ? out : err, System::nanoTime);
    var ended = new CountDownLatch(1);
    Thread onExit = Thread.ofPlatform().unstarted(() -> cancel(display, ended));
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      int code = work.run(display);
      display.end();
      return code;
    } catch (CancellationException | InterruptedException e) {
      return fail(display, INTERRUPTED, "interrupted");
    } catch (InvalidConfigurationException e) {
      display.end();
      e.problems().forEach(problem -> err.println("larder: " + problem));
      return CANNOT_TELL;
    } catch (IOException e) {
      return fail(display, failed, e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      out.flush();
      ended.countDown();
      forget(onExit);
    }
  }

  private static void forget(Thread onExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The process is ending because of an interruption, which is what it waits for.
    }
  }

  /** Called while the process ends: it does not before the work has. */
  private static void cancel(ProgressDisplay display, CountDownLatch ended) {
    display.cancel();
    try {
      boolean _ = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int fail(ProgressDisplay display, int code, String reason) {
    display.end();
    err.println("larder: " + reason);
    err.flush();
    return code;
  }

  /** As an I/O error, in the words of the client. */
  static IOException cannotAsk(AdminClient.CannotAskException e) {
    return new IOException(e.reason(), e);
  }
}
