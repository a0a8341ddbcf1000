package io.larder.proxy.caches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a server is asked to read, in bodies that it takes. */
final class WarmBodies implements AutoCloseable {
  /** A body that is longer is refused; a key has at most 3 KB, and its form some more. */
  private static final int MAX_KEYS_LENGTH = 40 * 1024;

  private final @Nullable BufferedReader keys;
  private final @Nullable String table;
  private final String region;
  private final long perSecond;
  private @Nullable String whole;

  private WarmBodies(
      @Nullable BufferedReader keys,
      @Nullable String table,
      String region,
      long perSecond,
      @Nullable String whole) {
    this.keys = keys;
    this.table = table;
    this.region = region;
    this.perSecond = perSecond;
    this.whole = whole;
  }

  static WarmBodies of(
      @Nullable Path keys,
      @Nullable String table,
      @Nullable String query,
      @Nullable String scan,
      String region,
      long perSecond)
      throws IOException {
    if (keys != null) {
      return new WarmBodies(Files.newBufferedReader(keys), table, region, perSecond, null);
    }
    JsonWriter json = begin(region, perSecond);
    raw(json.name(query == null ? "Scan" : "Query"), query == null ? String.valueOf(scan) : query);
    return new WarmBodies(null, null, region, perSecond, end(json));
  }

  private static JsonWriter begin(String region, long perSecond) {
    var json = new JsonWriter();
    json.beginObject().name("Region").value(region);
    return json.name("PerSecond").value(perSecond);
  }

  private static void raw(JsonWriter json, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    json.rawValue(bytes, 0, bytes.length);
  }

  private static String end(JsonWriter json) {
    json.endObject();
    return new String(json.toByteArray(), UTF_8);
  }

  /** The next; null if there is none. */
  @Nullable String next() throws IOException {
    if (keys == null) {
      String only = whole;
      whole = null;
      return only;
    }
    List<String> some = some(keys);
    if (some.isEmpty()) {
      return null;
    }
    JsonWriter json = begin(region, perSecond);
    json.name("TableName").value(String.valueOf(table)).name("Keys").beginArray();
    some.forEach(key -> raw(json, key));
    json.endArray();
    return end(json);
  }

  private static List<String> some(BufferedReader lines) throws IOException {
    List<String> some = new ArrayList<>();
    int length = 0;
    while (length < MAX_KEYS_LENGTH) {
      String line = lines.readLine();
      if (line == null) {
        break;
      }
      if (!line.isBlank()) {
        some.add(line);
        length += line.getBytes(UTF_8).length;
      }
    }
    return some;
  }

  @Override
  public void close() throws IOException {
    if (keys != null) {
      keys.close();
    }
  }
}
