package io.larder.store.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.CommitListener;
import io.larder.store.ItemChange;
import io.larder.store.Table;
import io.larder.store.lmdb.Simulation.Defect;
import io.larder.store.lmdb.Simulation.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
  private static final int SCHEDULES_WITH_DEFECT = 40;

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
  void aCommitOfWhichTheCachesDoNotHearIsFound() throws IOException {
    var defect = Defect.NONE.withListener(DeafListener::new);

    assertThat(search(SCHEDULES_WITH_DEFECT, defect)).isNotNull();
  }

  @Test
  void aCommitThatIsVisibleBeforeTheCachesHearOfItIsFound() throws IOException {
    var defect = Defect.NONE.withListener(LateListener::new);

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

  /** What it was when something between the durable commit and its announcement failed. */
  private record DeafListener(CommitListener caches) implements CommitListener {
    @Override
    public void beforeCommit(List<ItemChange> changes) {
      caches.beforeCommit(changes);
    }

    @Override
    public void committed(List<ItemChange> changes) {
      caches.aborted(changes);
    }

    @Override
    public void aborted(List<ItemChange> changes) {
      caches.aborted(changes);
    }

    @Override
    public void tableDropped(Table table) {
      caches.tableDropped(table);
    }
  }

  private record LateListener(CommitListener caches) implements CommitListener {
    @Override
    public void beforeCommit(List<ItemChange> changes) {}

    @Override
    public void committed(List<ItemChange> changes) {
      caches.beforeCommit(changes);
      caches.committed(changes);
    }

    @Override
    public void aborted(List<ItemChange> changes) {}

    @Override
    public void tableDropped(Table table) {
      caches.tableDropped(table);
    }
  }
}
