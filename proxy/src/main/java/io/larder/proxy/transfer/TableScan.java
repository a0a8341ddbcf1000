package io.larder.proxy.transfer;

import io.larder.store.lmdb.maintenance.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads all items of a table, by segments at once, each of which hands its items to one sink. */
record TableScan(TableClient client, String table, int segments) {
  private static final long POLL_MILLIS = 200;

  /** Takes items, from one thread. */
  @FunctionalInterface
  interface Sink {
    void item(JsonNode item) throws IOException;
  }

  /** Makes the sink of a segment. */
  @FunctionalInterface
  interface Sinks {
    Sink of(int segment) throws IOException;
  }

  /**
   * Reads them.
   *
   * @param expected about how many there are
   * @return how many there were
   */
  long run(Sinks sinks, long expected, Progress progress) throws IOException, InterruptedException {
    var read = new AtomicLong();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int segment = 0; segment < segments; segment++) {
        int number = segment;
        Sink sink = sinks.of(number);
        parts.add(
            threads.submit(
                () -> {
                  read(number, sink, read);
                  return null;
                }));
      }
      for (Future<?> part : parts) {
        while (!isDone(part)) {
          progress.at("export", read.get(), Math.max(read.get(), expected));
        }
      }
      return read.get();
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }

  private static boolean isDone(Future<?> part) throws IOException, InterruptedException {
    try {
      part.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void read(int segment, Sink sink, AtomicLong read)
      throws IOException, InterruptedException {
    @Nullable JsonNode start = null;
    do {
      ObjectNode request = TableClient.named(table).put("ConsistentRead", true);
      if (segments > 1) {
        request.put("Segment", segment).put("TotalSegments", segments);
      }
      if (start != null) {
        request.set("ExclusiveStartKey", start);
      }
      JsonNode page = client.call("Scan", request);
      for (JsonNode item : page.path("Items")) {
        sink.item(item);
        read.incrementAndGet();
      }
      start = page.get("LastEvaluatedKey");
    } while (start != null);
  }
}
