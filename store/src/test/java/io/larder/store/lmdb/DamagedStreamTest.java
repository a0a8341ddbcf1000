package io.larder.store.lmdb;

import static io.larder.store.Requests.get;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.s;
import static io.larder.store.StoreFixture.TABLE;
import static io.larder.store.StoreFixture.refusal;
import static io.larder.store.StreamReading.arn;
import static io.larder.store.StreamReading.iterator;
import static io.larder.store.StreamReading.page;
import static io.larder.store.StreamReading.shards;
import static io.larder.store.StreamReading.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.ShardPosition;
import io.larder.protocol.operation.StreamViewType;
import io.larder.store.NewTable;
import io.larder.store.StreamReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose disk has changed a block of a stream: what is told is true, and little is lost. */
final class DamagedStreamTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private LmdbTableStore store;

  /** The third of the five changes of the item "a" is damaged; only the stream has its text. */
  @BeforeEach
  void damage() throws IOException {
    open();
    store
        .change(
            NewTable.named(TABLE, "pk:S", "")
                .options(streaming(StreamViewType.NEW_IMAGE))
                .request())
        .join();
    for (int number = 1; number <= 5; number++) {
      save("a", "version " + number + " of it");
      clock.pass(SECOND);
    }
    for (int other = 0; other < 20; other++) {
      save("other " + other, "is there");
    }
    store.close();
    DataFile.in(directory).damage("version 3 of it");
    open();
  }

  private void open() {
    store = LmdbTableStore.open(LmdbOptions.durable(directory).withClock(clock));
  }

  private void save(String pk, String value) {
    store.write(put(TABLE, "pk", s(pk), "value", s(value))).join();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String begin(Shard shard) {
    return iterator(store, arn(store, TABLE), shard.shardId(), ShardPosition.TRIM_HORIZON);
  }

  private static List<String> told(GetRecordsResponse page) {
    return page.records().stream().map(StreamReading::text).toList();
  }

  /** The one of the shards whose first record is of the item "a". */
  private Shard damaged() {
    return shards(store, arn(store, TABLE)).stream()
        .filter(shard -> told(page(store, begin(shard), 1)).stream().anyMatch(this::isOfA))
        .findFirst()
        .orElseThrow();
  }

  private boolean isOfA(String record) {
    return record.contains(" a ");
  }

  @Test
  void whatComesBeforeItIsToldAndThenReadersFail() {
    GetRecordsResponse page = page(store, begin(damaged()), 1000);

    assertThat(told(page))
        .containsExactly("INSERT a - -> a,version 1 of it", "MODIFY a - -> a,version 2 of it");
    for (int again = 0; again < 2; again++) {
      assertThat(refusal(() -> page(store, page.nextShardIterator(), 1000)))
          .isEqualTo(new ServiceError.InternalServer("Internal server error"));
    }
  }

  @Test
  void otherShardsAreReadAndItemsTooAndWritesGoOn() {
    String damaged = damaged().shardId();
    save("a", "version 6 of it");

    List<Shard> others =
        shards(store, arn(store, TABLE)).stream()
            .filter(shard -> !shard.shardId().equals(damaged))
            .toList();
    assertThat(others).hasSize(3);
    assertThat(others)
        .flatMap(shard -> told(page(store, begin(shard), 1000)))
        .isNotEmpty()
        .allMatch(record -> record.startsWith("INSERT other "));
    assertThat(store.read(get(TABLE, "pk", s("a"))).item()).isNotNull();
    assertThat(store.failure()).isEmpty();
  }

  @Test
  void whatComesBehindItIsToldToWhoStartsThereAndToAllOnceItIsTooOld() {
    Shard shard = damaged();
    String latest = iterator(store, arn(store, TABLE), shard.shardId(), ShardPosition.LATEST);
    save("a", "version 6 of it");

    assertThat(told(page(store, latest, 1000))).containsExactly("MODIFY a - -> a,version 6 of it");

    clock.pass(Duration.ofHours(24).minus(SECOND.multipliedBy(2)));
    assertThat(told(page(store, begin(shard), 2)))
        .containsExactly("MODIFY a - -> a,version 4 of it", "MODIFY a - -> a,version 5 of it");
  }
}
