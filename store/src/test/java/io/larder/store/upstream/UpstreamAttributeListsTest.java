package io.larder.store.upstream;

import static io.larder.protocol.dax.AttributeLists.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.store.AttributeListStoreContract;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.names.AttributeListStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lists that several servers before one upstream have in common. */
final class UpstreamAttributeListsTest extends AttributeListStoreContract {
  private static final List<String> NAMES = List.of("artist", "title");

  private final LmdbTableStore upstream = LmdbTableStore.open(LmdbOptions.inMemory());
  private final UpstreamTableStore store = open();

  private UpstreamTableStore open() {
    return UpstreamTableStore.over(new InProcessUpstream(upstream), UpstreamOptions.DEFAULT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected AttributeListStore lists() {
    return store.attributeLists();
  }

  @Test
  void anotherServerGivesAListTheSameNumber() {
    AttributeListStore others = open().attributeLists();

    int id = lists().register(NAMES).join();

    assertThat(others.idOf(NAMES)).isEqualTo(UNKNOWN);
    assertThat(others.register(NAMES).join()).isEqualTo(id);
  }

  @Test
  void aNumberThatAnotherServerGaveIsLookedUpAndThenKnown() {
    AttributeListStore others = open().attributeLists();
    int id = others.register(NAMES).join();

    assertThat(lists().namesOf(id)).isNull();
    assertThat(lists().find(id)).isEqualTo(NAMES);
    assertThat(lists().namesOf(id)).isEqualTo(NAMES);
    assertThat(lists().idOf(NAMES)).isEqualTo(id);
  }

  @Test
  void aNumberThatNobodyGaveHasNoList() {
    assertThat(lists().find(17)).isNull();

    lists().register(NAMES).join();

    assertThat(lists().find(17)).isNull();
  }

  @Test
  void nothingOfTheControlTableIsEverKept() {
    lists().register(NAMES).join();

    assertThat(store.find(UpstreamOptions.DEFAULT.controlTable())).isNotNull();
    assertThat(store.known(UpstreamOptions.DEFAULT.controlTable())).isNull();
  }
}
