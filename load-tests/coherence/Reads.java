package coherence;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads of one connection, in every way there is, and what must be true of their answers. */
public final class Reads {
  private final Client client;
  private final List<Way> ways;
  private final Wire wire;
  private final List<Item> items;
  private final Findings findings;
  private final Random random;

  /** The newest beginning of a write that this client was shown, by what shows it and item. */
  private final Map<Object, long[]> seen = new HashMap<>();

  /** The ways to read in whose name a pattern is not found; an empty one stands for none. */
  public Reads(Client client, String without) {
    this.client = client;
    this.ways =
        Stream.of(Way.values())
            .filter(way -> without.isEmpty() || !Pattern.compile(without).matcher(way.name()).find())
            .toList();
    this.wire = client.wire();
    this.items = client.items();
    this.findings = client.findings();
    this.random = client.random();
  }

  /**
   * The ways to read; each covers all items, or those that a partition or an index partition holds.
   */
  private enum Way {
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

    Way(String operation) {
      this.operation = operation;
    }

    boolean isConsistent() {
      return this == TRANSACT_GET || name().endsWith("_CONSISTENT");
    }

    /** Single items are shown by one entry, however they are asked for; each page by its own. */
    Object entry(String partition) {
      return switch (this) {
        case GET, GET_CONSISTENT, GET_PROJECTED, BATCH_GET -> "item";
        default -> name() + partition;
      };
    }
  }

  public void any() throws IOException {
    read(ways.get(random.nextInt(ways.size())));
  }

  public void all() throws IOException {
    for (Way way : ways) {
      read(way);
    }
  }

  private void read(Way way) throws IOException {
    Item one = items.get(random.nextInt(items.size()));
    int partition = random.nextInt(Item.PARTITIONS);
    String group = "g" + random.nextInt(Item.GROUPS);
    String body = body(way, one, partition, group);
    boolean isExact = !client.isThrough() || way.isConsistent() || one.lag == 0;
    Object entry = way.entry(partition + group);
    long[] floor = floors(isExact, entry);
    long start = Moments.next();
    Answer answer = wire.call(way.operation, body);
    while (answer.conflicts()) {
      findings.countRetry();
      floor = floors(isExact, entry);
      start = Moments.next();
      answer = wire.call(way.operation, body);
    }
    long end = Moments.next();
    Look[] looks = looks(isExact, floor, start, end);
    String name = client.name("read", way.operation + " " + way);
    if (answer.status() != 200) {
      client.note(name, start, end, answer, answer.body());
    }
    if (client.excuses(answer, name)) {
      return;
    }
    if (answer.status() != 200) {
      findings.violation(name + ": refused", answer.status() + " " + answer.body());
      return;
    }
    findings.count(name);
    String place = way == Way.QUERY_GSI || way == Way.QUERY_GSI_BACKWARD ? group : null;
    Map<Item, State> found = new HashMap<>();
    List<Shown> all = Shown.all(answer.body(), items);
    client.note(name, start, end, answer, all);
    for (Shown shown : all) {
      Item item = shown.item();
      State state = shown.judge(findings, name, place, looks[item.number]);
      if (found.containsKey(item)) {
        findings.violation(name + ": item twice in one answer", answer.body());
      }
      found.put(item, state);
      if (state != null) {
        saw(entry, state);
      }
    }
    for (Item item : items) {
      if (!found.containsKey(item) && covers(way, item, one, partition)) {
        findings.judge(
            name,
            item,
            item.judgeMissing(place, looks[item.number]),
            place == null ? "absent" : "not in " + place);
      }
    }
    if (way == Way.TRANSACT_GET) {
      together(name, found, looks);
    }
  }

  private Look[] looks(boolean isExact, long[] floors, long start, long end) {
    Look[] looks = new Look[floors.length];
    for (int i = 0; i < looks.length; i++) {
      looks[i] =
          isExact
              ? Look.exact(floors[i], start, end)
              : Look.lagging(floors[i], items.get(i).lag, start, end);
    }
    return looks;
  }

  private void saw(Object entry, State state) {
    long[] begun = seen.computeIfAbsent(entry, e -> new long[items.size()]);
    begun[state.item.number] = Math.max(begun[state.item.number], state.begun);
  }

  private String body(Way way, Item one, int partition, String group) {
    String consistent = ",\"ConsistentRead\":true";
    String backward = ",\"ScanIndexForward\":false";
    return switch (way) {
      case GET -> Requests.get(one, "");
      case GET_CONSISTENT -> Requests.get(one, consistent);
      case GET_PROJECTED -> Requests.get(one, ",\"ProjectionExpression\":\"r, c, g, pk, sk\"");
      case BATCH_GET -> Requests.batchGet(items);
      case TRANSACT_GET -> Requests.transactGet(items);
      case QUERY -> Requests.query(partition, "");
      case QUERY_CONSISTENT -> Requests.query(partition, consistent);
      case QUERY_BACKWARD -> Requests.query(partition, backward);
      case QUERY_FILTERED ->
          Requests.query(partition, ",\"FilterExpression\":\"attribute_exists(c)\"");
      case QUERY_FIRST -> Requests.query(partition, ",\"Limit\":1");
      case QUERY_LSI -> Requests.query(partition, Requests.WHOLE_ITEMS_BY_LSI);
      case QUERY_LSI_CONSISTENT ->
          Requests.query(partition, Requests.WHOLE_ITEMS_BY_LSI + consistent);
      case QUERY_GSI -> Requests.queryGroup(group, "");
      case QUERY_GSI_BACKWARD -> Requests.queryGroup(group, backward);
      case SCAN -> Requests.scan("");
      case SCAN_CONSISTENT -> Requests.scan(consistent);
      case SCAN_SEGMENTS -> Requests.scan(",\"TotalSegments\":2,\"Segment\":" + partition);
      case SCAN_GSI -> Requests.scan(",\"IndexName\":\"gsi\"");
      case SCAN_LSI -> Requests.scan(Requests.WHOLE_ITEMS_BY_LSI);
    };
  }

  /** True if the answer must show the item wherever it is present, or in the place asked for. */
  private static boolean covers(Way way, Item item, Item one, int partition) {
    return switch (way) {
      case GET, GET_CONSISTENT, GET_PROJECTED -> item == one;
      case QUERY,
          QUERY_CONSISTENT,
          QUERY_BACKWARD,
          QUERY_FILTERED,
          QUERY_LSI,
          QUERY_LSI_CONSISTENT ->
          item.number % Item.PARTITIONS == partition;
      case BATCH_GET, TRANSACT_GET, SCAN, SCAN_CONSISTENT, SCAN_GSI, SCAN_LSI -> true;
      case QUERY_GSI, QUERY_GSI_BACKWARD -> true;
      // What lies on another page or in the other segment is rightly missing.
      case QUERY_FIRST, SCAN_SEGMENTS -> false;
    };
  }

  private long[] floors(boolean isExact, Object entry) {
    long[] own = seen.get(entry);
    long[] floors = new long[items.size()];
    for (int i = 0; i < floors.length; i++) {
      Item item = items.get(i);
      floors[i] = isExact ? item.floor() : item.laggingFloor();
      floors[i] = own == null ? floors[i] : Math.max(floors[i], own[i]);
    }
    return floors;
  }

  /**
   * A transaction that one item of an atomic read shows must show in the other item that it wrote:
   * as its state there, or one that may be newer.
   */
  private void together(String name, Map<Item, State> found, Look[] looks) {
    for (State shown : found.values()) {
      State partner = shown == null ? null : shown.partner.get();
      if (partner == null) {
        continue;
      }
      Item other = partner.item;
      State otherShown = found.get(other);
      boolean isWhole =
          found.containsKey(other)
              ? otherShown == null || otherShown.shownBy() >= partner.begun
              : other.mayBeAbsentSince(partner.begun, looks[other.number]);
      if (!isWhole) {
        findings.violation(
            name + ": half a transaction",
            shown.item.key + " shown as " + shown + ", but " + other.key + " before " + partner);
      }
    }
  }
}
