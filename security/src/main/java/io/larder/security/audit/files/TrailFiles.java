package io.larder.security.audit.files;

import io.larder.security.audit.AuditOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a folder: the log that grows, those that are complete, and the digests. What fails
 * can be tried again and loses nothing. For one thread.
 */
public final class TrailFiles implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TrailFiles.class);
  private static final String UNIQUE =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  private static final int UNIQUE_LENGTH = 16;
  private static final long MAX_LOG_BYTES = 32L * 1024 * 1024;

  private final AuditOptions options;
  private final AuditLayout layout;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final FileChannel lock;
  private final DigestChain digests;

  private @Nullable OpenLog log;
  private Instant begun = Instant.MIN;
  private Instant swept = Instant.MIN;

  private TrailFiles(
      AuditOptions options,
      AuditLayout layout,
      InstantSource clock,
      RandomGenerator random,
      FileChannel lock,
      DigestChain digests) {
    this.options = options;
    this.layout = layout;
    this.clock = clock;
    this.random = random;
    this.lock = lock;
    this.digests = digests;
  }

  /**
   * Opens a folder, which is made if it is not there, completes what was left in it, and signs
   * that.
   *
   * @throws IOException also if another process uses it
   */
  public static TrailFiles open(AuditOptions options, InstantSource clock, RandomGenerator random)
      throws IOException {
    var layout = new AuditLayout(options.folder(), options.site());
    AuditFolder.create(layout.open());
    FileChannel lock = lock(options.folder());
    try {
      SigningKey key = SigningKey.open(options.key());
      new LeftLogs(layout).complete();
      DigestChain digests = DigestChain.open(layout, key, clock.instant());
      digests.write(clock.instant());
      return new TrailFiles(options, layout, clock, random, lock, digests);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // This very process has it.
    }
    channel.close();
    throw new IOException(folder + " is used by another process");
  }

  /** The log that records are added to; begun if there is none. */
  public OpenLog log() throws IOException {
    OpenLog current = log;
    if (current == null) {
      begun = clock.instant();
      current = OpenLog.create(layout.open().resolve(layout.logName(begun, unique())));
      log = current;
    }
    return current;
  }

  private String unique() {
    var text = new StringBuilder(UNIQUE_LENGTH);
    for (int i = 0; i < UNIQUE_LENGTH; i++) {
      text.append(UNIQUE.charAt(random.nextInt(UNIQUE.length())));
    }
    return text.toString();
  }

  /** Bytes of records that are not durable. */
  public int unsynced() {
    return log == null ? 0 : log.unsynced();
  }

  /** Writes what was added, so that it outlives the process. */
  public void write() throws IOException {
    if (log != null) {
      log.write();
    }
  }

  /** Writes what was added, so that it outlives the machine. */
  public void sync() throws IOException {
    if (log != null) {
      log.sync();
    }
  }

  /** Does what is due by now. */
  public void tick() throws IOException {
    Instant now = clock.instant();
    if (log != null
        && (log.length() > MAX_LOG_BYTES || !now.isBefore(begun.plus(options.rotate())))) {
      completeLog();
    }
    if (!now.isBefore(digests.end().plus(options.digest()))) {
      sign();
    }
    if (!options.retention().isZero() && now.isAfter(swept.plus(Duration.ofHours(1)))) {
      sweep(now.minus(options.retention()));
      swept = now;
    }
  }

  /** How long nothing is due, at most. */
  public Duration rest() {
    Instant now = clock.instant();
    Duration rest = Duration.between(now, digests.end().plus(options.digest()));
    if (log != null) {
      Duration other = Duration.between(now, begun.plus(options.rotate()));
      rest = rest.compareTo(other) < 0 ? rest : other;
    }
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  private void completeLog() throws IOException {
    OpenLog complete = log;
    if (complete == null) {
      return;
    }
    complete.finish();
    String object = layout.logObject(complete.name());
    AuditFolder.move(complete.file(), layout.file(object));
    digests.add(complete.complete(object));
    log = null;
    complete.close();
  }

  private void sign() throws IOException {
    completeLog();
    digests.write(clock.instant());
  }

  // That old logs stay is no reason to record nothing more.
  private void sweep(Instant before) {
    try {
      deleteLogs(before);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("Old logs of the audit could not be deleted");
    }
  }

  private void deleteLogs(Instant before) throws IOException {
    for (Path file : AuditFolder.files(options.folder().resolve(AuditLayout.ROOT))) {
      Instant time = AuditLayout.begun(String.valueOf(file.getFileName()));
      if (time != null && time.isBefore(before)) {
        Files.delete(file);
      }
    }
  }

  /** Completes the log and signs it. */
  @Override
  public void close() throws IOException {
    try {
      sign();
    } finally {
      lock.close();
    }
  }
}
