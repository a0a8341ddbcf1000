package io.larder.store.lmdb.streams;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
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
import io.larder.protocol.operation.ShardIteratorType;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamSummary;
import io.larder.store.lmdb.changes.BlockKey;
import io.larder.store.lmdb.changes.BlockReads;
import io.larder.store.lmdb.changes.SequenceNumbers;
import io.larder.store.lmdb.changes.StreamShard;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.changes.Streams;
import io.larder.store.lmdb.changes.TableStream;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.engine.sealed.KeyRing;
import io.larder.store.lmdb.engine.sealed.TableKey;
import io.larder.store.streams.ShardIterator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ListStreams, DescribeStream, GetShardIterator and GetRecords. */
public final class StreamReads {
  /**
   * Who has read a shard to its end goes on behind this time at least, so that the place of a
   * reader who hears nothing never becomes one that has been trimmed. No commit takes so long.
   */
  private static final Duration UNTOLD = Duration.ofHours(12);

  private final BlockReads blocks;
  private final StreamTail tail;
  private final KeyRing keys;
  private final InstantSource clock;

  public StreamReads(Snapshots snapshots, StreamTail tail, KeyRing keys, InstantSource clock) {
    this.blocks = new BlockReads(snapshots, tail);
    this.tail = tail;
    this.keys = keys;
    this.clock = clock;
  }

  public Response answer(Streams streams, Request.OfStream<?> request) {
    return switch (request) {
      case ListStreamsRequest list -> list(streams, list);
      case DescribeStreamRequest describe -> describe(streams, describe);
      case GetShardIteratorRequest get -> iterator(streams, get);
      case GetRecordsRequest get -> records(streams, get);
    };
  }

  private static ListStreamsResponse list(Streams streams, ListStreamsRequest request) {
    List<StreamSummary> found = new ArrayList<>();
    for (TableStream stream : streams.after(request.exclusiveStartStreamArn())) {
      String tableName = stream.arn().tableName();
      if (request.tableName() == null || request.tableName().equals(tableName)) {
        if (found.size() == request.limit()) {
          return new ListStreamsResponse(found, found.getLast().streamArn());
        }
        found.add(new StreamSummary(stream.arn().text(), tableName, stream.arn().streamLabel()));
      }
    }
    return new ListStreamsResponse(found, null);
  }

  private DescribeStreamResponse describe(Streams streams, DescribeStreamRequest request) {
    TableStream stream = stream(streams, request.streamArn());
    List<Shard> shards =
        stream.shards().stream()
            .filter(shard -> isWanted(shard, request))
            .sorted(Comparator.comparing(StreamShard::shardId))
            .limit(request.limit() + 1L)
            .map(StreamReads::shown)
            .toList();
    boolean areMore = shards.size() > request.limit();
    List<Shard> page = areMore ? shards.subList(0, request.limit()) : shards;
    return new DescribeStreamResponse(
        new StreamDescription(
            stream.arn().text(),
            stream.arn().streamLabel(),
            stream.status(clock.instant()),
            stream.viewType(),
            stream.life().created(),
            stream.arn().tableName(),
            stream.keySchema(),
            page,
            areMore ? page.getLast().shardId() : null));
  }

  private static boolean isWanted(StreamShard shard, DescribeStreamRequest request) {
    String start = request.exclusiveStartShardId();
    String parent = request.parentShardId();
    return (start == null || shard.shardId().compareTo(start) > 0)
        && (parent == null || parent.equals(shard.parentId()));
  }

  private static Shard shown(StreamShard shard) {
    return new Shard(
        shard.shardId(),
        shard.parentId(),
        SequenceNumbers.text(shard.first()),
        shard.isOpen() ? null : SequenceNumbers.text(shard.last()));
  }

  private static TableStream stream(Streams streams, String arn) {
    TableStream stream = streams.find(arn);
    if (stream == null) {
      throw notFound("Stream: " + arn + " not found");
    }
    return stream;
  }

  private static ServiceException notFound(String what) {
    return new ServiceException(
        new ServiceError.ResourceNotFound(Messages.NOT_FOUND + ": " + what));
  }

  private GetShardIteratorResponse iterator(Streams streams, GetShardIteratorRequest request) {
    TableStream stream = stream(streams, request.streamArn());
    StreamShard shard = stream.shard(request.shardId());
    if (shard == null) {
      throw notFound("Shard does not exist");
    }
    ShardPosition position = request.position();
    requireKept(shard, number(position));
    if (position.type() == ShardIteratorType.LATEST) {
      position = ShardPosition.at(SequenceNumbers.text(end()));
    }
    return new GetShardIteratorResponse(
        new ShardIterator(stream.arn().text(), shard.shardId(), position, clock.instant()).text());
  }

  /** The first number that is wanted; null if it is whichever comes first. */
  private @Nullable Long number(ShardPosition position) {
    String given = position.sequenceNumber();
    if (given == null) {
      return position.type() == ShardIteratorType.LATEST ? Long.valueOf(end()) : null;
    }
    long number = SequenceNumbers.of(given);
    return position.type() == ShardIteratorType.AFTER_SEQUENCE_NUMBER ? number + 1 : number;
  }

  /** A place behind all that can be read now. */
  private long end() {
    return Math.max(tail.end(), SequenceNumbers.at(clock.instant().minus(UNTOLD)));
  }

  private void requireKept(StreamShard shard, @Nullable Long number) {
    if (number != null
        && Math.max(number, shard.first()) < StreamRetention.horizon(clock.instant())) {
      throw trimmed();
    }
  }

  private static ServiceException trimmed() {
    return new ServiceException(new ServiceError.TrimmedDataAccess());
  }

  private GetRecordsResponse records(Streams streams, GetRecordsRequest request) {
    Instant now = clock.instant();
    ShardIterator place = ShardIterator.parse(request.shardIterator());
    if (place.isExpired(now)) {
      throw new ServiceException(new ServiceError.ExpiredIterator());
    }
    TableStream stream = stream(streams, place.streamArn());
    StreamShard shard = stream.shard(place.shardId());
    if (shard == null) {
      throw trimmed();
    }
    Long number = number(place.position());
    requireKept(shard, number);
    requireKey(stream);
    // Looked at before what is there: what comes later is behind it.
    long end = end();
    long first = Math.max(shard.first(), StreamRetention.horizon(now));
    long from = number == null ? first : Math.max(number, first);
    RecordPage page =
        blocks.read(
            new BlockKey(stream.id(), shard.number(), from),
            () -> new RecordPage(stream, from, request.limit()));
    if (!page.isFull() && !shard.isOpen()) {
      return new GetRecordsResponse(page.records(), null);
    }
    long next = page.isFull() ? page.nextNumber() : Math.max(end, page.nextNumber());
    ShardPosition position = ShardPosition.at(SequenceNumbers.text(next));
    return new GetRecordsResponse(page.records(), place.next(position, now).text());
  }

  /** Blocks in memory are not sealed. */
  private void requireKey(TableStream stream) {
    TableKey key = keys.of(stream.id());
    if (key != null) {
      key.requireGiven();
    }
  }
}
