package io.larder.protocol.json.client;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.KeySchemaElement;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the answers of DynamoDB Streams. */
final class StreamAnswers {
  private static final String SERVICE_PRINCIPAL = "dynamodb.amazonaws.com";

  /** Also null, which is what a view that is not known counts as. */
  private static final @Nullable StreamViewType[] VIEWS = StreamViewType.values();

  private StreamAnswers() {}

  static Response read(Request.OfStream<?> request, AnswerReader in) {
    return switch (request) {
      case ListStreamsRequest _ -> streams(in);
      case DescribeStreamRequest _ ->
          new DescribeStreamResponse(in.only("StreamDescription", StreamAnswers::described));
      case GetShardIteratorRequest _ ->
          new GetShardIteratorResponse(in.only("ShardIterator", AnswerReader::string));
      case GetRecordsRequest _ -> records(in);
    };
  }

  private static <T> T required(@Nullable T value, String member, AnswerReader in) {
    if (value == null) {
      throw in.malformed("no " + member);
    }
    return value;
  }

  private static ListStreamsResponse streams(AnswerReader in) {
    List<StreamSummary> streams = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Streams" -> streams = in.all(StreamAnswers::stream);
        case "LastEvaluatedStreamArn" -> last = in.string();
        default -> in.skip();
      }
    }
    return new ListStreamsResponse(streams, last);
  }

  private static StreamSummary stream(AnswerReader in) {
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
    return new StreamSummary(required(arn, "StreamArn", in), table, label);
  }

  private static StreamDescription described(AnswerReader in) {
    String arn = null;
    String label = "";
    StreamStatus status = StreamStatus.DISABLED;
    StreamViewType view = null;
    Instant created = null;
    String table = "";
    List<KeySchemaElement> keys = List.of();
    List<Shard> shards = List.of();
    String last = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "StreamArn" -> arn = in.string();
        case "StreamLabel" -> label = in.string();
        case "StreamStatus" -> status = in.oneOf(StreamStatus.values(), StreamStatus.DISABLED);
        case "StreamViewType" -> view = in.oneOf(VIEWS, null);
        case "CreationRequestDateTime" -> created = in.time();
        case "TableName" -> table = in.string();
        case "KeySchema" -> keys = IndexReader.keySchema(in);
        case "Shards" -> shards = in.all(StreamAnswers::shard);
        case "LastEvaluatedShardId" -> last = in.string();
        default -> in.skip();
      }
    }
    return new StreamDescription(
        required(arn, "StreamArn", in), label, status, view, created, table, keys, shards, last);
  }

  private static Shard shard(AnswerReader in) {
    String id = null;
    String parent = null;
    String starting = "0";
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

  private static GetRecordsResponse records(AnswerReader in) {
    List<StreamRecord> records = List.of();
    String next = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Records" -> records = in.all(record -> new RecordAnswer().read(record));
        case "NextShardIterator" -> next = in.string();
        default -> in.skip();
      }
    }
    return new GetRecordsResponse(records, next);
  }

  /** One record, member by member. */
  private static final class RecordAnswer {
    private String eventId = "";
    // An event that is not known has changed something as well.
    private EventName eventName = EventName.MODIFY;
    private String awsRegion = "";
    private @Nullable Instant created;
    private @Nullable Item keys;
    private @Nullable Item newImage;
    private @Nullable Item oldImage;
    private @Nullable String sequenceNumber;
    private long sizeBytes;
    private @Nullable StreamViewType view;
    private boolean isExpiry;

    StreamRecord read(AnswerReader in) {
      in.beginObject();
      while (in.nextMember()) {
        switch (in.name()) {
          case "eventID" -> eventId = in.string();
          case "eventName" -> eventName = in.oneOf(EventName.values(), EventName.MODIFY);
          case "awsRegion" -> awsRegion = in.string();
          case "userIdentity" -> isExpiry = isService(in);
          case "dynamodb" -> readChange(in);
          default -> in.skip();
        }
      }
      return new StreamRecord(
          eventId,
          eventName,
          awsRegion,
          created,
          required(keys, "Keys", in),
          newImage,
          oldImage,
          required(sequenceNumber, "SequenceNumber", in),
          sizeBytes,
          view,
          isExpiry);
    }

    /** What a record says of the item itself. */
    private void readChange(AnswerReader in) {
      in.beginObject();
      while (in.nextMember()) {
        switch (in.name()) {
          case "ApproximateCreationDateTime" -> created = in.time();
          case "Keys" -> keys = in.item();
          case "NewImage" -> newImage = in.item();
          case "OldImage" -> oldImage = in.item();
          case "SequenceNumber" -> sequenceNumber = in.string();
          case "SizeBytes" -> sizeBytes = in.integer();
          case "StreamViewType" -> view = in.oneOf(VIEWS, null);
          default -> in.skip();
        }
      }
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
}
