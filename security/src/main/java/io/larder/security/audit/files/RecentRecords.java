package io.larder.security.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.audit.Site;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The newest records of a folder, as somebody reads them who looks on: of the logs of today and
 * yesterday, and of the one that grows, whose last records may not be there yet. Blocks.
 */
public final class RecentRecords {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  /** So much of all logs is read at most; what is older is left out. */
  private static final int MOST_BYTES = 32 << 20;

  private static final int BLOCK = 64 * 1024;

  private final AuditLayout layout;
  private final InstantSource clock;

  /** Those of the audit in that folder. */
  public RecentRecords(Path folder, Site site, InstantSource clock) {
    this.layout = new AuditLayout(folder, site);
    this.clock = clock;
  }

  /**
   * At most so many, the newest first, as JSON in the form of a log.
   *
   * @throws IOException if a log cannot be read
   */
  public String newest(int most) throws IOException {
    List<String> found = new ArrayList<>();
    int left = MOST_BYTES;
    for (Path log : logs()) {
      byte[] content = content(log, left);
      left -= content.length;
      found.addAll(records(content, most - found.size()));
      if (found.size() >= most || left <= 0) {
        break;
      }
    }
    return "{\"Records\":[" + String.join(",\n", found) + "]}";
  }

  /** All that are of use, the newest first. */
  private List<Path> logs() throws IOException {
    Instant now = clock.instant();
    List<Path> all = new ArrayList<>();
    for (Instant day : List.of(now, now.minus(Duration.ofDays(1)))) {
      String name = layout.logName(day, "0".repeat(16));
      all.addAll(logsIn(layout.file(layout.logObject(name)).getParent()));
    }
    all.addAll(logsIn(layout.open()));
    Comparator<Path> byName = Comparator.comparing(log -> String.valueOf(log.getFileName()));
    return all.stream().sorted(byName.reversed()).toList();
  }

  private static List<Path> logsIn(@Nullable Path folder) throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> AuditLayout.begun(String.valueOf(file.getFileName())) != null)
          .toList();
    }
  }

  private static byte[] content(Path log, int most) throws IOException {
    var content = new ByteArrayOutputStream();
    byte[] block = new byte[BLOCK];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(log), BLOCK)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        content.write(block, 0, count);
        if (content.size() > most) {
          break;
        }
      }
    } catch (EOFException | ZipException | NoSuchFileException _) {
      // It grows, or was completed a moment ago and is found under its other name next time.
    }
    return content.toByteArray();
  }

  /** The last records that are whole, the newest first. */
  private static Deque<String> records(byte[] content, int most) {
    Deque<String> found = new ArrayDeque<>();
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), content)) {
      if (in.nextToken() != JsonToken.START_OBJECT
          || in.nextToken() != JsonToken.PROPERTY_NAME
          || in.nextToken() != JsonToken.START_ARRAY) {
        return found;
      }
      while (in.nextToken() == JsonToken.START_OBJECT) {
        int from = (int) in.currentTokenLocation().getByteOffset();
        in.skipChildren();
        int to = (int) in.currentLocation().getByteOffset();
        found.addFirst(new String(content, from, to - from, UTF_8));
        if (found.size() > most) {
          found.removeLast();
        }
      }
    } catch (JacksonException _) {
      // What follows is not there yet.
    }
    return found;
  }
}
