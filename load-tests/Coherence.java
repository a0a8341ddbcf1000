import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several connections write and read the same few items through every read operation, and no answer
 * may be stale.
 *
 * <p>Each item has one history: its writes are serialised by a lock here, so version {@code n} is
 * the state after its {@code n}-th write: present with counter {@code n} in a known index
 * partition, or absent. A read that begins when version {@code a} is acknowledged (or has been
 * returned by an earlier read) and ends when version {@code b} is the newest one begun must show a
 * state of {@code a..b}; its place in every index must be that state's place. Reads race with
 * writes, with failing conditional writes and with each other, so a cache that is filled or
 * invalidated in the wrong order shows up as a version below {@code a}.
 *
 * <p>Run {@code java Coherence.java --help}. Needs a JDK of 17 or newer and nothing else.
 */
final class Coherence {
  private static final String TABLE = "larder-coherence";
  private static final int PARTITIONS = 2;
  private static final int GROUPS = 3;
  private static final int SHOWN = 12;

  private final Settings settings;
  private final Tracked[] items;
  private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> violations = new ConcurrentHashMap<>();
  private final AtomicInteger shown = new AtomicInteger();
  private final LongAdder retried = new LongAdder();

  private Coherence(Settings settings) {
    this.settings = settings;
    this.items = new Tracked[settings.items];
    for (int i = 0; i < items.length; i++) {
      items[i] = new Tracked(i);
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.parse(arguments);
    System.exit(new Coherence(settings).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    System.out.printf(
        "endpoint %s, %d connections, %d items, %d s, seed %d%n",
        settings.endpoint, settings.connections, settings.items, settings.seconds, settings.seed);
    try (Wire wire = new Wire(settings.endpoint)) {
      createTable(wire);
    }
    long deadline = System.nanoTime() + settings.seconds * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < settings.connections; c++) {
      Random random = new Random(settings.seed * 31 + c);
      Thread thread = new Thread(() -> work(random, deadline), "connection-" + c);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    try (Wire wire = new Wire(settings.endpoint)) {
      for (Read read : Read.values()) {
        read(wire, read, new Random(settings.seed));
      }
      wire.call("DeleteTable", "{\"TableName\":\"" + TABLE + "\"}");
    }
    return report();
  }

  private boolean report() {
    long reads = 0;
    long writes = 0;
    System.out.println();
    for (Map.Entry<String, LongAdder> entry : new TreeMap<>(done).entrySet()) {
      System.out.printf("%-34s %9d%n", entry.getKey(), entry.getValue().sum());
      if (entry.getKey().startsWith("read")) {
        reads += entry.getValue().sum();
      } else {
        writes += entry.getValue().sum();
      }
    }
    long wrong = violations.values().stream().mapToLong(LongAdder::sum).sum();
    for (Map.Entry<String, LongAdder> entry : new TreeMap<>(violations).entrySet()) {
      System.out.printf("VIOLATION %-50s %9d%n", entry.getKey(), entry.getValue().sum());
    }
    boolean complete = reads > 0 && writes > 0;
    System.out.printf(
        "%d reads, %d writes, %d transactions tried again, %d violations: %s%n",
        reads, writes, retried.sum(), wrong, wrong == 0 && complete ? "coherent" : "FAILED");
    return wrong == 0 && complete;
  }

  private void createTable(Wire wire) throws IOException, InterruptedException {
    String name = "{\"TableName\":\"" + TABLE + "\"}";
    wire.call("DeleteTable", name);
    while (wire.call("DescribeTable", name).status == 200) {
      Thread.sleep(50);
    }
    Answer created =
        wire.call(
            "CreateTable",
            """
            {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
             "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"S"},
               {"AttributeName":"g","AttributeType":"S"},{"AttributeName":"r","AttributeType":"N"}],
             "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
             "LocalSecondaryIndexes":[{"IndexName":"lsi","Projection":{"ProjectionType":"KEYS_ONLY"},
               "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}]}],
             "GlobalSecondaryIndexes":[{"IndexName":"gsi","Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["c"]},
               "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}]}]}\
            """
                .formatted(TABLE));
    if (created.status != 200) {
      throw new IllegalStateException("CreateTable: " + created.body);
    }
    Answer described;
    do {
      Thread.sleep(50);
      described = wire.call("DescribeTable", name);
    } while (!described.body.contains("\"TableStatus\":\"ACTIVE\"")
        || described.body.contains("\"IndexStatus\":\"CREATING\""));
  }

  private void work(Random random, long deadline) {
    try (Wire wire = new Wire(settings.endpoint)) {
      Read[] reads = Read.values();
      while (System.nanoTime() < deadline) {
        if (random.nextInt(100) < settings.writes) {
          write(wire, random);
        } else {
          read(wire, reads[random.nextInt(reads.length)], random);
        }
      }
    } catch (IOException | RuntimeException problem) {
      violation("connection ended", problem.toString());
      problem.printStackTrace(System.out);
    }
  }

  // ---- writes ----

  private void write(Wire wire, Random random) throws IOException {
    Tracked first = items[random.nextInt(items.length)];
    if (!first.lock.tryLock()) {
      read(wire, Read.GET_CONSISTENT, random);
      return;
    }
    try {
      int kind = random.nextInt(100);
      if (kind < 30) {
        Step step = first.next(random, true);
        acknowledge("write PutItem", wire.call("PutItem", put(first, step)), List.of(step));
      } else if (kind < 55) {
        Step step = first.next(random, true);
        acknowledge(
            "write UpdateItem", wire.call("UpdateItem", update(first, step)), List.of(step));
      } else if (kind < 65) {
        Step step = first.next(random, false);
        acknowledge(
            "write DeleteItem", wire.call("DeleteItem", "{" + at(first) + "}"), List.of(step));
      } else if (kind < 75) {
        refused(wire, first, random);
      } else {
        several(wire, random, first, kind < 87);
      }
    } finally {
      first.lock.unlock();
    }
  }

  /** A batch, or a transaction, over a second item that happens to be free. */
  private void several(Wire wire, Random random, Tracked first, boolean transaction)
      throws IOException {
    Tracked second = items[random.nextInt(items.length)];
    if (second == first || !second.lock.tryLock()) {
      second = null;
    }
    try {
      List<Tracked> chosen = second == null ? List.of(first) : List.of(first, second);
      List<Step> steps = new ArrayList<>();
      StringBuilder body = new StringBuilder();
      for (Tracked item : chosen) {
        Step step = item.next(random, random.nextInt(4) > 0);
        steps.add(step);
        body.append(body.length() == 0 ? "" : ",");
        body.append(transaction ? transactWrite(item, step, random) : batchWrite(item, step));
      }
      if (!transaction) {
        String request = "{\"RequestItems\":{\"" + TABLE + "\":[" + body + "]}}";
        Answer answer = wire.call("BatchWriteItem", request);
        if (!answer.body.contains("\"UnprocessedItems\":{}")) {
          violation("unprocessed items in a small batch", answer.body);
        }
        acknowledge("write BatchWriteItem", answer, steps);
        return;
      }
      if (steps.size() == 2) {
        steps.get(0).partner.set(steps.get(1));
        steps.get(1).partner.set(steps.get(0));
      }
      String request = "{\"TransactItems\":[" + body + "]}";
      Answer answer = wire.call("TransactWriteItems", request);
      while (answer.conflicts()) {
        retried.increment();
        answer = wire.call("TransactWriteItems", request);
      }
      acknowledge("write TransactWriteItems", answer, steps);
    } finally {
      if (second != null) {
        second.lock.unlock();
      }
    }
  }

  /** A write whose condition cannot hold: the counter −1 must never be seen. */
  private void refused(Wire wire, Tracked item, Random random) throws IOException {
    Step bogus = new Step(item, -1, true, "g" + random.nextInt(GROUPS), 0);
    String condition = "\"ConditionExpression\":\"attribute_exists(nothing)\"";
    String put = put(item, bogus);
    String body = put.substring(0, put.length() - 1) + "," + condition + "}";
    boolean transaction = random.nextBoolean();
    Answer answer =
        transaction
            ? wire.call("TransactWriteItems", "{\"TransactItems\":[{\"Put\":" + body + "}]}")
            : wire.call("PutItem", body);
    if (answer.status != 400) {
      violation("failing condition accepted", answer.status + " " + answer.body);
    }
    count("write refused by condition");
  }

  private void acknowledge(String operation, Answer answer, List<Step> steps) {
    if (answer.status != 200) {
      violation("write refused: " + operation, answer.status + " " + answer.body);
      // Not known whether it was applied: what was begun stays the upper bound and nothing is
      // acknowledged.
      return;
    }
    for (Step step : steps) {
      step.item.known.accumulateAndGet(step.version, Math::max);
    }
    count(operation);
  }

  /** The index holds keys only: what else an item has is fetched from the table. */
  private static final String WHOLE_ITEMS_BY_LSI =
      ",\"IndexName\":\"lsi\",\"Select\":\"ALL_ATTRIBUTES\"";

  private static String at(Tracked item) {
    return "\"TableName\":\"" + TABLE + "\",\"Key\":{" + item.key + "}";
  }

  private static String image(Tracked item, Step step) {
    return "{"
        + item.key
        + ",\"c\":{\"N\":\""
        + step.version
        + "\"},\"g\":{\"S\":\""
        + step.group
        + "\"},\"r\":{\"N\":\""
        + step.rank
        + "\"}}";
  }

  private static String put(Tracked item, Step step) {
    return "{\"TableName\":\"" + TABLE + "\",\"Item\":" + image(item, step) + "}";
  }

  private static String update(Tracked item, Step step) {
    return "{"
        + at(item)
        + ",\"UpdateExpression\":\"SET c = :c, g = :g, r ="
        + " :r\",\"ExpressionAttributeValues\":{\":c\":{\"N\":\""
        + step.version
        + "\"},\":g\":{\"S\":\""
        + step.group
        + "\"},\":r\":{\"N\":\""
        + step.rank
        + "\"}}}";
  }

  private static String batchWrite(Tracked item, Step step) {
    return step.present
        ? "{\"PutRequest\":{\"Item\":" + image(item, step) + "}}"
        : "{\"DeleteRequest\":{\"Key\":{" + item.key + "}}}";
  }

  private static String transactWrite(Tracked item, Step step, Random random) {
    if (!step.present) {
      return "{\"Delete\":{" + at(item) + "}}";
    }
    return random.nextBoolean()
        ? "{\"Put\":" + put(item, step) + "}"
        : "{\"Update\":" + update(item, step) + "}";
  }

  // ---- reads ----

  /**
   * The ways to read; each covers all items, or those that a partition or an index partition holds.
   */
  private enum Read {
    GET("GetItem"),
    GET_CONSISTENT("GetItem"),
    GET_PROJECTED("GetItem"),
    BATCH_GET("BatchGetItem"),
    TRANSACT_GET("TransactGetItems"),
    QUERY("Query"),
    QUERY_CONSISTENT("Query"),
    QUERY_BACKWARD("Query"),
    QUERY_FILTERED("Query"),
    QUERY_FIRST("Query"),
    QUERY_LSI("Query"),
    QUERY_LSI_CONSISTENT("Query"),
    QUERY_GSI("Query"),
    QUERY_GSI_BACKWARD("Query"),
    SCAN("Scan"),
    SCAN_CONSISTENT("Scan"),
    SCAN_SEGMENTS("Scan"),
    SCAN_GSI("Scan"),
    SCAN_LSI("Scan");

    final String operation;

    Read(String operation) {
      this.operation = operation;
    }
  }

  private void read(Wire wire, Read read, Random random) throws IOException {
    int one = random.nextInt(items.length);
    int partition = random.nextInt(PARTITIONS);
    String group = "g" + random.nextInt(GROUPS);
    String body =
        switch (read) {
          case GET -> "{" + at(items[one]) + "}";
          case GET_CONSISTENT -> "{" + at(items[one]) + ",\"ConsistentRead\":true}";
          case GET_PROJECTED ->
              "{" + at(items[one]) + ",\"ProjectionExpression\":\"r, c, g, pk, sk\"}";
          case BATCH_GET ->
              "{\"RequestItems\":{\"" + TABLE + "\":{\"Keys\":[" + keys("", "") + "]}}}";
          case TRANSACT_GET ->
              "{\"TransactItems\":["
                  + keys("{\"Get\":{\"TableName\":\"" + TABLE + "\",\"Key\":", "}}")
                  + "]}";
          case QUERY -> query(partition, "");
          case QUERY_CONSISTENT -> query(partition, ",\"ConsistentRead\":true");
          case QUERY_BACKWARD -> query(partition, ",\"ScanIndexForward\":false");
          case QUERY_FILTERED -> query(partition, ",\"FilterExpression\":\"attribute_exists(c)\"");
          case QUERY_FIRST -> query(partition, ",\"Limit\":1");
          case QUERY_LSI -> query(partition, WHOLE_ITEMS_BY_LSI);
          case QUERY_LSI_CONSISTENT ->
              query(partition, WHOLE_ITEMS_BY_LSI + ",\"ConsistentRead\":true");
          case QUERY_GSI -> group(group, "");
          case QUERY_GSI_BACKWARD -> group(group, ",\"ScanIndexForward\":false");
          case SCAN -> scan("");
          case SCAN_CONSISTENT -> scan(",\"ConsistentRead\":true");
          case SCAN_SEGMENTS -> scan(",\"TotalSegments\":2,\"Segment\":" + partition);
          case SCAN_GSI -> scan(",\"IndexName\":\"gsi\"");
          case SCAN_LSI -> scan(WHOLE_ITEMS_BY_LSI);
        };
    long[] from = bounds(item -> item.known.get());
    Answer answer = wire.call(read.operation, body);
    while (answer.conflicts()) {
      retried.increment();
      from = bounds(item -> item.known.get());
      answer = wire.call(read.operation, body);
    }
    long[] to = bounds(item -> item.begun.get());
    String name = "read " + read.operation + " " + read;
    if (answer.status != 200) {
      violation(name + ": refused", answer.status + " " + answer.body);
      return;
    }
    count(name);
    Map<Integer, Step> seen = parse(name, answer.body);
    for (int i = 0; i < items.length; i++) {
      boolean covered =
          switch (read) {
            case GET, GET_CONSISTENT, GET_PROJECTED -> i == one;
            case QUERY,
                QUERY_CONSISTENT,
                QUERY_BACKWARD,
                QUERY_FILTERED,
                QUERY_LSI,
                QUERY_LSI_CONSISTENT ->
                i % PARTITIONS == partition;
            case BATCH_GET, TRANSACT_GET, SCAN, SCAN_CONSISTENT, SCAN_GSI, SCAN_LSI -> true;
            // Where an item lies elsewhere it is rightly missing; only what is there can be judged
            // in the first
            // page and in a segment, while an index partition also tells who has left it.
            case QUERY_FIRST, SCAN_SEGMENTS -> seen.containsKey(i);
            case QUERY_GSI, QUERY_GSI_BACKWARD -> true;
          };
      if (covered) {
        String place = read == Read.QUERY_GSI || read == Read.QUERY_GSI_BACKWARD ? group : null;
        items[i].judge(this, name, seen.get(i), place, from[i], to[i]);
      }
    }
    if (read == Read.TRANSACT_GET) {
      together(name, seen, from, to);
    }
  }

  /**
   * A transaction that one item of an atomic read shows must show in the other item that it wrote.
   */
  private void together(String name, Map<Integer, Step> seen, long[] from, long[] to) {
    for (Step shown : seen.values()) {
      Tracked item = shown.item;
      for (long version = from[item.number] + 1; version <= shown.version; version++) {
        Step partner = item.at(version).partner.get();
        if (partner == null) {
          continue;
        }
        int other = partner.item.number;
        Step otherShown = seen.get(other);
        long newest =
            otherShown == null
                ? partner.item.newestAbsence(from[other], to[other])
                : otherShown.version;
        if (newest < partner.version) {
          violation(
              name + ": half a transaction",
              item.key + " shown as " + shown + ", but " + partner.item.key + " before " + partner);
        }
      }
    }
  }

  private interface Bound {
    long of(Tracked item);
  }

  private long[] bounds(Bound bound) {
    long[] values = new long[items.length];
    for (int i = 0; i < items.length; i++) {
      values[i] = bound.of(items[i]);
    }
    return values;
  }

  private String keys(String before, String after) {
    StringBuilder keys = new StringBuilder();
    for (Tracked item : items) {
      keys.append(keys.length() == 0 ? "" : ",")
          .append(before)
          .append('{')
          .append(item.key)
          .append('}')
          .append(after);
    }
    return keys.toString();
  }

  private static String query(int partition, String more) {
    return "{\"TableName\":\""
        + TABLE
        + "\",\"KeyConditionExpression\":\"pk ="
        + " :p\",\"ExpressionAttributeValues\":{\":p\":{\"S\":\"p"
        + partition
        + "\"}}"
        + more
        + "}";
  }

  private static String group(String group, String more) {
    return "{\"TableName\":\""
        + TABLE
        + "\",\"IndexName\":\"gsi\",\"KeyConditionExpression\":\"g ="
        + " :g\",\"ExpressionAttributeValues\":{\":g\":{\"S\":\""
        + group
        + "\"}}"
        + more
        + "}";
  }

  private static String scan(String more) {
    return "{\"TableName\":\"" + TABLE + "\"" + more + "}";
  }

  /**
   * The items of an answer by their number; found by their sort key, since no other text looks like
   * one.
   */
  private Map<Integer, Step> parse(String read, String body) {
    Map<Integer, Step> seen = new HashMap<>();
    int end = body.indexOf("\"LastEvaluatedKey\"");
    String text = end < 0 ? body : body.substring(0, end) + body.substring(body.indexOf("}}", end));
    int from = 0;
    while ((from = text.indexOf("\"sk\"", from)) >= 0) {
      // An item's braces nest one level, so its start is the brace that is not closed before the
      // sort key.
      int depth = 0;
      int open;
      for (open = from; open >= 0; open--) {
        char c = text.charAt(open);
        if (c == '}') {
          depth++;
        } else if (c == '{' && depth-- == 0) {
          break;
        }
      }
      int close = text.indexOf("}}", from);
      String item = text.substring(open, close + 1);
      int number = Integer.parseInt(value(item, "sk").substring(1));
      Step step =
          new Step(
              items[number],
              Long.parseLong(value(item, "c")),
              true,
              value(item, "g"),
              Integer.parseInt(value(item, "r")));
      if (seen.put(number, step) != null) {
        violation(read + ": item twice in one answer", body);
      }
      from = close;
    }
    return seen;
  }

  private static String value(String item, String name) {
    int at = item.indexOf("\"" + name + "\":{\"");
    int open = item.indexOf('"', item.indexOf(':', at + name.length() + 3) + 1);
    return item.substring(open + 1, item.indexOf('"', open + 1));
  }

  private void count(String name) {
    done.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  private void violation(String name, String detail) {
    violations.computeIfAbsent(name, n -> new LongAdder()).increment();
    if (shown.getAndIncrement() < SHOWN) {
      System.out.println("VIOLATION " + name + "\n  " + detail);
    }
  }

  /** The state of an item after its {@code version}-th write. */
  private record Step(
      Tracked item,
      long version,
      boolean present,
      String group,
      int rank,
      AtomicReference<Step> partner) {
    Step(Tracked item, long version, boolean present, String group, int rank) {
      this(item, version, present, group, rank, new AtomicReference<>());
    }

    boolean looksLike(Step seen) {
      return version == seen.version && group.equals(seen.group) && rank == seen.rank;
    }

    @Override
    public String toString() {
      return present
          ? "version " + version + " in " + group + " at " + rank
          : "version " + version + " absent";
    }
  }

  /** One item with its history and with what is known about it. */
  private static final class Tracked {
    private static final int REMEMBERED = 1 << 12;

    final int number;
    final String key;
    final ReentrantLock lock = new ReentrantLock();

    /** The newest version that was acknowledged or returned by a read that has ended. */
    final AtomicLong known = new AtomicLong();

    /** The newest version whose write has begun. */
    final AtomicLong begun = new AtomicLong();

    private final Step[] history = new Step[REMEMBERED];

    Tracked(int number) {
      this.number = number;
      this.key =
          "\"pk\":{\"S\":\"p" + number % PARTITIONS + "\"},\"sk\":{\"S\":\"s" + number + "\"}";
      history[0] = new Step(this, 0, false, "", 0);
    }

    /** The next state, entered into the history before its write begins; under the lock. */
    Step next(Random random, boolean present) {
      long version = begun.get() + 1;
      Step step =
          new Step(this, version, present, "g" + random.nextInt(GROUPS), random.nextInt(20) - 10);
      synchronized (history) {
        history[(int) (version % REMEMBERED)] = step;
      }
      begun.set(version);
      return step;
    }

    Step at(long version) {
      synchronized (history) {
        return history[(int) (version % REMEMBERED)];
      }
    }

    /** The newest version in the range at which the item was absent. */
    long newestAbsence(long from, long to) {
      long version = to;
      while (version > from && at(version).present) {
        version--;
      }
      return version;
    }

    /**
     * Checks what a read has shown of this item.
     *
     * @param place the index partition that was read, or null if the read covered all of them
     */
    void judge(Coherence run, String read, Step seen, String place, long from, long to) {
      if (to - from >= REMEMBERED) {
        return;
      }
      if (seen != null && seen.version < 0) {
        run.violation(read + ": shows a write that was refused", key);
        return;
      }
      Step[] possible = new Step[(int) (to - from) + 1];
      Arrays.setAll(possible, i -> at(from + i));
      for (Step step : possible) {
        boolean shown = step.present && (place == null || place.equals(step.group));
        if (seen == null ? !shown : shown && step.looksLike(seen)) {
          known.accumulateAndGet(step.version, Math::max);
          return;
        }
      }
      String what =
          seen == null
              ? "item missing"
              : seen.version < from
                  ? "stale"
                  : seen.version > to ? "from the future" : "in the wrong place or deleted";
      run.violation(
          read + ": " + what,
          key
              + " shown as "
              + seen
              + (place == null ? "" : " in index partition " + place)
              + ", possible are "
              + Arrays.toString(possible));
    }

    @Override
    public String toString() {
      return "item " + number;
    }
  }

  /** One answer of the server. */
  private record Answer(int status, String body) {
    boolean conflicts() {
      return status == 400
          && (body.contains("TransactionConflict") || body.contains("TransactionInProgress"));
    }
  }

  /**
   * One keep-alive HTTP connection, as small as it can be so that the server is what gets tested.
   */
  private static final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    Wire(URI endpoint) throws IOException {
      int port = endpoint.getPort() < 0 ? 80 : endpoint.getPort();
      socket = new Socket(endpoint.getHost(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
      host = endpoint.getHost() + ":" + port;
    }

    Answer call(String operation, String body) throws IOException {
      byte[] payload = body.getBytes(UTF_8);
      byte[] head =
          ("POST / HTTP/1.1\r\nHost: "
                  + host
                  + "\r\n"
                  + "Content-Type: application/x-amz-json-1.0\r\n"
                  + "X-Amz-Target: DynamoDB_20120810."
                  + operation
                  + "\r\n"
                  + "X-Amz-Date: 20260101T000000Z\r\n"
                  + "Authorization: AWS4-HMAC-SHA256"
                  + " Credential=dummy/20260101/us-east-1/dynamodb/aws4_request,"
                  + " SignedHeaders=host;x-amz-date, Signature="
                  + "0".repeat(64)
                  + "\r\nContent-Length: "
                  + payload.length
                  + "\r\n\r\n")
              .getBytes(ISO_8859_1);
      byte[] request = Arrays.copyOf(head, head.length + payload.length);
      System.arraycopy(payload, 0, request, head.length, payload.length);
      out.write(request);
      out.flush();
      String status = line();
      int length = 0;
      for (String header = line(); !header.isEmpty(); header = line()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).trim());
        }
      }
      byte[] answer = in.readNBytes(length);
      if (answer.length < length) {
        throw new IOException("connection closed within an answer");
      }
      return new Answer(Integer.parseInt(status.substring(9, 12)), new String(answer, UTF_8));
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("connection closed by the server");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** What the command line asks for. */
  private record Settings(
      URI endpoint, int seconds, int connections, int items, int writes, long seed) {
    static Settings parse(String[] arguments) {
      Map<String, String> given = new HashMap<>();
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        given.put(arguments[i], arguments[i + 1]);
      }
      Settings settings =
          new Settings(
              URI.create(take(given, "--endpoint", "http://127.0.0.1:8000")),
              Integer.parseInt(take(given, "--seconds", "60")),
              Integer.parseInt(take(given, "--connections", "8")),
              Integer.parseInt(take(given, "--items", "6")),
              Integer.parseInt(take(given, "--writes", "30")),
              Long.parseLong(take(given, "--seed", String.valueOf(System.nanoTime() & 0xffffff))));
      if (!given.isEmpty() || arguments.length % 2 != 0) {
        System.out.println(
            """
            usage: java Coherence.java [--endpoint http://127.0.0.1:8000] [--seconds 60] [--connections 8]
                                       [--items 6] [--writes 30 (percent)] [--seed N]

            Writes and reads the same few items over several connections through every read operation and checks
            that no answer is older than what was acknowledged, or returned, before the read began.\
            """);
        System.exit(Arrays.asList(arguments).contains("--help") ? 0 : 2);
      }
      return settings;
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
      String value = given.remove(name);
      return value == null ? otherwise : value;
    }
  }
}
