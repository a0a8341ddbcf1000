package io.larder.store.lmdb.tables;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.store.Table;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.TableKey;
import io.larder.store.lmdb.writer.GroupCommit;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.lmdb.writer.Writer;
import io.larder.store.seal.Encryption;
import io.larder.store.seal.KeyProvider;
import io.larder.store.seal.KeySource;
import io.larder.store.seal.KeyUnavailableException;
import io.larder.store.seal.KeyUnavailableException.Reason;
import io.larder.store.seal.SealKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tables name by {@code SSESpecification}: each wraps the key of its tables, and when
 * it can no longer be used nothing of them can be read or written until it can. Its keeper is asked
 * by a thread of this class, never by the writer's; one that does not answer changes nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html">DynamoDB
 *     encryption at rest: How it works</a>
 */
public final class CustomerKeys implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CustomerKeys.class);

  /** The key that the service keeps for the account. */
  private static final String DEFAULT_KEY = "alias/aws/dynamodb";

  private final KeyRing ring;
  private final @Nullable Encryption encryption;
  private final TableOwner owner;
  private final InstantSource clock;
  private final Snapshots snapshots;
  private final GroupCommit commits;
  private final Writer writer;
  private @Nullable ScheduledExecutorService thread;

  /** A wrapped key, and the key. */
  private static final class Wrapped {
    private final int tableId;
    private final NamedKey named;
    private final byte[] key;

    Wrapped(int tableId, NamedKey named, byte[] key) {
      this.tableId = tableId;
      this.named = named;
      this.key = key;
    }
  }

  /** {@code encryption} is null if the store is not sealed; then nothing is done here. */
  public CustomerKeys(
      KeyRing ring,
      @Nullable Encryption encryption,
      TableOwner owner,
      InstantSource clock,
      Snapshots snapshots,
      GroupCommit commits,
      Writer writer) {
    this.ring = ring;
    this.encryption = encryption;
    this.owner = owner;
    this.clock = clock;
    this.snapshots = snapshots;
    this.commits = commits;
    this.writer = writer;
  }

  /** Lets a thread look after the keys. */
  public void start() {
    if (encryption != null) {
      thread =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("larder-keys").factory());
      long nanos = encryption.checkEvery().toNanos();
      var _ = thread.scheduleWithFixedDelay(this::checkSafely, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private KeySource source() {
    return encryption == null ? KeySource.NONE : encryption.tableKeys();
  }

  private Map<String, String> context(String tableName) {
    return Map.of(
        "aws:dynamodb:tableName", tableName, "aws:dynamodb:subscriberId", owner.accountId());
  }

  /**
   * CreateTable with the key that it names, which is asked for before the table is made.
   *
   * @param submit queues the work
   */
  public CompletableFuture<CreateTableResponse> create(
      CreateTableRequest request,
      Work<CreateTableResponse> work,
      Function<Work<CreateTableResponse>, CompletableFuture<CreateTableResponse>> submit) {
    SseSpecification sse = request.options().sseSpecification();
    if (!ring.seals() || sse == null || !Boolean.TRUE.equals(sse.enabled())) {
      return submit.apply(work);
    }
    return then(
        wrapped(0, request.tableName(), sse, ring.newKey()),
        wrapped ->
            submit.apply(
                group -> {
                  CreateTableResponse response = work.run(group);
                  install(group, request.tableName(), wrapped);
                  return response;
                }));
  }

  /** UpdateTable, likewise: the key of the table is wrapped anew, and what it seals stays. */
  public CompletableFuture<UpdateTableResponse> update(
      UpdateTableRequest request,
      Work<UpdateTableResponse> work,
      Function<Work<UpdateTableResponse>, CompletableFuture<UpdateTableResponse>> submit) {
    SseSpecification sse = request.options().sseSpecification();
    if (!ring.seals() || sse == null) {
      return submit.apply(work);
    }
    if (!Boolean.TRUE.equals(sse.enabled())) {
      return submit.apply(
          group -> {
            UpdateTableResponse response = work.run(group);
            TableKeys.putOwn(group, group.tables().described(request.tableName()).table());
            return response;
          });
    }
    Tables.Entry entry = commits.tables().find(request.tableName());
    if (entry == null) {
      return submit.apply(work);
    }
    Table table = entry.table();
    TableKey key = ring.of(table.id());
    byte[] bytes = key == null ? null : key.bytes();
    if (bytes == null) {
      return CompletableFuture.failedFuture(Tables.keyTaken());
    }
    return then(
        wrapped(table.id(), table.name(), sse, bytes),
        wrapped ->
            submit.apply(
                group -> {
                  Table now = group.tables().described(request.tableName()).table();
                  if (now.id() != wrapped.tableId) {
                    throw Tables.keyTaken();
                  }
                  UpdateTableResponse response = work.run(group);
                  install(group, request.tableName(), wrapped);
                  return response;
                }));
  }

  /** Goes on with the key; fails with what has failed, not with what wraps it. */
  private static <R> CompletableFuture<R> then(
      CompletableFuture<Wrapped> key, Function<Wrapped, CompletableFuture<R>> next) {
    var result = new CompletableFuture<R>();
    key.whenComplete(
        (wrapped, failure) -> {
          if (wrapped == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            result.completeExceptionally(Objects.requireNonNullElseGet(cause, Tables::keyTaken));
            return;
          }
          next.apply(wrapped)
              .whenComplete(
                  (response, refusal) -> {
                    if (refusal == null) {
                      result.complete(response);
                    } else {
                      result.completeExceptionally(refusal);
                    }
                  });
        });
    return result;
  }

  private CompletableFuture<Wrapped> wrapped(
      int tableId, String tableName, SseSpecification sse, byte[] key) {
    String keyId = Objects.requireNonNullElse(sse.kmsMasterKeyId(), DEFAULT_KEY);
    try {
      return CompletableFuture.supplyAsync(
          () -> wrap(tableId, tableName, keyId, key), thread == null ? Runnable::run : thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(Tables.keyTaken());
    }
  }

  private Wrapped wrap(int tableId, String tableName, String keyId, byte[] key) {
    try {
      KeyProvider found = source().find(keyId);
      String name = found.describe();
      byte[] wrapped = found.wrap(key, context(tableName));
      return new Wrapped(tableId, new NamedKey(isArn(name) ? name : keyId, wrapped), key);
    } catch (KeyUnavailableException e) {
      throw new CompletionException(refusal(e));
    }
  }

  private static boolean isArn(String name) {
    return name.startsWith("arn:");
  }

  private static ServiceException refusal(KeyUnavailableException e) {
    String type =
        switch (e.reason()) {
          case NOT_FOUND -> "NotFoundException";
          case DISABLED -> "DisabledException";
          case DENIED -> "AccessDeniedException";
          case UNREACHABLE -> "KMSInternalException";
        };
    return ServiceException.validation("KMS validation error: " + type + ": " + e.getMessage());
  }

  /** The table says the key's ARN from now on, also if it was created with an alias of it. */
  private static void install(WriteGroup group, String tableName, Wrapped wrapped) {
    Tables.Entry entry = group.tables().described(tableName);
    TableDescription table = entry.table().description();
    TableKeys.put(group, entry.table(), wrapped.named, wrapped.key);
    SseSpecification sse = table.options().sseSpecification();
    if (sse != null && isArn(wrapped.named.name())) {
      put(
          group,
          entry,
          table.withSse(new SseSpecification(sse.enabled(), sse.sseType(), wrapped.named.name())));
    }
  }

  private static void put(WriteGroup group, Tables.Entry entry, TableDescription changed) {
    Catalog.put(group, entry.with(TableDefinition.changed(entry.table(), changed)));
  }

  private void checkSafely() {
    try {
      check();
    } catch (RuntimeException e) {
      // Otherwise nobody would look again.
      LOG.atError().setCause(e).log("The keys of tables could not be looked after");
    }
  }

  /** Asks for all keys, takes those that cannot be used, and lets the tables say so. */
  public void check() {
    if (!ring.seals()) {
      return;
    }
    Map<Integer, String> tableNames = new LinkedHashMap<>();
    Tables tables = commits.tables();
    tables.byName().forEach((name, entry) -> tableNames.put(entry.table().id(), name));
    // Those that have outlived their tables have the keys of these.
    tableNames.putAll(tables.streams().tableNames());
    Map<Integer, NamedKey> all = new LinkedHashMap<>();
    try (Snapshot snapshot = snapshots.open()) {
      for (int id : tableNames.keySet()) {
        NamedKey named = TableKeys.named(snapshot, id);
        if (named != null) {
          all.put(id, named);
        }
      }
    }
    all.forEach((id, named) -> check(id, tableNames.getOrDefault(id, ""), named));
    if (commits.tables().byName().values().stream().anyMatch(entry -> changed(entry) != null)) {
      var _ = writer.submit(this::settle);
    }
  }

  private void check(int id, String tableName, NamedKey named) {
    TableKey key = ring.of(id);
    if (key == null) {
      return;
    }
    try {
      var found =
          new SealKey(source().find(named.name()).unwrap(named.wrapped(), context(tableName)));
      if (!key.isGiven()) {
        key.give(found);
        LOG.atInfo()
            .addKeyValue("table", tableName)
            .addKeyValue("key", named.name())
            .log("The key of a table can be used");
      }
    } catch (KeyUnavailableException e) {
      if (e.reason() != Reason.UNREACHABLE) {
        key.take();
      }
      LOG.atWarn()
          .addKeyValue("table", tableName)
          .addKeyValue("key", named.name())
          .addKeyValue("reason", e.getMessage())
          .log(key.isGiven() ? "A key could not be checked" : "The key of a table cannot be used");
    }
  }

  /** The table with the state that its key puts it into; null if it is in that state. */
  private @Nullable TableDescription changed(Tables.Entry entry) {
    TableDescription table = entry.table().description();
    TableKey key = ring.of(entry.table().id());
    boolean isAway = key != null && !key.isGiven();
    SseSpecification sse = table.options().sseSpecification();
    if (isAway && table.tableStatus() == TableStatus.ACTIVE) {
      var since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      return table
          .withStatus(TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS)
          .withSse(
              sse == null
                  ? null
                  : new SseSpecification(
                      sse.enabled(), sse.sseType(), sse.kmsMasterKeyId(), since));
    }
    if (!isAway && entry.table().isInaccessible()) {
      return table
          .withStatus(TableStatus.ACTIVE)
          .withSse(
              sse == null
                  ? null
                  : new SseSpecification(sse.enabled(), sse.sseType(), sse.kmsMasterKeyId()));
    }
    return null;
  }

  private Boolean settle(WriteGroup group) {
    for (Tables.Entry entry : group.tables().byName().values()) {
      TableDescription changed = changed(entry);
      if (changed != null) {
        put(group, entry, changed);
      }
    }
    return true;
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
