package io.larder.store.upstream;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.TableDescription;
import io.larder.store.Table;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Looks tables up at the upstream. What it finds is looked up again now and then, as long as it is
 * used.
 */
final class TableFinder {
  /** So many tables are looked up at once for reads that do not wait for it. */
  private static final int MAX_WANTED = 32;

  /** So many names are remembered of which there was no table. */
  private static final int MAX_MISSING = 1024;

  private static final int ATTEMPTS = 3;

  /** So often a table is looked up again that nobody has asked for. */
  private static final int MAX_IDLE_ROUNDS = 60;

  private final UpstreamTables tables;
  private final Upstream upstream;
  private final boolean isExclusive;
  private final long missingNanos;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<String, CompletableFuture<Table>> underWay =
      new ConcurrentHashMap<>();

  /** When they were looked for, by name. */
  private final Map<String, Long> missing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_MISSING;
        }
      };

  /**
   * @param isExclusive true if all that changes items must be heard of, time to live included
   * @param missingNanos how long a name that has no table is not looked up for reads
   * @param nanoTime tells nanoseconds since some moment
   */
  TableFinder(
      UpstreamTables tables,
      Upstream upstream,
      boolean isExclusive,
      long missingNanos,
      LongSupplier nanoTime) {
    this.tables = tables;
    this.upstream = upstream;
    this.isExclusive = isExclusive;
    this.missingNanos = missingNanos;
    this.nanoTime = nanoTime;
  }

  /**
   * A table on whose items one can work.
   *
   * @param isForeign true if it is of another account or region, so that nothing of it is kept
   */
  record Found(Table table, boolean isForeign) {}

  /**
   * The table that the name or ARN means, looked up if need be. Blocks.
   *
   * @throws ServiceException ResourceNotFound if there is none on whose items one can work; or why
   *     it cannot be told
   */
  Found find(String nameOrArn) {
    Table fresh = tables.fresh(nameOrArn);
    if (fresh != null) {
      return new Found(fresh, false);
    }
    String name = UpstreamTables.nameOf(nameOrArn);
    if (name.equals(nameOrArn)) {
      return new Found(serving(lookUpOnce(name)), false);
    }
    Table local = null;
    try {
      local = lookUpOnce(name);
    } catch (ServiceException e) {
      if (!(e.error() instanceof ServiceError.ResourceNotFound)) {
        throw e;
      }
    }
    return local != null && UpstreamTables.isMeant(local, nameOrArn)
        ? new Found(serving(local), false)
        : new Found(serving(tables.unkept(describe(nameOrArn))), true);
  }

  private static Table serving(Table table) {
    // What it says to calls for a table whose key is gone, only the upstream knows.
    if (!table.isServing() && !table.isInaccessible()) {
      throw notFound();
    }
    return table;
  }

  private static ServiceException notFound() {
    return new ServiceException(new ServiceError.ResourceNotFound(Messages.NOT_FOUND));
  }

  /** Lets the table be looked up, so that it is known soon. Does not wait for it. */
  void want(String nameOrArn) {
    String name = UpstreamTables.nameOf(nameOrArn);
    if (tables.fresh(name) == null && !wasMissing(name)) {
      start(name);
    }
  }

  /**
   * The upstream does not know one of these tables. Of several it does not say which: one that is
   * there stays known meanwhile.
   */
  void suspect(Collection<String> namesOrArns) {
    for (String nameOrArn : namesOrArns) {
      String name = UpstreamTables.nameOf(nameOrArn);
      if (namesOrArns.size() == 1) {
        tables.doubt(name);
      } else if (tables.fresh(name) != null) {
        start(name);
      }
    }
  }

  private void start(String name) {
    if (underWay.size() < MAX_WANTED && !underWay.containsKey(name)) {
      Thread.ofVirtual().name("look-up").start(() -> lookUpQuietly(name));
    }
  }

  private boolean wasMissing(String name) {
    synchronized (missing) {
      Long at = missing.get(name);
      return at != null && nanoTime.getAsLong() - at < missingNanos;
    }
  }

  private void isMissing(String name) {
    synchronized (missing) {
      missing.remove(name);
      missing.put(name, nanoTime.getAsLong());
    }
  }

  /** Looks the table up again; if that is not possible what is known of it stays. */
  void lookUpQuietly(String name) {
    try {
      lookUpOnce(name);
    } catch (ServiceException e) {
      // Who needs the table will hear of it.
    }
  }

  /** The same look-up for all who want it at one moment. */
  private Table lookUpOnce(String name) {
    var mine = new CompletableFuture<Table>();
    CompletableFuture<Table> other = underWay.putIfAbsent(name, mine);
    if (other != null) {
      return join(other);
    }
    try {
      mine.complete(lookUp(name));
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    } finally {
      underWay.remove(name);
    }
    return join(mine);
  }

  private static Table join(CompletableFuture<Table> lookUp) {
    try {
      return lookUp.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ServiceException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private Table lookUp(String name) {
    TableDescription description = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      UpstreamTables.Asked asked = tables.asked(name);
      try {
        description = describe(name);
      } catch (ServiceException e) {
        if (meaning(e) instanceof ServiceError.ResourceNotFound) {
          isMissing(name);
          tables.forget(name);
          throw notFound();
        }
        if (isRefusal(e)) {
          tables.doubt(name);
        }
        throw e;
      }
      Table table = tables.define(asked, description, isExclusive && expires(name));
      if (table != null) {
        return table;
      }
    }
    // It changes all the time: good enough to tell what the request means, not to keep any of it.
    return tables.unkept(Objects.requireNonNull(description));
  }

  /**
   * True if the upstream deletes items of the table when they have expired, or does not tell. One
   * that does not know of time to live deletes none.
   */
  private boolean expires(String tableName) {
    try {
      return upstream.ask(new DescribeTimeToLiveRequest(tableName)).attributeName() != null;
    } catch (ServiceException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      return !(meaning(e) instanceof ServiceError.UnknownOperation);
    }
  }

  private TableDescription describe(String nameOrArn) {
    return upstream.ask(new DescribeTableRequest(nameOrArn)).table();
  }

  /** What an error means that may be the upstream's. */
  static ServiceError meaning(ServiceException e) {
    return e.error() instanceof ServiceError.Relayed(var meaning, _, _, _) ? meaning : e.error();
  }

  /** True unless the upstream could not be asked, or has too much to do. */
  private static boolean isRefusal(ServiceException e) {
    return switch (meaning(e)) {
      case ServiceError.Throttling _,
          ServiceError.ProvisionedThroughputExceeded _,
          ServiceError.RequestLimitExceeded _ ->
          false;
      case ServiceError error -> error.httpStatus() < 500;
    };
  }

  /** Looks up again what will soon be otherwise. */
  void refreshUnsettled() {
    tables.unsettledNames().forEach(this::lookUpQuietly);
  }

  /** Looks up again what is known, and lets go of what nobody asks for. */
  void refresh() {
    for (String name : tables.names()) {
      if (tables.idleRounds(name) < MAX_IDLE_ROUNDS) {
        lookUpQuietly(name);
      } else {
        tables.forget(name);
      }
    }
  }
}
