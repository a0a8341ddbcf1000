package io.larder.store.upstream.streams;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds streams and their shards. */
final class StreamLookups {
  /** Of a stream with more the table is not answered from memory. */
  private static final int MAX_SHARDS = 16_384;

  private static final int MOST = ServiceQuotas.MAX_LISTED_STREAMS;

  private final StreamCalls calls;

  StreamLookups(StreamCalls calls) {
    this.calls = calls;
  }

  /** The stream that the table has, if any. */
  @Nullable StreamDescription enabled(String tableName) {
    try {
      return find(tableName);
    } catch (ServiceException e) {
      if (type(e).endsWith("UnknownOperationException")) {
        return null;
      }
      throw e;
    }
  }

  private @Nullable StreamDescription find(String tableName) {
    String from = null;
    do {
      ListStreamsResponse page = calls.call(new ListStreamsRequest(tableName, from, MOST));
      for (StreamSummary stream : page.streams()) {
        if (stream.tableName().equals(tableName)) {
          StreamDescription described = describe(stream.streamArn(), null);
          if (described.streamStatus() == StreamStatus.ENABLED) {
            return described;
          }
        }
      }
      from = page.lastEvaluatedStreamArn();
    } while (from != null);
    return null;
  }

  /** A stream with its shards behind the one that is named. */
  StreamDescription describe(String arn, @Nullable String from) {
    return calls.call(new DescribeStreamRequest(arn, from, null, MOST)).streamDescription();
  }

  /** All shards of a stream, of which {@code first} is the beginning. */
  List<Shard> shards(StreamDescription first) throws LostStreamException {
    List<Shard> all = new ArrayList<>(first.shards());
    String from = first.lastEvaluatedShardId();
    while (from != null) {
      StreamDescription next = describe(first.streamArn(), from);
      all.addAll(next.shards());
      if (all.size() > MAX_SHARDS || next.shards().isEmpty()) {
        throw new LostStreamException("the stream has more shards than can be read");
      }
      from = next.lastEvaluatedShardId();
    }
    return all;
  }

  /** The type of an error that the upstream told, else nothing. */
  static String type(ServiceException failure) {
    return failure.error() instanceof ServiceError.Relayed relayed ? relayed.meaning().type() : "";
  }
}
