package io.larder.store.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.NewTable;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.upstream.UpstreamOptions.Writers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tables of which the upstream deletes items when these expire, and tells nobody. */
final class ExpiringTablesTest {
  private static final String TABLE = "expiring";

  private final LmdbTableStore upstream = LmdbTableStore.open(LmdbOptions.inMemory());

  @AfterEach
  void close() {
    upstream.close();
  }

  private UpstreamTableStore before(Writers writers) {
    return UpstreamTableStore.over(
        new InProcessUpstream(upstream), UpstreamOptions.DEFAULT.with(writers));
  }

  private static UpdateTimeToLiveRequest expiry() {
    return new UpdateTimeToLiveRequest(TABLE, new TimeToLiveSpecification("expires", true));
  }

  @Test
  void whoeverMustHearOfAllWritesKeepsNothingOfThem() {
    upstream.change(NewTable.named(TABLE, "pk:S", "sk:S").request()).join();
    UpstreamTableStore store = before(Writers.EXCLUSIVE);
    store.find(TABLE);
    assertThat(store.known(TABLE)).isNotNull();

    store.change(expiry()).join();
    assertThat(store.find(TABLE)).isNotNull();
    assertThat(store.known(TABLE)).isNull();
  }

  @Test
  void onesThatAreFoundAreNotKnownEither() {
    upstream.change(NewTable.named(TABLE, "pk:S", "sk:S").request()).join();
    upstream.change(expiry()).join();
    UpstreamTableStore store = before(Writers.EXCLUSIVE);
    store.find(TABLE);
    assertThat(store.known(TABLE)).isNull();
  }

  @Test
  void whoeverHearsOfWritesLaterKeepsThem() {
    upstream.change(NewTable.named(TABLE, "pk:S", "sk:S").request()).join();
    upstream.change(expiry()).join();
    UpstreamTableStore store = before(Writers.SHARED);
    store.find(TABLE);
    assertThat(store.known(TABLE)).isNotNull();
  }
}
