package io.larder.store.upstream.streams;

import io.larder.protocol.operation.StreamRecord;
import io.larder.store.Directory;
import io.larder.store.Index;
import io.larder.store.NamedTouched;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.StoreGauge;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.observers.WriteObservers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the streams of the tables that are known, each on a thread of its own, and tells of every
 * item that was changed as of a write of which nobody knows the image. So what is kept of it is
 * dropped, also if the change was our own: the records do not say whose it was, and a miss is
 * cheap.
 */
public final class TableStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableStreams.class);

  /** So many items are told of at once. */
  private static final int MAX_TOLD = 100;

  private final StreamCalls calls;
  private final SharedTables tables;
  private final Function<String, @Nullable Table> definitions;
  private final WriteObservers observers;
  private final StreamOptions options;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Map<String, Followed> followed = new ConcurrentHashMap<>();
  private final LongAdder changes = new LongAdder();

  /** A table, and what ends its thread. */
  private record Followed(StreamReader reader, CountDownLatch end) {}

  /**
   * @param definitions as {@link Directory#defined}
   * @param nanoTime tells nanoseconds since some moment
   */
  public TableStreams(
      StreamCalls calls,
      SharedTables tables,
      Function<String, @Nullable Table> definitions,
      WriteObservers observers,
      StreamOptions options,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.calls = calls;
    this.tables = tables;
    this.definitions = definitions;
    this.observers = observers;
    this.options = options;
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /**
   * To be told of a table before anything of it is answered from memory: it is held until its
   * stream is read. Never blocks.
   */
  public void heard(TableEvent event) {
    switch (event) {
      case TableEvent.Created(var table) -> followed.computeIfAbsent(table.name(), this::follow);
      case TableEvent.Changed _ -> {}
      case TableEvent.Dropped(var table) -> {
        Followed ended = followed.remove(table.name());
        if (ended != null) {
          ended.end().countDown();
        }
      }
    }
  }

  private Followed follow(String tableName) {
    var one = new Followed(reader(tableName), new CountDownLatch(1));
    Thread.ofVirtual().name("stream-" + tableName).start(() -> read(one));
    return one;
  }

  StreamReader reader(String tableName) {
    return new StreamReader(
        tableName, calls, tables, told -> tell(tableName, told), options, nanoTime, clock);
  }

  private static void read(Followed one) {
    try {
      Duration pause = Duration.ZERO;
      while (!one.end().await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        pause = one.reader().round();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("A stream is not read any more");
      one.reader().fail();
      return;
    }
    one.reader().stop();
  }

  private void tell(String tableName, List<StreamRecord> told) {
    Table table = definitions.apply(tableName);
    if (table == null) {
      throw new IllegalStateException("Nothing is known of the table " + tableName);
    }
    List<String> indexes =
        table.indexesByName().stream().filter(Index::isGlobal).map(Index::name).toList();
    Map<PrimaryKey, NamedTouched> touched = new LinkedHashMap<>();
    for (StreamRecord change : told) {
      PrimaryKey key = table.primaryKey(change.keys().attributes());
      touched.putIfAbsent(key, tables.touched(tableName, key.partition(), key.sort(), indexes));
    }
    List<NamedTouched> all = new ArrayList<>(touched.values());
    for (int from = 0; from < all.size(); from += MAX_TOLD) {
      observers
          .begin(all.subList(from, Math.min(all.size(), from + MAX_TOLD)))
          .committed(List.of());
    }
    changes.add(told.size());
  }

  /** What can be read off the streams; always the same gauges. */
  public List<StoreGauge> gauges() {
    return List.of(
        new StoreGauge(
            "upstream_streams", "Tables whose streams are followed.", false, followed::size),
        new StoreGauge(
            "upstream_streams_held",
            "Tables that are not answered from memory because of their streams.",
            false,
            () -> followed.values().stream().filter(one -> one.reader().isHeld()).count()),
        new StoreGauge(
            "upstream_stream_lag_seconds",
            "How far behind its table the stream is that is furthest behind.",
            false,
            () ->
                followed.values().stream()
                        .mapToLong(one -> one.reader().lag().toNanos())
                        .max()
                        .orElse(0)
                    / 1e9),
        new StoreGauge(
            "upstream_stream_records", "Records of streams that were told.", true, changes::sum));
  }

  @Override
  public void close() {
    followed.values().forEach(one -> one.end().countDown());
  }
}
