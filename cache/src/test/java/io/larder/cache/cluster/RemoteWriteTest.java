package io.larder.cache.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.ItemChange;
import io.larder.store.NamedTouched;
import io.larder.store.Touched;
import io.larder.store.WriteObserver;
import io.larder.store.WriteScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A write of another node, as those hear of it who keep copies. */
final class RemoteWriteTest {
  private final NamedOrders orders = new NamedOrders();
  private final List<String> heard = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private Runnable whileItBegins = () -> {};

  private final class Copies implements WriteObserver, WriteScope {
    @Override
    public CompletionStage<WriteScope> begin(List<? extends Touched> touched) {
      heard.add("begin " + touched.getFirst().key().id());
      Runnable meanwhile = whileItBegins;
      whileItBegins = () -> {};
      meanwhile.run();
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public void committed(List<ItemChange> known) {
      heard.add("committed " + known.stream().map(change -> change.key().id()).toList());
    }

    @Override
    public void aborted() {
      heard.add("aborted");
    }

    @Override
    public void unknown() {
      heard.add("unknown");
    }
  }

  private RemoteWrite begin(NamedTouched item) {
    return RemoteWrite.ofItems(List.of(item), orders, List.of(new Copies()));
  }

  @Test
  void itsEndIsTold() {
    int id = orders.known().id();

    begin(orders.item("a"))
        .end(Message.End.COMMITTED, List.of(new Message.Image(0, null)), later::add);
    begin(orders.item("a")).end(Message.End.ABORTED, List.of(), later::add);
    begin(orders.item("a")).end(Message.End.UNKNOWN, List.of(), later::add);

    assertThat(heard)
        .containsExactly(
            "begin " + id,
            "committed [" + id + "]",
            "begin " + id,
            "aborted",
            "begin " + id,
            "unknown");
    assertThat(later).isEmpty();
  }

  /** Else what was kept under the new id just before would stay. */
  @Test
  void aTableThatGetsAnotherIdMeanwhileIsTouchedUnderThat() {
    int id = orders.known().id();
    whileItBegins = orders::changeId;

    begin(orders.item("a"))
        .end(Message.End.COMMITTED, List.of(new Message.Image(0, null)), later::add);

    assertThat(heard)
        .containsExactly(
            "begin " + id, "aborted", "begin " + (id + 1), "committed [" + (id + 1) + "]");
  }

  @Test
  void anImageOfNoItemIsLeftOut() {
    begin(orders.item("a"))
        .end(Message.End.COMMITTED, List.of(new Message.Image(1, null)), later::add);

    assertThat(heard).contains("committed []");
  }

  @Test
  void tablesAreHeldUntilItHasEnded() {
    RemoteWrite write = RemoteWrite.ofTables(List.of("Orders", "Others"), orders);

    assertThat(orders.held).containsExactly("Orders", "Others");
    write.end(Message.End.COMMITTED, List.of(), later::add);
    assertThat(orders.held).isEmpty();
  }

  @Test
  void allTablesAreHeldIfNoneIsNamed() {
    RemoteWrite write = RemoteWrite.ofTables(List.of(), orders);

    assertThat(orders.held).containsExactly("*");
    write.end(Message.End.ABORTED, List.of(), later::add);
    assertThat(orders.held).isEmpty();
  }

  @Test
  void tablesAreHeldLongerIfNobodyKnowsTheEnd() {
    RemoteWrite.ofTables(List.of("Orders"), orders).end(Message.End.UNKNOWN, List.of(), later::add);

    assertThat(orders.held).containsExactly("Orders");
    later.forEach(Runnable::run);
    assertThat(orders.held).isEmpty();
  }
}
