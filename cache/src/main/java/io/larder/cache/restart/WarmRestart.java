package io.larder.cache.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CachedItem;
import io.larder.cache.CachingTableStore;
import io.larder.cache.tables.CachedTable;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.wire.JsonWriter;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the keys of the items that are cached in a file, and reads those items after a start. Only
 * keys are kept: what was cached may have been changed since, by others too, and is read from the
 * store as any reader does it, so nothing can be stale.
 */
public final class WarmRestart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmRestart.class);

  /** So many keys are kept. */
  private static final int MAX_KEYS = 100_000;

  /** And so many characters of them. */
  private static final int MAX_LENGTH = 64 << 20;

  /** So many seconds are waited for tables to be kept at all. */
  private static final int MAX_WAITS = 120;

  private final CachingTableStore caches;
  private final KeyFile file;
  private final Duration interval;
  private final Warming warming;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private int waits = MAX_WAITS;
  private @Nullable Thread reading;
  private @Nullable Thread saving;

  /**
   * @param seal of the file; null for none
   * @param pace of what is read after the start
   */
  public WarmRestart(
      CachingTableStore caches, Path file, @Nullable Seal seal, Duration interval, Pace pace) {
    this.caches = caches;
    this.file = new KeyFile(file, seal);
    this.interval = interval;
    this.warming = new Warming(caches, pace);
  }

  /** How many items were read since the start. */
  public long read() {
    return warming.read();
  }

  /** How many could not be read. */
  public long failed() {
    return warming.failed();
  }

  /** Begins to read what was cached, and to keep what is. Returns at once. */
  public void start() {
    Thread reader = Thread.ofVirtual().name("larder-warm-restart").unstarted(this::load);
    reading = reader;
    reader.start();
    saving = Thread.ofVirtual().name("larder-warm-restart-save").start(() -> saveAgain(reader));
  }

  /** Not before all was read: what was not yet would be forgotten. */
  private void saveAgain(Thread reader) {
    try {
      reader.join();
      while (!stopping.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        save();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the items whose keys were kept; what cannot be read is left out. */
  void load() {
    String lines;
    try {
      lines = file.read();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file.path())
          .addKeyValue("reason", e.getMessage())
          .log("What was cached before is not known");
      return;
    }
    if (lines == null) {
      return;
    }
    lines.lines().takeWhile(_ -> !warming.isCancelled()).forEach(this::read);
    LOG.atInfo()
        .addKeyValue("items", warming.read())
        .addKeyValue("failed", warming.failed())
        .log("What was cached before was read again");
  }

  private void read(String line) {
    byte[] json = line.getBytes(UTF_8);
    try {
      if (RequestDecoder.decode(Operation.GET_ITEM, json, 0, json.length, ValidationReport.FIRST)
          instanceof GetItemRequest request) {
        read(request);
      }
    } catch (ServiceException e) {
      LOG.atDebug().log("A line is no key");
    }
  }

  /** A node of a cluster keeps nothing before it has its lease, which is waited for. */
  private void read(GetItemRequest request) {
    while (warming.item(request.tableName(), request.key())
        && caches.known(request.tableName()) == null
        && waits > 0) {
      waits--;
      try {
        if (stopping.await(1, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Keeps the keys of what is cached now. */
  synchronized void save() {
    try {
      file.write(lines());
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("file", file.path())
          .addKeyValue("reason", e.toString())
          .log("What is cached cannot be kept in mind");
    }
  }

  private String lines() {
    Map<Integer, Table> tables = new HashMap<>();
    for (CachedTable each : caches.cachedTables()) {
      Table table = caches.known(each.name());
      if (table != null) {
        tables.put(table.id(), table);
      }
    }
    var lines = new StringBuilder();
    for (PrimaryKey key : caches.hottest(MAX_KEYS)) {
      Table table = tables.get(key.id());
      CachedItem known = table == null ? null : caches.peek(key);
      Item item = known == null ? null : known.item();
      if (table != null && item != null && lines.length() < MAX_LENGTH) {
        append(lines, table, item);
      }
    }
    return lines.toString();
  }

  private static void append(StringBuilder lines, Table table, Item item) {
    Map<String, AttributeValue> key = Warming.key(table, item);
    if (key != null) {
      var json = new JsonWriter();
      json.beginObject().name("TableName").value(table.name());
      json.name("Key").value(Item.of(key)).endObject();
      lines.append(new String(json.toByteArray(), UTF_8)).append('\n');
    }
  }

  /** Keeps what is cached, unless what was before is still being read. */
  @Override
  public void close() {
    Thread reader = reading;
    boolean wasRead = reader == null || !reader.isAlive();
    warming.cancel();
    stopping.countDown();
    join(reader);
    join(saving);
    if (wasRead) {
      save();
    }
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
