package io.larder.store.upstream;

import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.store.observers.WriteObservers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has the upstream do what may change any item of some tables, or their definition. From before it
 * is sent until nothing of it can happen any more these tables are not answered from memory.
 */
final class TableChanges {
  private final UpstreamTables tables;
  private final Upstream upstream;
  private final WriteObservers observers;
  private final ScheduledExecutorService later;
  private final Duration quietTime;

  /**
   * @param later is to be quick: it only releases holds
   */
  TableChanges(
      UpstreamTables tables,
      Upstream upstream,
      WriteObservers observers,
      ScheduledExecutorService later,
      Duration quietTime) {
    this.tables = tables;
    this.upstream = upstream;
    this.observers = observers;
    this.later = later;
    this.quietTime = quietTime;
  }

  /**
   * @param tableNames empty for all tables
   * @param release how the holds are released when it was done
   * @param done hears of the response while the tables are still held
   */
  <R extends Response> R make(
      Request<R> request,
      Collection<String> tableNames,
      Consumer<TableHold> release,
      Consumer<R> done) {
    List<String> names = tableNames.stream().map(UpstreamTables::nameOf).distinct().toList();
    List<TableHold> holds = hold(names);
    WriteObservers.Scopes scopes;
    try {
      // Observers may need the hidden table themselves, before they let anything begin.
      scopes = isHidden(names) ? observers.none() : observers.beginTables(names);
    } catch (RuntimeException | Error e) {
      holds.forEach(TableHold::releaseUnchanged);
      throw e;
    }
    Outcome<R> outcome;
    try {
      outcome = upstream.tell(request, upstream.now(), false, scopes::mayBegin);
      if (outcome instanceof Outcome.Done<R>(var response)) {
        done.accept(response);
      }
    } catch (RuntimeException | Error e) {
      unknown(scopes, holds);
      throw e;
    }
    switch (outcome) {
      case Outcome.Done<R> _ -> {
        scopes.committed(List.of());
        holds.forEach(release);
      }
      case Outcome.Refused<R> _ -> {
        scopes.aborted();
        holds.forEach(TableHold::releaseUnchanged);
      }
      case Outcome.Unknown<R> _ -> unknown(scopes, holds);
    }
    return outcome.answer();
  }

  private boolean isHidden(List<String> names) {
    return !names.isEmpty() && names.stream().allMatch(tables::isHidden);
  }

  private List<TableHold> hold(List<String> names) {
    return names.isEmpty() ? List.of(tables.hold(null)) : names.stream().map(tables::hold).toList();
  }

  private void unknown(WriteObservers.Scopes scopes, List<TableHold> holds) {
    scopes.unknown();
    holds.forEach(this::releaseLater);
  }

  private void releaseLater(TableHold hold) {
    var _ = later.schedule(hold::release, quietTime.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Keeps a table from being answered from memory for the quiet time, and voids what is kept. */
  void quarantine(String tableName) {
    releaseLater(tables.hold(tableName));
  }
}
