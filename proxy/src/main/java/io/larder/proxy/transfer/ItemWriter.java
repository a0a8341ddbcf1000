package io.larder.proxy.transfer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts items into tables, some batches at once. What it has done is always the first so many that
 * it was given, so that the work can go on from there. For one thread.
 */
final class ItemWriter implements AutoCloseable {
  /** As many as the service takes in one batch. */
  private static final int BATCH = 25;

  /** So much of items is in a batch at most, beside its last one; a batch may have 16 MB. */
  private static final int BATCH_BYTES = 4 << 20;

  private static final int BATCHES_AT_ONCE = 8;

  private final TableClient client;
  private final Refused refused;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<Outcome>> underWay = new ArrayDeque<>();
  private final Map<String, List<String>> keyNames = new HashMap<>();
  private final Set<JsonNode> keys = new HashSet<>();
  private List<ObjectNode> batch = new ArrayList<>();
  private String table = "";
  private long bytes;
  private long given;
  private long done;
  private long errors;

  /** Is told which item was refused, by its number, and why. */
  @FunctionalInterface
  interface Refused {
    void item(long number, String reason);
  }

  /** What became of a batch: how many items it had, and the reasons for those not taken. */
  private record Outcome(int items, Map<Integer, String> refusals) {}

  ItemWriter(TableClient client, Refused refused) {
    this.client = client;
    this.refused = refused;
  }

  /**
   * Puts an item, perhaps later.
   *
   * @param size of it, about
   * @throws IOException if the server takes no more
   */
  void put(String name, ObjectNode item, int size) throws IOException, InterruptedException {
    ObjectNode key = key(name, item);
    // No batch may have one key twice.
    if (!name.equals(table) || batch.size() == BATCH || bytes > BATCH_BYTES || keys.contains(key)) {
      flush();
      table = name;
    }
    keys.add(key);
    batch.add(item);
    bytes += size;
  }

  private ObjectNode key(String name, ObjectNode item) throws IOException, InterruptedException {
    List<String> names = keyNames.get(name);
    if (names == null) {
      names = keyNames(name);
      keyNames.put(name, names);
    }
    ObjectNode key = TableClient.MAPPER.createObjectNode();
    for (String each : names) {
      JsonNode value = item.get(each);
      if (value != null) {
        key.set(each, value);
      }
    }
    return key;
  }

  private List<String> keyNames(String name) throws IOException, InterruptedException {
    JsonNode description = client.describe(name);
    if (description == null) {
      throw new IOException("There is no table " + name);
    }
    List<String> names = new ArrayList<>();
    description
        .path("KeySchema")
        .forEach(element -> names.add(element.path("AttributeName").asString()));
    return names;
  }

  private void flush() throws IOException, InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    if (underWay.size() == BATCHES_AT_ONCE) {
      await();
    }
    String name = table;
    List<ObjectNode> items = batch;
    underWay.add(threads.submit(() -> write(name, items)));
    batch = new ArrayList<>();
    keys.clear();
    bytes = 0;
  }

  private void await() throws IOException, InterruptedException {
    try {
      Outcome outcome = underWay.remove().get();
      outcome.refusals.forEach((at, reason) -> refused.item(given + at + 1, reason));
      given += outcome.items;
      errors += outcome.refusals.size();
      done = given;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Outcome write(String name, List<ObjectNode> items)
      throws IOException, InterruptedException {
    Map<Integer, String> refusals = new HashMap<>();
    try {
      writeBatch(name, items);
    } catch (TableClient.RefusedException e) {
      if (!isOfItems(e)) {
        throw e;
      }
      // One of them is wrong; the others are not.
      for (int at = 0; at < items.size(); at++) {
        String reason = putAlone(name, items.get(at));
        if (reason != null) {
          refusals.put(at, reason);
        }
      }
    }
    return new Outcome(items.size(), refusals);
  }

  private static boolean isOfItems(TableClient.RefusedException refusal) {
    return refusal.is("ValidationException") || refusal.is("SerializationException");
  }

  private void writeBatch(String name, List<ObjectNode> items)
      throws IOException, InterruptedException {
    ObjectNode request = TableClient.MAPPER.createObjectNode();
    ArrayNode puts = request.putObject("RequestItems").putArray(name);
    items.forEach(item -> puts.addObject().putObject("PutRequest").set("Item", item));
    for (int attempt = 1; ; attempt++) {
      JsonNode left = client.call("BatchWriteItem", request).path("UnprocessedItems");
      if (left.isEmpty()) {
        return;
      }
      request.set("RequestItems", left);
      TableClient.pause(attempt);
    }
  }

  private @Nullable String putAlone(String name, ObjectNode item)
      throws IOException, InterruptedException {
    ObjectNode request = TableClient.named(name);
    request.set("Item", item);
    try {
      client.call("PutItem", request);
      return null;
    } catch (TableClient.RefusedException e) {
      if (isOfItems(e)) {
        return String.valueOf(e.getMessage());
      }
      throw e;
    }
  }

  /** Waits until all are there. */
  void finish() throws IOException, InterruptedException {
    flush();
    while (!underWay.isEmpty()) {
      await();
    }
  }

  /** So many of the first that it was given are done; those that were refused are among them. */
  long done() {
    return done;
  }

  long errors() {
    return errors;
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
