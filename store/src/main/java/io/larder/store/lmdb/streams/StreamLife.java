package io.larder.store.lmdb.streams;

import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.StreamArn;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableStatus;
import io.larder.store.Table;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.changes.TableStream;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.TableKey;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.WriteGroup;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How streams begin and end: with the settings of their tables, in the same commits. A stream
 * shares the key of its table, which stays until its last record is gone.
 */
public final class StreamLife {
  /** As many readers can read a table on demand side by side. */
  private static final int SLOTS_ON_DEMAND = 4;

  private final StreamTail tail;
  private final Environment environment;
  private final InstantSource clock;
  private final DeliveryLife deliveries;

  public StreamLife(StreamTail tail, Environment environment, InstantSource clock) {
    this.tail = tail;
    this.environment = environment;
    this.clock = clock;
    this.deliveries = new DeliveryLife(environment, clock);
  }

  /** How what is delivered elsewhere begins and ends. */
  public DeliveryLife deliveries() {
    return deliveries;
  }

  /** True if those settings let changes be told. */
  public static boolean isEnabled(@Nullable StreamSpecification stream) {
    return stream != null && stream.streamEnabled();
  }

  /** The label of a stream that is enabled then: the time, as the service writes it. */
  public static String label(Streams streams, String tableArn, Instant enabled) {
    Instant time = enabled;
    while (streams.has(arn(tableArn, label(time)))) {
      time = time.plusMillis(1);
    }
    return label(time);
  }

  private static String label(Instant enabled) {
    String text = enabled.truncatedTo(ChronoUnit.SECONDS).toString();
    long millis = Math.floorMod(enabled.toEpochMilli(), 1000L);
    return text.substring(0, text.length() - 1) + ".%03d".formatted(millis);
  }

  private static StreamArn arn(String tableArn, String label) {
    return new StreamArn(tableArn, tableArn.substring(tableArn.indexOf('/') + 1), label);
  }

  /**
   * Begins the stream that the table's description says it has; the table is stored already.
   *
   * @param enabledFrom until when it is being enabled
   */
  public void begin(WriteGroup group, Table table, Instant enabledFrom) {
    TableDescription description = table.description();
    StreamSpecification specification =
        Objects.requireNonNull(description.options().streamSpecification());
    String tableArn = description.identity().tableArn();
    String label =
        Objects.requireNonNull(description.history().latestStreamLabel(), "label of the stream");
    Instant now = now();
    int id = group.tables().nextId();
    var stream =
        new TableStream(
            id,
            table.id(),
            arn(tableArn, label),
            StreamViewType.valueOf(Objects.requireNonNull(specification.streamViewType())),
            description.schema().keySchema(),
            new TableStream.Life(now, enabledFrom, null, null),
            slots(description),
            List.of());
    environment.layout().requireStreams();
    shareKey(group.records().keys(), stream);
    group.put(Database.CATALOG, CatalogKey.NEXT_ID.bytes(), KeyLayout.prefix(id + 1));
    group.setTables(group.tables().withNextId(id + 1));
    StreamCatalog.put(group, stream.begun(tail.give(1)));
  }

  private static void shareKey(KeyRing keys, TableStream stream) {
    TableKey key = keys.of(stream.tableId());
    if (key != null) {
      keys.assign(stream.id(), key);
    }
  }

  /** How many shards of the table's stream are open at once. */
  static int slots(TableDescription table) {
    return table.options().billingMode() == BillingMode.PAY_PER_REQUEST ? SLOTS_ON_DEMAND : 1;
  }

  /** Replaces the shards of a table's stream if there are to be more of them by now. */
  public void widen(WriteGroup group, Table table) {
    TableStream stream = group.tables().streams().openOf(table.id());
    int slots = slots(table.description());
    if (stream != null && slots > stream.slots()) {
      group.streams().flush();
      StreamCatalog.put(group, stream.renewed(tail.give(1), slots));
    }
  }

  /**
   * Ends the stream of a table, if it has one; what it tells is kept for its time.
   *
   * @param disabledFrom until when it is being disabled
   */
  public void end(WriteGroup group, Table table, Instant disabledFrom) {
    TableStream stream = group.tables().streams().openOf(table.id());
    if (stream != null) {
      group.streams().flush();
      StreamCatalog.put(group, stream.closed(tail.give(1), now(), disabledFrom));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** True if a table should have a stream and has none: an older program has not made it. */
  public static boolean lacksStreams(Tables tables) {
    return tables.byName().values().stream().anyMatch(entry -> lacksStream(tables, entry.table()));
  }

  private static boolean lacksStream(Tables tables, Table table) {
    TableDescription description = table.description();
    return isEnabled(description.options().streamSpecification())
        && description.tableStatus() != TableStatus.DELETING
        && description.history().latestStreamLabel() != null
        && tables.streams().openOf(table.id()) == null;
  }

  /** Begins the streams that tables lack; the changes before are not told. */
  public Boolean beginMissing(WriteGroup group) {
    for (Tables.Entry entry : group.tables().byName().values()) {
      if (lacksStream(group.tables(), entry.table())) {
        begin(group, entry.table(), now());
      }
    }
    return true;
  }
}
