package io.larder.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.ItemChange;
import io.larder.store.PrimaryKey;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import io.larder.store.lmdb.Simulation.Defect;
import io.larder.store.lmdb.Simulation.Steering;
import io.larder.store.lmdb.Simulation.Violation;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.ForwardingLog;
import io.larder.store.lmdb.engine.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The caches, the writer and the log together, in schedules that a seed decides. {@code
 * -Dsimulation.schedules} says how many, {@code -Dsimulation.seed} where they begin.
 */
final class SimulationTest {
  private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 40);
  private static final int FIRST = Integer.getInteger("simulation.seed", 0);

  /** As many as find each of the defects below several times over. */
  private static final int SCHEDULES_WITH_DEFECT = 100;

  @TempDir private Path directory;

  @Test
  void noAnswerIsStaleAndNothingAcknowledgedIsLost() throws IOException {
    Violation found = search(SCHEDULES, Defect.NONE);

    assertThat(found).isNull();
  }

  @Test
  void aWriteThatIsAcknowledgedBeforeItIsDurableIsFound() throws IOException {
    var defect = Defect.NONE.withLog(UnsyncedLog::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aStreamThatIsLessDurableThanItsTableIsFound() throws IOException {
    var defect = Defect.NONE.withLog(ForgetfulOfStreams::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aCommitOfWhichTheCachesDoNotHearIsFound() throws IOException {
    var defect = Defect.NONE.withObserver(DeafObserver::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aCommitThatIsVisibleBeforeTheCachesHearOfItIsFound() throws IOException {
    var defect = Defect.NONE.withObserver(LateObserver::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aPageThatIsSparedByAWriteOfAnotherPlaceThanItWasToldOfIsFound() throws IOException {
    var defect = Defect.NONE.withObserver(MisplacingObserver::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aBypassInWhichTheCachesHearOfNoWriteIsFound() throws IOException {
    var defect = Defect.NONE.with(Steering.DEAF_IN_BYPASS);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void anInvalidationThatVoidsNothingThatIsBeingReadIsFound() throws IOException {
    var defect = Defect.NONE.with(Steering.ONLY_DROPS);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aWarmRestartThatBringsItemsBackAsTheyWereIsFound() throws IOException {
    var defect = Defect.NONE.with(Steering.BRINGS_IMAGES_BACK);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  /** The first violation, or null. */
  private @Nullable Violation search(int schedules, Defect defect) throws IOException {
    for (int seed = FIRST; seed < FIRST + schedules; seed++) {
      try {
        new Simulation(seed, directory.resolve(seed + ""), defect).run();
      } catch (Violation e) {
        return e;
      }
    }
    return null;
  }

  /** Keeps every other group for itself. */
  private static final class UnsyncedLog extends ForwardingLog {
    private boolean forgetful;

    UnsyncedLog(WriteAheadLog log) {
      super(log);
    }

    @Override
    public void append() throws IOException {
      forgetful = !forgetful;
      if (forgetful) {
        discard();
      } else {
        super.append();
      }
    }
  }

  /** Logs what happens to items and not always what is told of it. */
  private static final class ForgetfulOfStreams extends ForwardingLog {
    private static final int LENGTH_OF_BLOCK_KEYS = 16;

    private int blocks;

    ForgetfulOfStreams(WriteAheadLog log) {
      super(log);
    }

    @Override
    public void add(Database database, byte[] key, byte @Nullable [] value) {
      if (key.length != LENGTH_OF_BLOCK_KEYS || ++blocks % 4 != 0) {
        super.add(database, key, value);
      }
    }
  }

  /** What it was when something between the durable commit and its announcement failed. */
  private record DeafObserver(WriteObserver caches) implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      return caches.begin(touched).thenApply(DeafScope::new);
    }
  }

  private record DeafScope(WriteScope caches) implements WriteScope {
    @Override
    public void committed(List<ItemChange> known) {
      caches.aborted();
    }

    @Override
    public void aborted() {
      caches.aborted();
    }

    @Override
    public void unknown() {
      caches.aborted();
    }
  }

  /** Tells the collection, but not which of its items is written. */
  private record MisplacingObserver(WriteObserver caches) implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      return caches.begin(touched.stream().map(Misplaced::of).toList());
    }
  }

  private record Misplaced(PrimaryKey key, Touched real) implements Touched {
    static Misplaced of(Touched real) {
      PrimaryKey key = real.key();
      byte[] elsewhere = {(byte) 0xFF};
      return new Misplaced(
          PrimaryKey.of(key.id(), key.coherenceId(), key.partition(), elsewhere), real);
    }

    @Override
    public long[] collections() {
      return real.collections();
    }
  }

  private record LateObserver(WriteObserver caches) implements WriteObserver {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      return CompletableFuture.completedFuture(new LateScope(caches, touched));
    }
  }

  private record LateScope(WriteObserver caches, List<? extends Touched> touched)
      implements WriteScope {
    @Override
    public void committed(List<ItemChange> known) {
      var _ = caches.begin(touched).thenAccept(scope -> scope.committed(known));
    }

    @Override
    public void aborted() {}

    @Override
    public void unknown() {}
  }
}
