package io.larder.protocol.json.response;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes the responses of streams. */
final class StreamResponses {
  private StreamResponses() {}

  static void encode(ListStreamsResponse response, JsonWriter out) {
    out.beginObject().name("Streams").beginArray();
    for (StreamSummary stream : response.streams()) {
      out.beginObject();
      out.name("StreamArn").value(stream.streamArn());
      out.name("TableName").value(stream.tableName());
      out.name("StreamLabel").value(stream.streamLabel());
      out.endObject();
    }
    out.endArray();
    writeText("LastEvaluatedStreamArn", response.lastEvaluatedStreamArn(), out);
    out.endObject();
  }

  static void encode(DescribeStreamResponse response, JsonWriter out) {
    StreamDescription stream = response.streamDescription();
    out.beginObject().name("StreamDescription").beginObject();
    out.name("StreamArn").value(stream.streamArn());
    out.name("StreamLabel").value(stream.streamLabel());
    out.name("StreamStatus").value(stream.streamStatus().name());
    if (stream.streamViewType() != null) {
      out.name("StreamViewType").value(stream.streamViewType().name());
    }
    if (stream.creationRequestDateTime() != null) {
      out.name("CreationRequestDateTime");
      TableDescriptionEncoder.encodeTime(stream.creationRequestDateTime(), out);
    }
    out.name("TableName").value(stream.tableName());
    TableDescriptionEncoder.encodeKeySchema(stream.keySchema(), out);
    out.name("Shards").beginArray();
    for (Shard shard : stream.shards()) {
      encode(shard, out);
    }
    out.endArray();
    writeText("LastEvaluatedShardId", stream.lastEvaluatedShardId(), out);
    out.endObject().endObject();
  }

  private static void encode(Shard shard, JsonWriter out) {
    out.beginObject().name("ShardId").value(shard.shardId());
    out.name("SequenceNumberRange").beginObject();
    out.name("StartingSequenceNumber").value(shard.startingSequenceNumber());
    writeText("EndingSequenceNumber", shard.endingSequenceNumber(), out);
    out.endObject();
    writeText("ParentShardId", shard.parentShardId(), out);
    out.endObject();
  }

  static void encode(GetShardIteratorResponse response, JsonWriter out) {
    out.beginObject().name("ShardIterator").value(response.shardIterator()).endObject();
  }

  static void encode(GetRecordsResponse response, JsonWriter out) {
    out.beginObject().name("Records").beginArray();
    for (StreamRecord record : response.records()) {
      encode(record, out);
    }
    out.endArray();
    writeText("NextShardIterator", response.nextShardIterator(), out);
    out.endObject();
  }

  private static void encode(StreamRecord record, JsonWriter out) {
    out.beginObject();
    out.name("eventID").value(record.eventId());
    out.name("eventName").value(record.eventName().name());
    out.name("eventVersion").value("1.1");
    out.name("eventSource").value("aws:dynamodb");
    out.name("awsRegion").value(record.awsRegion());
    out.name("dynamodb").beginObject();
    if (record.approximateCreationDateTime() != null) {
      out.name("ApproximateCreationDateTime")
          .value(record.approximateCreationDateTime().getEpochSecond());
    }
    out.name("Keys").value(record.keys());
    writeImage("NewImage", record.newImage(), out);
    writeImage("OldImage", record.oldImage(), out);
    out.name("SequenceNumber").value(record.sequenceNumber());
    out.name("SizeBytes").value(record.sizeBytes());
    if (record.streamViewType() != null) {
      out.name("StreamViewType").value(record.streamViewType().name());
    }
    out.endObject();
    if (record.isExpiry()) {
      out.name("userIdentity").beginObject();
      // In capitals, other than what functions are told: the model gives these names.
      out.name("Type").value("Service").name("PrincipalId").value("dynamodb.amazonaws.com");
      out.endObject();
    }
    out.endObject();
  }

  private static void writeImage(String member, @Nullable Item image, JsonWriter out) {
    if (image != null) {
      out.name(member).value(image);
    }
  }

  private static void writeText(String member, @Nullable String text, JsonWriter out) {
    if (text != null) {
      out.name(member).value(text);
    }
  }
}
