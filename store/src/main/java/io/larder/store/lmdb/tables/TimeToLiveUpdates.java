package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import org.jspecify.annotations.Nullable;

/** UpdateTimeToLive and DescribeTimeToLive. */
public final class TimeToLiveUpdates {
  private final Sizes sizes;
  private final Pace pace;

  public TimeToLiveUpdates(Sizes sizes, Pace pace) {
    this.sizes = sizes;
    this.pace = pace;
  }

  public static DescribeTimeToLiveResponse describe(
      Tables tables, DescribeTimeToLiveRequest request) {
    Table table = tables.described(request.tableName()).table();
    TableStatus status = table.description().tableStatus();
    if (status == TableStatus.CREATING || status == TableStatus.DELETING) {
      throw validation(
          "Cannot describe time to live while table is in "
              + status
              + " state: Current table state is "
              + status);
    }
    TimeToLive timeToLive = table.timeToLive();
    return new DescribeTimeToLiveResponse(timeToLive == null ? null : timeToLive.attribute());
  }

  /** Items that are there already find their place in the order of expiry in the background. */
  public Work<UpdateTimeToLiveResponse> update(UpdateTimeToLiveRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      Table table = entry.table();
      Pace.requireSettled(table);
      check(table.timeToLive(), request);
      pace.keepDistance(
          "time to live of " + table.id(),
          Pace.BETWEEN_TIMES_TO_LIVE,
          request,
          _ ->
              new ServiceError.Validation(
                  "Time to live has been modified multiple times within a fixed interval"));
      TimeToLive old = table.timeToLive();
      if (old == null) {
        int id = group.tables().nextId();
        var added = new TimeToLive(id, request.specification().attributeName());
        Catalog.put(group, with(entry, added), id + 1);
        Backlog.addBackfill(group, id);
      } else {
        Catalog.put(group, with(entry, null));
        Backlog.addGarbage(group, old.id(), sizes);
      }
      return new UpdateTimeToLiveResponse(request.specification());
    };
  }

  private static void check(@Nullable TimeToLive current, UpdateTimeToLiveRequest request) {
    boolean enabled = request.specification().enabled();
    if (current == null) {
      if (!enabled) {
        throw validation("TimeToLive is already disabled");
      }
    } else if (!current.attribute().equals(request.specification().attributeName())) {
      throw validation(
          "TimeToLive is active on a different AttributeName: current AttributeName is "
              + current.attribute());
    } else if (enabled) {
      throw validation("TimeToLive is already enabled");
    }
  }

  private static Tables.Entry with(Tables.Entry entry, @Nullable TimeToLive timeToLive) {
    Table table = entry.table();
    return entry.with(
        TableDefinition.table(
            table.id(), TableDefinition.indexIds(table), table.description(), timeToLive));
  }
}
