package io.larder.store.upstream;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.UpdateItemRequest;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.Table;
import io.larder.store.observers.WriteObservers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has items written by the upstream, and lets the observers hear of it. Its methods block. */
final class UpstreamWrites {
  private static final int ATTEMPTS = 3;

  private final UpstreamTables tables;
  private final TableFinder finder;
  private final Upstream upstream;
  private final WriteObservers observers;
  private final TableChanges changes;
  private final WriteImages images;

  UpstreamWrites(
      UpstreamTables tables,
      TableFinder finder,
      Upstream upstream,
      WriteObservers observers,
      TableChanges changes,
      WriteImages images) {
    this.tables = tables;
    this.finder = finder;
    this.upstream = upstream;
    this.observers = observers;
    this.changes = changes;
    this.images = images;
  }

  /**
   * @throws ServiceException what the upstream said, or that nobody knows whether it was done
   */
  <R extends Response> R write(Request.Write<R> request) {
    Set<String> names = WriteTargets.tableNames(request);
    if (names.stream().allMatch(tables::isHidden)) {
      return upstream.tell(request, upstream.now(), isRepeatable(request)).answer();
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Map<String, @Nullable Table> kept;
      try {
        kept = find(names);
      } catch (ServiceException e) {
        if (e.error().httpStatus() >= 500) {
          throw e;
        }
        break;
      }
      List<NamedTouched> touched;
      try {
        touched = WriteTargets.of(request, kept::get);
      } catch (ServiceException refusal) {
        return tellRefused(request, names);
      }
      WriteObservers.Scopes scopes = observers.begin(touched);
      if (touched.stream().allMatch(tables::isCurrent)) {
        return tell(request, touched, kept.containsValue(null), scopes);
      }
      scopes.aborted();
    }
    // Whatever it does, nothing that is kept survives it.
    return changes.make(request, names, TableHold::releaseDefined, _ -> {});
  }

  /** The tables by the names in the request, null for those of which nothing is kept. */
  private Map<String, @Nullable Table> find(Set<String> names) {
    Map<String, @Nullable Table> found = HashMap.newHashMap(names.size());
    for (String name : names) {
      TableFinder.Found table = tables.isHidden(name) ? null : finder.find(name);
      found.put(name, table == null || table.isForeign() ? null : table.table());
    }
    return found;
  }

  private static boolean isRepeatable(Request.Write<?> request) {
    return request instanceof TransactWriteItemsRequest transaction
        && transaction.clientRequestToken() != null;
  }

  /**
   * Sends a write whose key is none of its table, as far as that is known: the upstream will say
   * what is wrong with it. If it finds nothing wrong, the table has become another one.
   */
  private <R extends Response> R tellRefused(Request.Write<R> request, Set<String> names) {
    Outcome<R> outcome = upstream.tell(request, upstream.now(), false);
    for (String name : names) {
      switch (outcome) {
        case Outcome.Done<R> _ -> tables.hold(UpstreamTables.nameOf(name)).release();
        case Outcome.Refused<R> _ -> {}
        case Outcome.Unknown<R> _ -> changes.quarantine(UpstreamTables.nameOf(name));
      }
    }
    return outcome.answer();
  }

  /**
   * @param isMixed true if some items are of tables of which nothing is kept
   */
  private <R extends Response> R tell(
      Request.Write<R> request,
      List<NamedTouched> touched,
      boolean isMixed,
      WriteObservers.Scopes scopes) {
    boolean hasEnded = false;
    try {
      long since = upstream.now();
      Request.Write<R> sent = sent(request, touched, scopes);
      Outcome<R> outcome = upstream.tell(sent, since, isRepeatable(request), scopes::mayBegin);
      List<ItemChange> known =
          outcome instanceof Outcome.Done<R>(var response) && !isMixed
              ? images.known(sent, response, touched)
              : List.of();
      hasEnded = true;
      end(outcome, known, touched, scopes);
      if (outcome instanceof Outcome.Refused<R>(var reason)
          && TableFinder.meaning(reason) instanceof ServiceError.ResourceNotFound) {
        finder.suspect(WriteTargets.tableNames(request));
      }
      return answer(request, sent, outcome.answer());
    } finally {
      if (!hasEnded) {
        scopes.unknown();
      }
    }
  }

  private void end(
      Outcome<?> outcome,
      List<ItemChange> known,
      List<NamedTouched> touched,
      WriteObservers.Scopes scopes) {
    switch (outcome) {
      case Outcome.Done<?> _ -> {
        scopes.committed(known);
        // What was read meanwhile is kept under another id, by another definition.
        outdated(touched).forEach(item -> tables.renew(item.tableName()));
      }
      case Outcome.Refused<?> _ -> scopes.aborted();
      case Outcome.Unknown<?> _ -> {
        scopes.unknown();
        outdated(touched).forEach(item -> changes.quarantine(item.tableName()));
      }
    }
  }

  private Stream<NamedTouched> outdated(List<NamedTouched> touched) {
    return touched.stream().filter(item -> !tables.isCurrent(item));
  }

  @SuppressWarnings("unchecked") // an update is sent as an update
  private <R extends Response> Request.Write<R> sent(
      Request.Write<R> request, List<NamedTouched> touched, WriteObservers.Scopes scopes) {
    return request instanceof UpdateItemRequest update && !touched.isEmpty()
        ? (Request.Write<R>) images.ask(update, scopes.keeps(touched.getFirst().key()))
        : request;
  }

  @SuppressWarnings("unchecked") // an update is answered as an update
  private static <R extends Response> R answer(
      Request.Write<R> request, Request.Write<R> sent, R response) {
    return request instanceof UpdateItemRequest update
            && sent instanceof UpdateItemRequest sentUpdate
        ? (R) WriteImages.answer(update, sentUpdate, (UpdateItemResponse) response)
        : response;
  }
}
