package io.larder.proxy.caches;

import io.larder.cache.policy.Policies;
import io.larder.proxy.caches.PolicyText.InvalidPolicyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The file of the policies of tables, which is read every so often by a thread of its own. What is
 * read and is of no use changes nothing.
 */
public final class PolicyFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
  private static final YAMLMapper MAPPER = new YAMLMapper();
  private static final int MAX_BYTES = 1 << 20;

  private final Path path;
  private final Consumer<List<Policies.OfTables>> use;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("cache-policies").factory());

  /** What was read last, of use or not. For the reader's thread. */
  private String latest;

  /** Why it was of no use the last time. For the reader's thread. */
  private @Nullable String failure;

  private PolicyFile(Path path, String latest, Consumer<List<Policies.OfTables>> use) {
    this.path = path;
    this.latest = latest;
    this.use = use;
  }

  /**
   * The policies in the file, handed to {@code use} now and whenever they are others.
   *
   * @throws IOException in one line, if they are of no use
   */
  static PolicyFile open(Path path, Duration interval, Consumer<List<Policies.OfTables>> use)
      throws IOException {
    String text = read(path);
    use.accept(parse(path, text));
    var file = new PolicyFile(path, text, use);
    file.reader.scheduleWithFixedDelay(
        file::lookAgain, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return file;
  }

  /**
   * Reads the file, and does nothing with it.
   *
   * @throws IOException in one line, if it is of no use
   */
  public static void check(Path path) throws IOException {
    parse(path, read(path));
  }

  private static String read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(path + " must have at most 1 MB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (FileSystemException e) {
      throw new IOException(path + " cannot be read", e);
    }
  }

  private static List<Policies.OfTables> parse(Path path, String text) throws IOException {
    try {
      return PolicyText.list(MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw new IOException(
          path + " is not valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    } catch (InvalidPolicyException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** Reads the file and takes what is new in it. For one thread at a time. */
  void lookAgain() {
    try {
      String text = read(path);
      if (!text.equals(latest)) {
        latest = text;
        failure = null;
        List<Policies.OfTables> policies = parse(path, text);
        use.accept(policies);
        LOG.atInfo()
            .addKeyValue("file", path)
            .addKeyValue("policies", policies.size())
            .log("Policies of the caches replaced");
      }
    } catch (IOException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The schedule would end with it.
      LOG.atError().setCause(e).log("Looking for new policies of the caches failed unexpectedly");
    }
  }

  private void refuse(String reason) {
    if (!reason.equals(failure)) {
      failure = reason;
      LOG.atWarn()
          .addKeyValue("reason", reason)
          .log("The file of the policies of the caches is of no use; those before stay");
    }
  }

  /** Reads no more. */
  @Override
  public void close() {
    reader.close();
  }
}
