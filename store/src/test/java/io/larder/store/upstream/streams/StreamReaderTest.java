package io.larder.store.upstream.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.GetRecordsRequest;
import io.larder.protocol.operation.ListStreamsRequest;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamStatus;
import io.larder.store.NamedTouched;
import io.larder.store.SharedTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One table's stream, round by round. */
final class StreamReaderTest {
  private static final String TABLE = "Orders";
  private static final Duration LAG_LIMIT = Duration.ofSeconds(30);

  private final ScriptedStreams streams = new ScriptedStreams(TABLE);
  private final List<String> told = new ArrayList<>();
  private final Holds holds = new Holds();
  private boolean refusesToHear;
  private Duration now = Duration.ZERO;
  private StreamReader reader = reader(Duration.ZERO, false);

  /** Counts holds of the table, and how often what was kept of it became void. */
  private static final class Holds implements SharedTables {
    int held;
    int voided;

    @Override
    public NamedTouched touched(
        String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isCurrent(NamedTouched touched) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Hold hold(@Nullable String tableName) {
      held++;
      return () -> {
        held--;
        voided++;
      };
    }
  }

  private StreamReader reader(Duration delay, boolean cachesWithoutStream) {
    holds.held = 0;
    return new StreamReader(
        TABLE,
        streams,
        holds,
        this::hear,
        new StreamOptions(Duration.ofMillis(250), LAG_LIMIT, delay, cachesWithoutStream),
        () -> now.toNanos(),
        this::instant);
  }

  private Instant instant() {
    return Instant.EPOCH.plus(now);
  }

  private void hear(List<StreamRecord> changes) {
    if (refusesToHear) {
      throw new IllegalStateException("not now");
    }
    changes.forEach(
        change -> told.add(((AttributeValue.Str) change.keys().attributes().get("pk")).value()));
  }

  private void write(String shard, String key) {
    streams.change(shard, Map.of("pk", new AttributeValue.Str(key)), instant());
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private boolean isHeld() {
    assertThat(reader.isHeld()).isEqualTo(holds.held > 0);
    return holds.held > 0;
  }

  @Test
  void theTableIsHeldUntilItsStreamIsRead() {
    streams.addShard("a", null);
    assertThat(isHeld()).isTrue();

    reader.round();

    assertThat(isHeld()).isFalse();
  }

  @Test
  void itIsHeldUntilEveryShardWasAsked() {
    streams.addShard("a", null);
    streams.addShard("b", null);
    streams.failNext(GetRecordsRequest.class, "LimitExceededException");

    reader.round();
    assertThat(isHeld()).isTrue();

    reader.round();
    assertThat(isHeld()).isFalse();
    assertThat(holds.voided).isEqualTo(1);
  }

  @Test
  void changesAreToldOnceAndNoneFromBefore() {
    streams.addShard("a", null);
    streams.addShard("b", null);
    write("a", "before");
    reader.round();

    write("a", "one");
    write("b", "two");
    reader.round();
    reader.round();

    assertThat(told).containsExactly("one", "two");
  }

  @Test
  void changesThatNobodyCouldHearAreToldAgain() {
    streams.addShard("a", null);
    streams.addShard("b", null);
    reader.round();
    write("a", "one");
    refusesToHear = true;
    reader.round();

    refusesToHear = false;
    reader.round();

    assertThat(told).containsExactly("one");
  }

  @Test
  void aShardThatFailsKeepsNoOtherFromBeingRead() {
    streams.addShard("a", null);
    streams.addShard("b", null);
    reader.round();
    write("a", "one");
    write("b", "two");
    streams.failNext(GetRecordsRequest.class, "ThrottlingException");

    reader.round();
    assertThat(told).containsExactly("two");

    reader.round();
    assertThat(told).containsExactly("two", "one");
  }

  @Test
  void theChildrenOfAShardAreReadFromTheirBeginning() {
    streams.addShard("a", null);
    reader.round();
    write("a", "one");
    streams.close("a");
    streams.addShard("b", "a");
    streams.addShard("c", "a");
    write("b", "two");
    write("c", "three");

    reader.round();
    reader.round();

    assertThat(told).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(holds.voided).isEqualTo(1);
  }

  @Test
  void newShardsAreFoundThoughNoneHasEnded() {
    streams.addShard("a", null);
    reader.round();
    streams.addShard("b", null);
    write("b", "one");

    pass(Duration.ofSeconds(10));
    reader.round();
    reader.round();

    assertThat(told).containsExactly("one");
  }

  @Test
  void aShardThatEndsWithoutChildrenMakesTheStreamLag() {
    streams.addShard("a", null);
    reader.round();
    streams.close("a");
    reader.round();

    pass(LAG_LIMIT.plusMillis(1));
    reader.round();

    assertThat(isHeld()).isTrue();
  }

  @Test
  void afterRecordsThatWereTrimmedWhatIsKeptIsVoid() {
    streams.addShard("a", null);
    reader.round();
    streams.failNext(GetRecordsRequest.class, "TrimmedDataAccessException");
    write("a", "missed");

    reader.round();
    assertThat(isHeld()).isTrue();

    reader.round();
    assertThat(isHeld()).isFalse();
    assertThat(holds.voided).isEqualTo(2);
  }

  @Test
  void aPlaceThatHasExpiredIsFoundAgain() {
    streams.addShard("a", null);
    reader.round();
    write("a", "one");
    reader.round();
    streams.failNext(GetRecordsRequest.class, "com.amazonaws.dynamodb#ExpiredIteratorException");
    write("a", "two");

    reader.round();
    reader.round();

    assertThat(told).containsExactly("one", "two");
    assertThat(holds.voided).isEqualTo(1);
  }

  @Test
  void aPlaceThatHasExpiredBeforeAnyChangeIsLost() {
    streams.addShard("a", null);
    reader.round();
    streams.failNext(GetRecordsRequest.class, "ExpiredIteratorException");

    reader.round();
    assertThat(isHeld()).isTrue();

    reader.round();
    assertThat(holds.voided).isEqualTo(2);
  }

  @Test
  void aStreamThatIsTurnedOffIsLost() {
    streams.addShard("a", null);
    reader.round();
    streams.status = StreamStatus.DISABLED;

    pass(Duration.ofSeconds(10));
    reader.round();
    assertThat(isHeld()).isTrue();

    assertThat(reader.round()).isEqualTo(Duration.ofMinutes(1));
    assertThat(isHeld()).isTrue();
  }

  @Test
  void aStreamThatIsNotReadForLongHoldsTheTable() {
    streams.addShard("a", null);
    reader.round();
    for (int i = 0; i < 2; i++) {
      streams.failNext(GetRecordsRequest.class, "InternalServerError");
    }
    reader.round();
    assertThat(isHeld()).isFalse();
    assertThat(reader.lag()).isLessThan(LAG_LIMIT);

    pass(LAG_LIMIT.plusMillis(1));
    reader.round();
    assertThat(reader.lag()).isGreaterThan(LAG_LIMIT);
    assertThat(isHeld()).isTrue();

    reader.round();
    assertThat(isHeld()).isFalse();
    assertThat(holds.voided).isEqualTo(2);
  }

  @Test
  void oldRecordsOfABusyShardMakeTheStreamLag() {
    streams.addShard("a", null);
    reader.round();
    for (int i = 0; i < 20_000; i++) {
      write("a", "one");
    }
    pass(LAG_LIMIT.plusSeconds(1));

    reader.round();

    assertThat(isHeld()).isTrue();
  }

  @Test
  void whatTheUpstreamTellsLateByDesignCounts() {
    reader = reader(LAG_LIMIT.plusMillis(1), false);
    streams.addShard("a", null);

    reader.round();

    assertThat(isHeld()).isTrue();
  }

  @Test
  void failuresMakeItPatient() {
    streams.addShard("a", null);
    assertThat(reader.round()).isEqualTo(Duration.ofMillis(250));
    for (int i = 0; i < 8; i++) {
      streams.failNext(GetRecordsRequest.class, "ThrottlingException");
    }

    assertThat(reader.round()).isEqualTo(Duration.ofMillis(500));
    for (int i = 0; i < 7; i++) {
      reader.round();
    }
    assertThat(reader.round()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void aTableWithoutStreamIsHeldUntilItHasOne() {
    streams.status = null;
    streams.addShard("a", null);

    assertThat(reader.round()).isEqualTo(Duration.ofMinutes(1));
    assertThat(isHeld()).isTrue();

    streams.status = StreamStatus.ENABLED;
    reader.round();
    assertThat(isHeld()).isFalse();
  }

  @Test
  void anUpstreamWithoutStreamsHasNone() {
    streams.failNext(ListStreamsRequest.class, "UnknownOperationException");

    assertThat(reader.round()).isEqualTo(Duration.ofMinutes(1));

    assertThat(isHeld()).isTrue();
  }

  @Test
  void aTableWithoutStreamMayAgeUntilItHasOne() {
    reader = reader(Duration.ZERO, true);
    streams.status = null;
    streams.addShard("a", null);

    reader.round();
    assertThat(isHeld()).isFalse();

    streams.status = StreamStatus.ENABLED;
    reader.round();
    assertThat(isHeld()).isFalse();
    assertThat(holds.voided).isEqualTo(2);
  }
}
