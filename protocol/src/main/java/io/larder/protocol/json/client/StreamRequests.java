package io.larder.protocol.json.client;

import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.protocol.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes the requests on streams. */
final class StreamRequests {
  private StreamRequests() {}

  static void write(Request.OfStream<?> request, JsonWriter out) {
    out.beginObject();
    switch (request) {
      case ListStreamsRequest list -> {
        writeText("TableName", list.tableName(), out);
        writeText("ExclusiveStartStreamArn", list.exclusiveStartStreamArn(), out);
        writeLimit(list.limit(), ServiceQuotas.MAX_LISTED_STREAMS, out);
      }
      case DescribeStreamRequest describe -> {
        writeText("StreamArn", describe.streamArn(), out);
        writeText("ExclusiveStartShardId", describe.exclusiveStartShardId(), out);
        if (describe.parentShardId() != null) {
          out.name("ShardFilter").beginObject().name("Type").value("CHILD_SHARDS");
          out.name("ShardId").value(describe.parentShardId()).endObject();
        }
        writeLimit(describe.limit(), ServiceQuotas.MAX_LISTED_STREAMS, out);
      }
      case GetShardIteratorRequest(var streamArn, var shardId, var position) -> {
        writeText("StreamArn", streamArn, out);
        writeText("ShardId", shardId, out);
        writeText("ShardIteratorType", position.type().name(), out);
        writeText("SequenceNumber", position.sequenceNumber(), out);
      }
      case GetRecordsRequest(var iterator, var limit) -> {
        writeText("ShardIterator", iterator, out);
        writeLimit(limit, ServiceQuotas.MAX_STREAM_RECORDS, out);
      }
    }
    out.endObject();
  }

  private static void writeText(String member, @Nullable String text, JsonWriter out) {
    if (text != null) {
      out.name(member).value(text);
    }
  }

  private static void writeLimit(int limit, int usual, JsonWriter out) {
    if (limit != usual) {
      out.name("Limit").value(limit);
    }
  }
}
