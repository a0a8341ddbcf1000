package io.larder.store.upstream.streams;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.client.StreamAnswer;
import io.larder.protocol.json.client.StreamAnswer.Description;
import io.larder.protocol.json.client.StreamAnswer.Shard;
import io.larder.protocol.json.client.StreamRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds streams and their shards. */
final class StreamLookups {
  /** Of a stream with more the table is not answered from memory. */
  private static final int MAX_SHARDS = 16_384;

  private final StreamCalls calls;

  StreamLookups(StreamCalls calls) {
    this.calls = calls;
  }

  /** The stream that the table has, if any. */
  @Nullable Description enabled(String tableName) {
    try {
      return find(tableName);
    } catch (ServiceException e) {
      if (type(e).endsWith("UnknownOperationException")) {
        return null;
      }
      throw e;
    }
  }

  private @Nullable Description find(String tableName) {
    String from = null;
    do {
      StreamAnswer.Streams page = calls.call(new StreamRequest.ListStreams(tableName, from));
      for (StreamAnswer.Stream stream : page.streams()) {
        if (stream.tableName().equals(tableName)) {
          Description described =
              calls.call(new StreamRequest.DescribeStream(stream.streamArn(), null));
          if (described.streamStatus().equals("ENABLED")) {
            return described;
          }
        }
      }
      from = page.lastEvaluatedStreamArn();
    } while (from != null);
    return null;
  }

  /** All shards of a stream, of which {@code first} is the beginning. */
  List<Shard> shards(Description first) throws LostStreamException {
    List<Shard> all = new ArrayList<>(first.shards());
    String from = first.lastEvaluatedShardId();
    while (from != null) {
      Description next = calls.call(new StreamRequest.DescribeStream(first.streamArn(), from));
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
