package io.larder.store.upstream.streams;

import static io.larder.store.Requests.s;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.NewTable;
import io.larder.store.PrimaryKey;
import io.larder.store.SharedTables;
import io.larder.store.Table;
import io.larder.store.TableEvent;
import io.larder.store.Touched;
import io.larder.store.WriteListener;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.observers.WriteObservers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of the changes in streams, and from when on. */
final class TableStreamsTest {
  private static final String NAME = "Orders";
  private static final Table TABLE = table();

  private final ScriptedStreams script = new ScriptedStreams(NAME);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final List<NamedTouched> told = new ArrayList<>();
  private final List<Integer> knownImages = new ArrayList<>();
  private int mostAtOnce;
  private final WriteObservers observers =
      new WriteObservers(Duration.ofSeconds(60), System::nanoTime);
  private final TableStreams streams =
      new TableStreams(
          script,
          new Tables(),
          _ -> TABLE,
          observers,
          new StreamOptions(Duration.ofMillis(1), Duration.ofDays(1), Duration.ZERO, false),
          System::nanoTime,
          () -> Instant.EPOCH);

  private static Table table() {
    try (var store = LmdbTableStore.open(LmdbOptions.inMemory())) {
      store
          .change(
              NewTable.named(NAME, "pk:S", "sk:S").global("global", "g:S", "sk:S", "n").request())
          .join();
      return store.find(NAME);
    }
  }

  private final class Tables implements SharedTables {
    @Override
    public NamedTouched touched(
        String tableName, byte[] partition, byte[] sort, List<String> indexNames) {
      return new NamedTouched(
          tableName, PrimaryKey.of(TABLE.id(), TABLE.coherenceId(), partition, sort), indexNames);
    }

    @Override
    public boolean isCurrent(NamedTouched touched) {
      return true;
    }

    @Override
    public Hold hold(@Nullable String tableName) {
      held.countDown();
      return released::countDown;
    }
  }

  private final class Listener implements WriteListener {
    @Override
    public void begun(List<? extends Touched> touched) {
      for (Touched item : touched) {
        told.add((NamedTouched) item);
      }
      mostAtOnce = Math.max(mostAtOnce, touched.size());
    }

    @Override
    public void committed(List<ItemChange> changes) {
      knownImages.add(changes.size());
    }
  }

  @Test
  void everyItemIsToldOnceWithTheIndexesThatItMayBeInAndWithoutItsImage() {
    observers.add(new Listener());
    script.addShard("a", null);
    StreamReader reader = streams.reader(NAME);
    reader.round();
    for (int i = 0; i < 300; i++) {
      script.change("a", Map.of("pk", s("p"), "sk", s("" + i % 150)), Instant.EPOCH);
    }

    reader.round();

    assertThat(told).hasSize(150);
    assertThat(told.getFirst().key())
        .isEqualTo(TABLE.primaryKey(Map.of("pk", s("p"), "sk", s("0"))));
    assertThat(told.getFirst().indexNames()).containsExactly("global");
    assertThat(knownImages).containsOnly(0);
    assertThat(mostAtOnce).isLessThanOrEqualTo(100);
  }

  @Test
  void aTableIsHeldBeforeItIsKnownAndReleasedOnceItsStreamIsRead() throws InterruptedException {
    script.addShard("a", null);

    streams.heard(new TableEvent.Created(TABLE));

    assertThat(held.getCount()).isZero();
    assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
    streams.close();
  }

  @Test
  void aTableThatIsGoneIsNotHeldAnyMore() throws InterruptedException {
    script.status = null;
    streams.heard(new TableEvent.Created(TABLE));

    streams.heard(new TableEvent.Dropped(TABLE));

    assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
  }
}
