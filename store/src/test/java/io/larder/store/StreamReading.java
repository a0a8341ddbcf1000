package io.larder.store;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.UpdateTableRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads streams as clients do, and gives tables some. */
public final class StreamReading {
  private static final int MAX_RECORDS = 1000;
  private static final int MAX_SHARDS = 100;

  private StreamReading() {}

  /** The settings of a table on demand with a stream. */
  public static TableOptions streaming(StreamViewType view) {
    return options(BillingMode.PAY_PER_REQUEST, new StreamSpecification(true, view.name()));
  }

  private static TableOptions options(
      @Nullable BillingMode mode, @Nullable StreamSpecification stream) {
    return new TableOptions(mode, null, null, null, stream, null, null, null);
  }

  public static UpdateTableRequest enable(String table, StreamViewType view) {
    return change(table, new StreamSpecification(true, view.name()));
  }

  public static UpdateTableRequest disable(String table) {
    return change(table, new StreamSpecification(false, null));
  }

  private static UpdateTableRequest change(String table, StreamSpecification stream) {
    return new UpdateTableRequest(table, List.of(), List.of(), options(null, stream));
  }

  /** The ARN of the latest stream of a table. */
  public static String arn(TableStore store, String table) {
    TableDescription found = store.describe(new DescribeTableRequest(table)).table();
    return found.identity().tableArn() + "/stream/" + found.history().latestStreamLabel();
  }

  public static StreamDescription describe(TableStore store, String arn) {
    return store
        .describe(new DescribeStreamRequest(arn, null, null, MAX_SHARDS))
        .streamDescription();
  }

  public static List<Shard> shards(TableStore store, String arn) {
    return describe(store, arn).shards();
  }

  public static String iterator(
      TableStore store, String arn, String shardId, ShardPosition position) {
    return store.describe(new GetShardIteratorRequest(arn, shardId, position)).shardIterator();
  }

  public static GetRecordsResponse page(TableStore store, String iterator, int limit) {
    return store.describe(new GetRecordsRequest(iterator, limit));
  }

  /** All records of a stream: those of a shard behind those of its parent. */
  public static List<StreamRecord> records(TableStore store, String arn) {
    List<StreamRecord> all = new ArrayList<>();
    List<Shard> left = new ArrayList<>(shards(store, arn));
    Set<String> unread = new HashSet<>();
    left.forEach(shard -> unread.add(shard.shardId()));
    while (!left.isEmpty()) {
      Shard next =
          left.stream()
              .filter(shard -> !unread.contains(shard.parentShardId()))
              .findFirst()
              .orElseThrow();
      left.remove(next);
      unread.remove(next.shardId());
      all.addAll(records(store, arn, next));
    }
    return all;
  }

  /** What a shard holds now. */
  public static List<StreamRecord> records(TableStore store, String arn, Shard shard) {
    List<StreamRecord> all = new ArrayList<>();
    String iterator = iterator(store, arn, shard.shardId(), ShardPosition.TRIM_HORIZON);
    while (iterator != null) {
      GetRecordsResponse page = page(store, iterator, MAX_RECORDS);
      all.addAll(page.records());
      iterator = page.records().isEmpty() ? null : page.nextShardIterator();
    }
    return all;
  }

  /** The record in short: its event, its key and its images. */
  public static String text(StreamRecord change) {
    return change.eventName()
        + " "
        + text(change.keys())
        + " "
        + text(change.oldImage())
        + " -> "
        + text(change.newImage());
  }

  private static String text(@Nullable Item item) {
    if (item == null) {
      return "-";
    }
    var text = new StringBuilder();
    for (Map.Entry<String, ?> attribute : item.attributes().entrySet()) {
      String value = attribute.getValue().toString();
      text.append(text.isEmpty() ? "" : ",")
          .append(value, value.indexOf('=') + 1, value.length() - 1);
    }
    return text.toString();
  }
}
