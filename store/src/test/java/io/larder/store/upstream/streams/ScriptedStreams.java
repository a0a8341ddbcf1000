package io.larder.store.upstream.streams;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamRecord.EventName;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream that a test writes, and that fails as the test says. */
final class ScriptedStreams implements StreamCalls {
  private static final String ARN = "arn:stream";

  private final String tableName;
  private final Map<String, Script> shards = new LinkedHashMap<>();
  private final Queue<Failure> failures = new ArrayDeque<>();
  private int sequence;

  /** ENABLED, DISABLED, or null if there is none. */
  @Nullable StreamStatus status = StreamStatus.ENABLED;

  /** How many shards are described at once. */
  int shardsOfAPage = 1;

  private static final class Script {
    final @Nullable String parent;
    final List<StreamRecord> changes = new ArrayList<>();
    boolean isClosed;

    Script(@Nullable String parent) {
      this.parent = parent;
    }
  }

  private record Failure(Predicate<Request<?>> of, String type) {}

  ScriptedStreams(String tableName) {
    this.tableName = tableName;
  }

  void addShard(String id, @Nullable String parent) {
    shards.put(id, new Script(parent));
  }

  private Script shard(String id) {
    return Objects.requireNonNull(shards.get(id));
  }

  void close(String id) {
    shard(id).isClosed = true;
  }

  void change(String id, Map<String, AttributeValue> keys, Instant created) {
    shard(id)
        .changes
        .add(
            new StreamRecord(
                "",
                EventName.MODIFY,
                "",
                created,
                Item.of(keys),
                null,
                null,
                "" + ++sequence,
                0,
                StreamViewType.KEYS_ONLY,
                false));
  }

  /** The next request of that kind is refused with an error of that type. */
  void failNext(Class<?> kind, String type) {
    failures.add(new Failure(kind::isInstance, type));
  }

  @Override
  @SuppressWarnings("unchecked") // each request has its answer
  public <R extends Response> R call(Request.OfStream<R> request) {
    Failure failure = failures.peek();
    if (failure != null && failure.of().test(request)) {
      failures.remove();
      throw error(failure.type());
    }
    return (R) answer(request);
  }

  private static ServiceException error(String type) {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    return new ServiceException(
        new ServiceError.Relayed(
            new ServiceError.Other(type, "refused", 400),
            400,
            JsonBytes.of(body, 0, body.length),
            null));
  }

  private Response answer(Request.OfStream<?> request) {
    return switch (request) {
      case ListStreamsRequest _ ->
          new ListStreamsResponse(
              status == null ? List.of() : List.of(new StreamSummary(ARN, tableName, "1")), null);
      case DescribeStreamRequest describe ->
          new DescribeStreamResponse(describe(describe.exclusiveStartShardId()));
      case GetShardIteratorRequest(_, var shardId, var position) ->
          new GetShardIteratorResponse(
              shardId
                  + ":"
                  + switch (position.type()) {
                    // Where it stands only when it is used, which the service does not rule out.
                    case LATEST -> "latest";
                    case TRIM_HORIZON -> "0";
                    case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER ->
                        after(shardId, position.sequenceNumber());
                  });
      case GetRecordsRequest(var iterator, var limit) -> records(iterator, limit);
    };
  }

  private StreamDescription describe(@Nullable String from) {
    List<Shard> all = new ArrayList<>();
    shards.forEach(
        (id, script) ->
            all.add(new Shard(id, script.parent, "0", script.isClosed ? "" + sequence : null)));
    int start = 0;
    while (from != null && !all.get(start++).shardId().equals(from)) {}
    int end = Math.min(all.size(), start + shardsOfAPage);
    return new StreamDescription(
        ARN,
        "1",
        Objects.requireNonNull(status),
        StreamViewType.KEYS_ONLY,
        Instant.EPOCH,
        tableName,
        List.of(),
        all.subList(start, end),
        end == all.size() ? null : all.get(end - 1).shardId());
  }

  private String after(String shardId, @Nullable String sequenceNumber) {
    List<StreamRecord> changes = shard(shardId).changes;
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i).sequenceNumber().equals(sequenceNumber)) {
        return "" + (i + 1);
      }
    }
    throw new IllegalArgumentException("no such change");
  }

  private GetRecordsResponse records(String iterator, int limit) {
    int colon = iterator.indexOf(':');
    String id = iterator.substring(0, colon);
    String place = iterator.substring(colon + 1);
    Script script = shard(id);
    int start = place.equals("latest") ? script.changes.size() : Integer.parseInt(place);
    int end = Math.min(script.changes.size(), start + limit);
    boolean isEnd = script.isClosed && end == script.changes.size();
    return new GetRecordsResponse(
        List.copyOf(script.changes.subList(start, end)), isEnd ? null : id + ":" + end);
  }
}
