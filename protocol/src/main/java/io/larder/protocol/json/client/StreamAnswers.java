package io.larder.protocol.json.client;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.json.client.StreamAnswer.Change;
import io.larder.protocol.json.client.StreamAnswer.EventName;
import io.larder.protocol.json.client.StreamAnswer.Shard;
import io.larder.protocol.json.client.StreamAnswer.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of DynamoDB Streams. Images are passed over. */
final class StreamAnswers {
  private static final String SERVICE_PRINCIPAL = "dynamodb.amazonaws.com";

  private StreamAnswers() {}

  private static <T> T required(@Nullable T value, String member, AnswerReader in) {
    if (value == null) {
      throw in.malformed("no " + member);
    }
    return value;
  }

  static StreamAnswer.Streams streams(AnswerReader in) {
    List<Stream> streams = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Streams" -> streams = in.all(StreamAnswers::stream);
        case "LastEvaluatedStreamArn" -> last = in.string();
        default -> in.skip();
      }
    }
    return new StreamAnswer.Streams(streams, last);
  }

  private static Stream stream(AnswerReader in) {
    String arn = null;
    String table = "";
    String label = "";
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "StreamArn" -> arn = in.string();
        case "TableName" -> table = in.string();
        case "StreamLabel" -> label = in.string();
        default -> in.skip();
      }
    }
    return new Stream(required(arn, "StreamArn", in), table, label);
  }

  static StreamAnswer.Description description(AnswerReader in) {
    return in.only("StreamDescription", StreamAnswers::described);
  }

  private static StreamAnswer.Description described(AnswerReader in) {
    String arn = null;
    String status = "";
    String viewType = null;
    List<Shard> shards = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "StreamArn" -> arn = in.string();
        case "StreamStatus" -> status = in.string();
        case "StreamViewType" -> viewType = in.string();
        case "Shards" -> shards = in.all(StreamAnswers::shard);
        case "LastEvaluatedShardId" -> last = in.string();
        default -> in.skip();
      }
    }
    return new StreamAnswer.Description(
        required(arn, "StreamArn", in), status, viewType, shards, last);
  }

  private static Shard shard(AnswerReader in) {
    String id = null;
    String parent = null;
    String starting = null;
    String ending = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "ShardId" -> id = in.string();
        case "ParentShardId" -> parent = in.string();
        case "SequenceNumberRange" -> {
          in.beginObject();
          while (in.nextMember()) {
            switch (in.name()) {
              case "StartingSequenceNumber" -> starting = in.string();
              case "EndingSequenceNumber" -> ending = in.string();
              default -> in.skip();
            }
          }
        }
        default -> in.skip();
      }
    }
    return new Shard(required(id, "ShardId", in), parent, starting, ending);
  }

  static StreamAnswer.ShardIterator shardIterator(AnswerReader in) {
    return new StreamAnswer.ShardIterator(in.only("ShardIterator", AnswerReader::string));
  }

  static StreamAnswer.Records records(AnswerReader in) {
    List<Change> changes = List.of();
    String next = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Records" -> changes = in.all(StreamAnswers::change);
        case "NextShardIterator" -> next = in.string();
        default -> in.skip();
      }
    }
    return new StreamAnswer.Records(changes, next);
  }

  private static Change change(AnswerReader in) {
    // An event that is not known has changed something as well.
    EventName event = EventName.MODIFY;
    Change change = null;
    boolean isExpiry = false;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "eventName" -> event = in.oneOf(EventName.values(), EventName.MODIFY);
        case "userIdentity" -> isExpiry = isService(in);
        case "dynamodb" -> change = item(in);
        default -> in.skip();
      }
    }
    Change known = required(change, "dynamodb", in);
    return new Change(
        event, known.keys(), known.sequenceNumber(), known.approximateCreationDateTime(), isExpiry);
  }

  /** What a record says of the item itself. */
  private static Change item(AnswerReader in) {
    Map<String, AttributeValue> keys = null;
    String sequenceNumber = null;
    Instant time = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Keys" -> keys = in.attributes();
        case "SequenceNumber" -> sequenceNumber = in.string();
        case "ApproximateCreationDateTime" -> time = in.time();
        default -> in.skip();
      }
    }
    return new Change(
        EventName.MODIFY,
        required(keys, "Keys", in),
        required(sequenceNumber, "SequenceNumber", in),
        time,
        false);
  }

  private static boolean isService(AnswerReader in) {
    boolean isService = false;
    in.beginObject();
    while (in.nextMember()) {
      if (in.name().equals("PrincipalId") || in.name().equals("principalId")) {
        isService = in.string().equals(SERVICE_PRINCIPAL);
      } else {
        in.skip();
      }
    }
    return isService;
  }
}
