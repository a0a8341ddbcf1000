package io.larder.security.audit.files;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Completes the logs that a process has left which was killed. */
final class LeftLogs {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final String TEMPORARY = ".tmp";
  private static final int BLOCK = 64 * 1024;

  private final AuditLayout layout;

  LeftLogs(AuditLayout layout) {
    this.layout = layout;
  }

  /** Completes all, with the records that are in them. Returns how many. */
  int complete() throws IOException {
    int count = 0;
    for (Path file : AuditFolder.files(layout.open())) {
      String name = String.valueOf(file.getFileName());
      if (AuditLayout.begun(name) == null) {
        Files.delete(file);
      } else if (name.endsWith(TEMPORARY)) {
        Files.delete(file);
      } else {
        complete(file, name);
        count++;
      }
    }
    return count;
  }

  private void complete(Path file, String name) throws IOException {
    byte[] content = readable(Files.readAllBytes(file));
    Path temporary = layout.open().resolve(name + TEMPORARY);
    try (OpenLog log = OpenLog.create(temporary)) {
      copyRecords(content, log);
      log.finish();
    }
    AuditFolder.move(temporary, layout.file(layout.logObject(name)));
    Files.delete(file);
  }

  /** What can be read of a file whose end may be missing. */
  private static byte[] readable(byte[] compressed) throws IOException {
    var content = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed), BLOCK)) {
      byte[] block = new byte[BLOCK];
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        content.write(block, 0, count);
      }
    } catch (EOFException | ZipException end) {
      // What follows was being written.
    }
    return content.toByteArray();
  }

  /** Adds the records that are whole. */
  private static void copyRecords(byte[] content, OpenLog log) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), content)) {
      if (in.nextToken() != JsonToken.START_OBJECT
          || in.nextToken() != JsonToken.PROPERTY_NAME
          || in.nextToken() != JsonToken.START_ARRAY) {
        return;
      }
      while (in.nextToken() == JsonToken.START_OBJECT) {
        int start = (int) in.currentTokenLocation().getByteOffset();
        long time = timeOf(in);
        int end = (int) in.currentLocation().getByteOffset();
        log.add(Arrays.copyOfRange(content, start, end), end - start, time);
      }
    } catch (JacksonException end) {
      // What follows was being written.
    }
  }

  /** Goes over a record. Returns its time in milliseconds since 1970. */
  private static long timeOf(JsonParser in) {
    long time = 0;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String member = in.currentName();
      if (in.nextToken() == JsonToken.VALUE_STRING && member.equals("eventTime")) {
        time = Instant.parse(in.getString()).toEpochMilli();
      }
      in.skipChildren();
      // An end that is missing is told once only.
      if (in.currentToken() == null) {
        break;
      }
    }
    return time;
  }
}
