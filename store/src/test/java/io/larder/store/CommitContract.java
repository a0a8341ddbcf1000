package io.larder.store;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.DeleteTableRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What observers of writes hear. */
interface CommitContract extends StoreFixture {

  /** Writes down what it hears. */
  final class Recorder implements WriteListener {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<ItemChange> changes = new CopyOnWriteArrayList<>();
    final List<String> tables = new CopyOnWriteArrayList<>();
    private final TableStore store;

    Recorder(TableStore store) {
      this.store = store;
    }

    @Override
    public void begun(List<? extends Touched> group) {
      group.forEach(_ -> events.add("before, visible: " + isVisible()));
    }

    @Override
    public void committed(List<ItemChange> group) {
      changes.addAll(group);
      group.forEach(_ -> events.add("committed, visible: " + isVisible()));
    }

    @Override
    public void aborted() {
      events.add("aborted");
    }

    void hear(TableEvent event) {
      switch (event) {
        case TableEvent.Created(var table) -> tables.add("created " + table.name());
        case TableEvent.Changed(_, var now) -> tables.add("changed " + now.name());
        case TableEvent.Dropped(var table) -> tables.add("dropped " + table.name());
      }
    }

    private boolean isVisible() {
      return store.read(Requests.get(TABLE, "pk", s("a"), "sk", s("1"))).item() != null;
    }
  }

  private Recorder listen() {
    var recorder = new Recorder(store());
    store().observe(recorder);
    store().watch(recorder::hear);
    return recorder;
  }

  @Test
  default void aChangeIsAnnouncedBeforeItIsVisibleAndReportedAfterwards() {
    Recorder recorder = listen();
    createTable();

    save("pk", s("a"), "sk", s("1"));

    assertThat(recorder.events)
        .containsExactly("before, visible: false", "committed, visible: true");
    ItemChange change = recorder.changes.getFirst();
    assertThat(change.key())
        .isEqualTo(store().known(TABLE).primaryKey(item("pk", s("a"), "sk", s("1"))));
    assertThat(Objects.requireNonNull(change.newImage()).attributes())
        .isEqualTo(item("pk", s("a"), "sk", s("1")));
    assertThat(change.collections()).containsExactly(change.key().collection());
  }

  @Test
  default void refusedAndIdenticalWritesChangeNothing() {
    Recorder recorder = listen();
    createTable();
    save("pk", s("a"), "sk", s("1"));
    recorder.events.clear();

    save("pk", s("a"), "sk", s("1"));
    store().write(delete(TABLE, "pk", s("none"), "sk", s("1"))).join();
    store()
        .write(
            update(
                TABLE, item("pk", s("none"), "sk", s("1")), update("REMOVE x"), Requests.NOTHING))
        .join();
    refusal(
        store()
            .write(
                putIf(
                    TABLE,
                    item("pk", s("a"), "sk", s("1"), "x", s("y")),
                    condition("attribute_exists(x)"))));

    assertThat(recorder.events).isEmpty();
  }

  @Test
  default void aDeletionIsAChangeWithoutImage() {
    Recorder recorder = listen();
    createTable();
    save("pk", s("a"), "sk", s("1"));

    store().write(delete(TABLE, "pk", s("a"), "sk", s("1"))).join();

    assertThat(recorder.changes).hasSize(2);
    assertThat(recorder.changes.getLast().newImage()).isNull();
  }

  @Test
  default void aChangeNamesTheOldAndTheNewPartitionOfEachIndexItTouches() {
    Recorder recorder = listen();
    Table table =
        create(
            NewTable.named(TABLE, "pk:S", "sk:S")
                .global("all", "artist:S", "", "*")
                .global("keys", "artist:S", ""));
    List<long[]> expected = new ArrayList<>();
    expected.add(new long[] {base(table), in(table, "all", "x"), in(table, "keys", "x")});
    expected.add(new long[] {base(table), in(table, "all", "x")});
    expected.add(
        new long[] {
          base(table),
          in(table, "all", "x"),
          in(table, "all", "y"),
          in(table, "keys", "x"),
          in(table, "keys", "y")
        });
    expected.add(new long[] {base(table), in(table, "all", "y"), in(table, "keys", "y")});

    save("pk", s("a"), "sk", s("1"), "artist", s("x"));
    save("pk", s("a"), "sk", s("1"), "artist", s("x"), "more", s("z"));
    save("pk", s("a"), "sk", s("1"), "artist", s("y"), "more", s("z"));
    store().write(delete(TABLE, "pk", s("a"), "sk", s("1"))).join();

    assertThat(recorder.changes)
        .extracting(ItemChange::collections)
        .usingRecursiveComparison()
        .isEqualTo(expected);
  }

  private static long base(Table table) {
    return table.primaryKey(item("pk", s("a"), "sk", s("1"))).collection();
  }

  private static long in(Table table, String index, String artist) {
    PrimaryKey key =
        IndexKeys.of(Objects.requireNonNull(table.index(index)), item("artist", s(artist)));
    return Objects.requireNonNull(key).collection();
  }

  @Test
  default void aDroppedTableIsReportedAndItsIdIsNotUsedAgain() {
    Recorder recorder = listen();
    Table first = createTable();
    save("pk", s("a"), "sk", s("1"));
    recorder.events.clear();

    store().change(new DeleteTableRequest(TABLE)).join();
    Table second = createTable();

    assertThat(recorder.events).isEmpty();
    assertThat(recorder.tables).containsExactly("created Music", "dropped Music", "created Music");
    assertThat(second.id()).isGreaterThan(first.id());
    assertThat(read("pk", s("a"), "sk", s("1"))).isNull();
  }
}
