package io.larder.protocol.json;

import io.larder.protocol.draft.stream.DescribeStreamDraft;
import io.larder.protocol.draft.stream.GetRecordsDraft;
import io.larder.protocol.draft.stream.GetShardIteratorDraft;
import io.larder.protocol.draft.stream.ListStreamsDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.DescribeStreamRequest;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.ListStreamsRequest;

/** Reads the requests on streams. */
final class StreamDecoder {
  private StreamDecoder() {}

  static ListStreamsRequest list(RequestReader in) {
    var draft = new ListStreamsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "ExclusiveStartStreamArn" -> draft.exclusiveStartStreamArn = in.string();
        case "Limit" -> draft.limit = in.int32();
        default -> in.skip();
      }
    }
    return draft.check();
  }

  static DescribeStreamRequest describe(RequestReader in) {
    var draft = new DescribeStreamDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "StreamArn" -> draft.streamArn = in.string();
        case "ExclusiveStartShardId" -> draft.exclusiveStartShardId = in.string();
        case "ShardFilter" -> draft.shardFilter = filter(in);
        case "Limit" -> draft.limit = in.int32();
        default -> in.skip();
      }
    }
    return draft.check();
  }

  private static DescribeStreamDraft.ShardFilter filter(RequestReader in) {
    in.enterStructure("ShardFilter");
    String type = null;
    String shardId = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Type" -> type = in.string();
        case "ShardId" -> shardId = in.string();
        default -> in.skip();
      }
    }
    return new DescribeStreamDraft.ShardFilter(type, shardId);
  }

  static GetShardIteratorRequest iterator(RequestReader in) {
    var draft = new GetShardIteratorDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "StreamArn" -> draft.streamArn = in.string();
        case "ShardId" -> draft.shardId = in.string();
        case "ShardIteratorType" -> draft.shardIteratorType = in.string();
        case "SequenceNumber" -> draft.sequenceNumber = in.string();
        default -> in.skip();
      }
    }
    return draft.check();
  }

  static GetRecordsRequest records(RequestReader in) {
    var draft = new GetRecordsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ShardIterator" -> draft.shardIterator = in.string();
        case "Limit" -> draft.limit = in.int32();
        default -> in.skip();
      }
    }
    return draft.check();
  }
}
