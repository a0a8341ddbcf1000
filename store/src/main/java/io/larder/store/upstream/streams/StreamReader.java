package io.larder.store.upstream.streams;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.json.client.MalformedAnswer;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetShardIteratorRequest;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.SharedTables;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stream of one table, round by round, and holds the table while changes may go untold.
 *
 * <p>It begins at the end of each shard, and the table is released when every shard was asked once:
 * what happened before that nobody keeps, and what happens later is told. A shard that turns up
 * later (another one was split, or is full) is read from its beginning. Whatever may have been
 * missed, or would be told too late, makes it begin anew, which voids all that is kept; so nothing
 * is ever caught up with, and nothing depends on the order of shards.
 *
 * <p>One thread at a time.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">Change
 *     data capture for DynamoDB Streams</a>
 */
final class StreamReader {
  private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

  /** So often a shard is asked in one round while it has something to tell. */
  private static final int MAX_ANSWERS = 16;

  /** How often it is looked whether there are new shards although none has ended. */
  private static final long LOOK_AROUND_NANOS = Duration.ofSeconds(10).toNanos();

  /** How often a table without a stream is looked at again. */
  private static final Duration WITHOUT_STREAM = Duration.ofMinutes(1);

  /** Longest pause after failures. */
  private static final Duration MOST_PATIENT = Duration.ofSeconds(10);

  private final String tableName;
  private final StreamCalls calls;
  private final StreamLookups lookups;
  private final SharedTables tables;
  private final Consumer<List<StreamRecord>> told;
  private final StreamOptions options;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final List<OpenShard> shards = new ArrayList<>();
  private Set<String> seen = new HashSet<>();
  private SharedTables.@Nullable Hold hold;
  private @Nullable String streamArn;
  private long lookedAround;
  private int failures;
  private boolean isWithoutStream;

  /** How far behind the table it is, in nanoseconds; read by others. */
  private volatile long lag;

  private volatile boolean isHeld = true;

  /**
   * Holds the table at once.
   *
   * @param told hears of changes; where it fails it will hear of them again
   * @param nanoTime tells nanoseconds since some moment
   */
  StreamReader(
      String tableName,
      StreamCalls calls,
      SharedTables tables,
      Consumer<List<StreamRecord>> told,
      StreamOptions options,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.tableName = tableName;
    this.calls = calls;
    this.lookups = new StreamLookups(calls);
    this.tables = tables;
    this.told = told;
    this.options = options;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.hold = tables.hold(tableName);
  }

  /** How far behind the table it is. */
  Duration lag() {
    return Duration.ofNanos(lag);
  }

  boolean isHeld() {
    return isHeld;
  }

  /** The table is gone. */
  void stop() {
    release();
  }

  /** Nothing will be told any more. */
  void fail() {
    forget();
  }

  /** Asks every shard once for what is new; returns how long to wait before the next round. */
  Duration round() {
    try {
      if (streamArn == null && !begin()) {
        return WITHOUT_STREAM;
      }
      read();
      failures = 0;
    } catch (LostStreamException e) {
      LOG.atWarn()
          .addKeyValue("table", tableName)
          .addKeyValue("reason", e.getMessage())
          .log("What others have written may have been missed; what is kept of it is void");
      forget();
      failures++;
    } catch (ServiceException | MalformedAnswer | IllegalStateException e) {
      LOG.atDebug().addKeyValue("table", tableName).setCause(e).log("A stream was not read");
      failures++;
    }
    judge();
    return pause();
  }

  private Duration pause() {
    Duration longer = options.poll().multipliedBy(1L << Math.min(failures, 10));
    return longer.compareTo(MOST_PATIENT) < 0 || failures == 0 ? longer : MOST_PATIENT;
  }

  /** Whether the table may be answered from memory. */
  private void judge() {
    if (streamArn == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    long readUntil = now;
    for (OpenShard shard : shards) {
      // Differences only: the clock may have any origin.
      if (now - shard.readUntil > now - readUntil) {
        readUntil = shard.readUntil;
      }
    }
    lag = now - readUntil + options.delay().toNanos();
    if (lag > options.lagLimit().toNanos()) {
      LOG.atWarn()
          .addKeyValue("table", tableName)
          .addKeyValue("lag", lag())
          .log("A table's stream is read too late; the table is not answered from memory");
      forget();
    } else if (shards.stream().allMatch(shard -> shard.hasBegun)) {
      release();
    }
  }

  private void release() {
    SharedTables.Hold held = hold;
    hold = null;
    isHeld = false;
    if (held != null) {
      held.release();
    }
  }

  /** From the beginning, and until then nothing is kept. */
  private void forget() {
    if (hold == null) {
      hold = tables.hold(tableName);
    }
    isHeld = true;
    streamArn = null;
    shards.clear();
    seen = new HashSet<>();
  }

  // Beginning

  /** Goes to the end of each shard; false if there is no stream. */
  private boolean begin() throws LostStreamException {
    StreamDescription stream = lookups.enabled(tableName);
    if (stream == null) {
      beWithoutStream();
      return false;
    }
    if (isWithoutStream) {
      isWithoutStream = false;
      forget();
    }
    long now = nanoTime.getAsLong();
    for (Shard shard : lookups.shards(stream)) {
      seen.add(shard.shardId());
      if (shard.endingSequenceNumber() == null) {
        shards.add(open(stream.streamArn(), shard.shardId(), ShardPosition.LATEST, now));
      }
    }
    lookedAround = now;
    streamArn = stream.streamArn();
    return true;
  }

  private void beWithoutStream() {
    if (isWithoutStream) {
      return;
    }
    isWithoutStream = true;
    lag = 0;
    if (options.cachesWithoutStream()) {
      LOG.atWarn()
          .addKeyValue("table", tableName)
          .log("A table has no stream: what others write is seen when entries have aged");
      release();
    } else {
      LOG.atWarn()
          .addKeyValue("table", tableName)
          .log("A table has no stream, so it is not answered from memory");
      forget();
    }
  }

  private OpenShard open(String arn, String shardId, ShardPosition position, long now) {
    String iterator =
        calls.call(new GetShardIteratorRequest(arn, shardId, position)).shardIterator();
    return new OpenShard(shardId, iterator, !position.equals(ShardPosition.LATEST), now);
  }

  // Reading

  private void read() throws LostStreamException {
    boolean hasAnyEnded = false;
    RuntimeException failure = null;
    for (OpenShard shard : List.copyOf(shards)) {
      try {
        read(shard);
      } catch (ServiceException e) {
        failure = recover(shard, e) ? failure : e;
      } catch (IllegalStateException | MalformedAnswer e) {
        failure = e;
      }
      hasAnyEnded |= shard.iterator == null;
    }
    if (failure != null) {
      throw failure;
    }
    if (hasAnyEnded || nanoTime.getAsLong() - lookedAround >= LOOK_AROUND_NANOS) {
      lookAround();
    }
  }

  private void read(OpenShard shard) {
    for (int answers = 0; answers < MAX_ANSWERS && shard.iterator != null; answers++) {
      long asked = nanoTime.getAsLong();
      GetRecordsResponse records =
          calls.call(new GetRecordsRequest(shard.iterator, ServiceQuotas.MAX_STREAM_RECORDS));
      List<StreamRecord> changes = records.records();
      if (!changes.isEmpty()) {
        // Not gone on before they were told.
        told.accept(changes);
        StreamRecord last = changes.getLast();
        shard.lastSequenceNumber = last.sequenceNumber();
        shard.readUntil = asked - age(last.approximateCreationDateTime());
      }
      shard.hasBegun = true;
      shard.iterator = records.nextShardIterator();
      if (changes.isEmpty()) {
        shard.readUntil = asked;
        return;
      }
    }
  }

  /** In nanoseconds; zero for what is said to be yet to come. */
  private long age(@Nullable Instant created) {
    if (created == null) {
      return 0;
    }
    Duration age = Duration.between(created, clock.instant());
    return age.isNegative() ? 0 : Math.min(age.toMillis(), Integer.MAX_VALUE) * 1_000_000;
  }

  /** False if the shard is simply to be asked again. */
  private boolean recover(OpenShard shard, ServiceException failure) throws LostStreamException {
    String type = StreamLookups.type(failure);
    if (type.endsWith("TrimmedDataAccessException")) {
      throw new LostStreamException("records were trimmed before they were read");
    }
    if (type.endsWith("ResourceNotFoundException")) {
      throw new LostStreamException("the stream is gone");
    }
    if (type.endsWith("ExpiredIteratorException")) {
      if (shard.lastSequenceNumber == null || streamArn == null) {
        throw new LostStreamException("the place in a shard is lost");
      }
      shard.iterator =
          open(streamArn, shard.id, ShardPosition.after(shard.lastSequenceNumber), shard.readUntil)
              .iterator;
      return true;
    }
    return false;
  }

  /** Finds new shards, and lets go of those that have ended and have children. */
  private void lookAround() throws LostStreamException {
    String arn = streamArn;
    if (arn == null) {
      return;
    }
    long now = nanoTime.getAsLong();
    StreamDescription stream = lookups.describe(arn, null);
    if (stream.streamStatus() != StreamStatus.ENABLED) {
      throw new LostStreamException("the stream is " + stream.streamStatus());
    }
    List<Shard> all = lookups.shards(stream);
    Set<String> listed = new HashSet<>();
    Set<String> parents = new HashSet<>();
    for (Shard shard : all) {
      listed.add(shard.shardId());
      if (shard.parentShardId() != null) {
        parents.add(shard.parentShardId());
      }
      if (!seen.contains(shard.shardId())) {
        // Since the last look, before which its changes may have begun.
        shards.add(open(arn, shard.shardId(), ShardPosition.TRIM_HORIZON, lookedAround));
        seen.add(shard.shardId());
      }
    }
    // One that has ended and has no child yet stays, and the lag grows until it has.
    shards.removeIf(shard -> shard.iterator == null && parents.contains(shard.id));
    seen.retainAll(listed);
    lookedAround = now;
  }
}
