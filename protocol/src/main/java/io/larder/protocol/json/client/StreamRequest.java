package io.larder.protocol.json.client;

import io.larder.protocol.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A request to DynamoDB Streams, as one sends it who wants to know which items were changed; {@code
 * R} is how it is answered.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html">
 *     Amazon DynamoDB Streams</a>
 */
public sealed interface StreamRequest<R extends StreamAnswer> {
  /** What stands before the name of an operation in the header {@code X-Amz-Target}. */
  String SERVICE = "DynamoDBStreams_20120810.";

  /** The value of the header {@code X-Amz-Target}. */
  default String target() {
    return SERVICE + getClass().getSimpleName();
  }

  /** Writes the whole body. */
  void write(JsonWriter out);

  /**
   * The answer that is {@code length} bytes of {@code json} from {@code start}.
   *
   * @throws MalformedAnswer if it is none
   */
  R read(byte[] json, int start, int length);

  /** Asks for the streams of a table, those that are no longer written to among them. */
  record ListStreams(String tableName, @Nullable String exclusiveStartStreamArn)
      implements StreamRequest<StreamAnswer.Streams> {
    @Override
    public void write(JsonWriter out) {
      out.beginObject().name("TableName").value(tableName);
      writeIfAny("ExclusiveStartStreamArn", exclusiveStartStreamArn, out);
      out.endObject();
    }

    @Override
    public StreamAnswer.Streams read(byte[] json, int start, int length) {
      return AnswerReader.whole(json, start, length, StreamAnswers::streams);
    }
  }

  /** Asks for the shards of a stream. */
  record DescribeStream(String streamArn, @Nullable String exclusiveStartShardId)
      implements StreamRequest<StreamAnswer.Description> {
    @Override
    public void write(JsonWriter out) {
      out.beginObject().name("StreamArn").value(streamArn);
      writeIfAny("ExclusiveStartShardId", exclusiveStartShardId, out);
      out.endObject();
    }

    @Override
    public StreamAnswer.Description read(byte[] json, int start, int length) {
      return AnswerReader.whole(json, start, length, StreamAnswers::description);
    }
  }

  /** Where in a shard to begin. */
  enum ShardIteratorType {
    TRIM_HORIZON,
    LATEST,
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER
  }

  /** Asks for a place in a shard; only the last two types take a sequence number. */
  record GetShardIterator(
      String streamArn, String shardId, ShardIteratorType type, @Nullable String sequenceNumber)
      implements StreamRequest<StreamAnswer.ShardIterator> {
    @Override
    public void write(JsonWriter out) {
      out.beginObject().name("StreamArn").value(streamArn).name("ShardId").value(shardId);
      out.name("ShardIteratorType").value(type.name());
      writeIfAny("SequenceNumber", sequenceNumber, out);
      out.endObject();
    }

    @Override
    public StreamAnswer.ShardIterator read(byte[] json, int start, int length) {
      return AnswerReader.whole(json, start, length, StreamAnswers::shardIterator);
    }
  }

  /** Asks for up to {@code limit} records (1–1,000) from a place in a shard. */
  record GetRecords(String shardIterator, int limit)
      implements StreamRequest<StreamAnswer.Records> {
    @Override
    public void write(JsonWriter out) {
      out.beginObject().name("ShardIterator").value(shardIterator);
      out.name("Limit").value(limit).endObject();
    }

    @Override
    public StreamAnswer.Records read(byte[] json, int start, int length) {
      return AnswerReader.whole(json, start, length, StreamAnswers::records);
    }
  }

  private static void writeIfAny(String member, @Nullable String text, JsonWriter out) {
    if (text != null) {
      out.name(member).value(text);
    }
  }
}
