package io.larder.proxy.caches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.CachedItem;
import io.larder.cache.CachingTableStore;
import io.larder.cache.restart.Pace;
import io.larder.cache.restart.Warming;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.admin.CacheControl;
import io.larder.proxy.admin.Maintenance.Answer;
import io.larder.proxy.caches.ServedCaches.Served;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Shows and steers the caches of a server. Safe for any number of threads. */
public final class CacheService implements CacheControl, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheService.class);
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final long USUAL_RATE = 1000;
  private static final long MAX_RATE = 1_000_000;
  private static final long PATIENCE_SECONDS = 25;

  private final Supplier<SortedMap<String, Served>> caches;
  private final @Nullable OtherNodes others;
  private final int mostTables;
  private @Nullable Job last;

  /**
   * @param caches by region; the server's own is {@code ""}
   * @param others null if the server is on its own
   * @param mostTables so many are told of
   */
  public CacheService(
      Supplier<SortedMap<String, Served>> caches, @Nullable OtherNodes others, int mostTables) {
    this.caches = caches;
    this.others = others;
    this.mostTables = mostTables;
  }

  /** What is being read so that it is cached. */
  private static final class Job {
    private final Warming warming;
    private final long total;
    private volatile String state = "running";
    private volatile String reason = "";
    private @Nullable Thread thread;

    Job(Warming warming, long total) {
      this.warming = warming;
      this.total = total;
    }

    String json() {
      String now = state;
      var json = new JsonWriter();
      json.beginObject().name("job").value("warm").name("state").value(now);
      json.name("step").value("warm").name("done").value(warming.read());
      json.name("total").value(total).name("failed").value(warming.failed());
      if (!now.equals("running")) {
        json.name("result").beginObject().name("items").value(warming.read());
        json.name("failed").value(warming.failed());
        if (!reason.isEmpty()) {
          json.name("reason").value(reason);
        }
        json.endObject();
      }
      json.endObject();
      return text(json);
    }
  }

  private static String text(JsonWriter json) {
    return new String(json.toByteArray(), UTF_8);
  }

  private static Answer refusal(int status, String reason) {
    var json = new JsonWriter();
    json.beginObject().name("reason").value(reason).endObject();
    return new Answer(status, text(json));
  }

  /** What may be wrong with what is asked for is told in one line. */
  @FunctionalInterface
  private interface Asked {
    Answer answer() throws InvalidRequestException;
  }

  private static Answer answer(Asked asked) {
    try {
      return asked.answer();
    } catch (InvalidRequestException e) {
      return refusal(BAD_REQUEST, String.valueOf(e.getMessage()));
    } catch (ServiceException e) {
      return refusal(e.error().httpStatus(), e.error().message());
    }
  }

  private Served in(CacheRequest request) throws InvalidRequestException {
    Served found = caches.get().get(request.region());
    if (found == null) {
      throw new InvalidRequestException("no such region is served: " + request.region());
    }
    return found;
  }

  private Answer ofRegions(Consumer<Written> write) {
    var json = new JsonWriter();
    json.beginObject().name("regions").beginArray();
    caches
        .get()
        .forEach(
            (region, each) -> {
              json.beginObject().name("region").value(region).name("caches");
              write.accept(new Written(json, each.caches()));
              json.endObject();
            });
    json.endArray().endObject();
    return new Answer(OK, text(json));
  }

  private record Written(JsonWriter json, CachingTableStore caches) {}

  @Override
  public Answer statistics() {
    return ofRegions(each -> StatisticsJson.statistics(each.json(), each.caches(), mostTables));
  }

  @Override
  public Answer advice() {
    return ofRegions(each -> StatisticsJson.advice(each.json(), each.caches()));
  }

  @Override
  public Answer peek(Asker asker, String body) {
    return answer(
        () -> {
          var request = CacheRequest.parse(body, Set.of("Region", "TableName", "Key"));
          GetItemRequest asked = request.key();
          Served served = in(request);
          // It is shown what is kept, as a reader is.
          authorize(asker, served, asked);
          CachingTableStore store = served.caches();
          Table table = store.known(asked.tableName());
          if (table == null) {
            return refusal(NOT_FOUND, "nothing is known of table " + asked.tableName());
          }
          CachedItem known = store.peek(table.primaryKey(asked.key()));
          return new Answer(OK, peeked(known));
        });
  }

  private static void authorize(Asker asker, Served served, Request<?> read) {
    served.authorizer().authorizeBlocking(asker.caller(), read, asker.context());
  }

  private static String peeked(@Nullable CachedItem known) {
    var json = new JsonWriter();
    json.beginObject();
    if (known == null) {
      json.name("known").value("nothing");
    } else {
      Item item = known.item();
      json.name("known").value(item == null ? "absence" : "item");
      json.name("bytes").value(known.bytes());
      json.name("ageMillis").value(known.age().toMillis());
      if (item != null) {
        json.name("item").value(item);
      }
    }
    json.endObject();
    return text(json);
  }

  @Override
  public Answer invalidate(String body) {
    return answer(
        () -> {
          var request = CacheRequest.parse(body, Set.of("Region", "TableName", "Key"));
          CachingTableStore store = in(request).caches();
          if (!request.has("TableName")) {
            if (request.has("Key")) {
              throw new InvalidRequestException("a Key needs a TableName");
            }
            tell(nodes -> nodes.invalidate(List.of()));
            return dropped(store.invalidateAll());
          }
          String name = String.valueOf(request.text("TableName"));
          Table table = store.known(name);
          if (table == null) {
            return refusal(NOT_FOUND, "nothing is known of table " + name);
          }
          return dropped(
              request.has("Key")
                  ? invalidate(store, table, request.key().key())
                  : invalidate(store, table));
        });
  }

  private long invalidate(CachingTableStore store, Table table) {
    tell(nodes -> nodes.invalidate(List.of(table.name())));
    return store.invalidate(table);
  }

  /** A key that lacks its sort key stands for the partition. */
  private long invalidate(CachingTableStore store, Table table, Map<String, AttributeValue> key) {
    AttributeValue partition = key.get(table.partitionKey().name());
    if (partition != null && key.size() == 1 && table.keySchema().hasSortKey()) {
      tell(nodes -> nodes.invalidate(List.of(table.name())));
      return store.invalidatePartition(table, partition);
    }
    PrimaryKey primaryKey = table.primaryKey(key);
    tell(nodes -> nodes.invalidate(table, primaryKey));
    return store.invalidate(table, primaryKey);
  }

  private static Answer dropped(long items) {
    var json = new JsonWriter();
    json.beginObject().name("items").value(items).endObject();
    return new Answer(OK, text(json));
  }

  /** The other nodes first: who asks for the invalidation here must not be told before. */
  private void tell(Function<OtherNodes, CompletionStage<Void>> what) {
    if (others == null) {
      return;
    }
    try {
      what.apply(others).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ServiceException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("the other nodes do not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the server is stopping");
    }
  }

  private static ServiceException unavailable(String reason) {
    return new ServiceException(new ServiceError.ServiceUnavailable(reason));
  }

  @Override
  public Answer warm(Asker asker, String body) {
    return answer(
        () -> {
          var request =
              CacheRequest.parse(
                  body, Set.of("Region", "TableName", "Keys", "Query", "Scan", "PerSecond"));
          if (Stream.of("Keys", "Query", "Scan").filter(request::has).count() != 1) {
            throw new InvalidRequestException(
                "one of Keys with TableName, Query and Scan is needed");
          }
          Served served = in(request);
          var warming =
              new Warming(
                  served.caches(),
                  Pace.perSecond(request.number("PerSecond", USUAL_RATE, MAX_RATE)));
          if (request.has("Query")) {
            var query = (QueryRequest) CacheRequest.read(Operation.QUERY, request.member("Query"));
            authorize(asker, served, query);
            return begin(new Job(warming, 0), () -> warming.query(query));
          }
          if (request.has("Scan")) {
            var scan = (ScanRequest) CacheRequest.read(Operation.SCAN, request.member("Scan"));
            authorize(asker, served, scan);
            return begin(new Job(warming, 0), () -> warming.scan(scan));
          }
          List<GetItemRequest> keys = new ArrayList<>();
          for (JsonNode key : request.array("Keys")) {
            GetItemRequest get = CacheRequest.key(request.member("TableName"), key);
            authorize(asker, served, get);
            keys.add(get);
          }
          return begin(
              new Job(warming, keys.size()),
              () -> keys.forEach(key -> warming.item(key.tableName(), key.key())));
        });
  }

  private synchronized Answer begin(Job job, Runnable work) {
    if (last != null && last.state.equals("running")) {
      return refusal(CONFLICT, "busy with another: warm");
    }
    last = job;
    job.thread = Thread.ofVirtual().name("larder-warm").start(() -> run(job, work));
    return new Answer(ACCEPTED, job.json());
  }

  private static void run(Job job, Runnable work) {
    String state = "failed";
    try {
      work.run();
      state = job.warming.isCancelled() ? "cancelled" : "done";
    } catch (ServiceException e) {
      job.reason = e.error().message();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("Warming has failed");
      job.reason = "internal error, see the log of the server";
    }
    job.state = state;
  }

  @Override
  public synchronized Answer warming() {
    return last == null ? refusal(NOT_FOUND, "nothing was begun yet") : new Answer(OK, last.json());
  }

  @Override
  public synchronized Answer cancelWarming() {
    Job job = last;
    if (job == null || !job.state.equals("running")) {
      return refusal(CONFLICT, "nothing is under way");
    }
    job.warming.cancel();
    return new Answer(OK, job.json());
  }

  /** Ends what is being read, and waits for that. */
  @Override
  public void close() {
    Thread thread;
    synchronized (this) {
      Job job = last;
      if (job == null) {
        return;
      }
      job.warming.cancel();
      thread = job.thread;
    }
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
