package io.larder.proxy.manage;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.HoldingsStore;
import io.larder.proxy.manage.state.ParameterGroup;
import io.larder.proxy.manage.state.SubnetGroup;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.upstream.ControlTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long entries live by the parameter groups of all clusters. */
final class CacheTimesTest {
  private static final CacheTimes CONFIGURED =
      new CacheTimes(Duration.ofMillis(50), Duration.ofMillis(60));

  private final TableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());
  private final HoldingsStore store =
      new HoldingsStore(tables, "own", () -> ControlTable.ensure(tables, "own"));

  @AfterEach
  void close() {
    tables.close();
  }

  /** A cluster of that name in a group of the same name. */
  private void add(String name, Map<String, Long> values) {
    store.change(
        holdings -> {
          holdings.parameterGroups().put(name, new ParameterGroup(name, null, values));
          holdings.clusters().put(name, cluster(name, name));
          return null;
        },
        _ -> {});
  }

  private static Cluster cluster(String name, String group) {
    return new Cluster(
        new Cluster.Made(
            name, "dax.r5.large", null, SubnetGroup.DEFAULT, List.of(), false, false, "ipv4"),
        new Cluster.Settings(null, "", null, false, group, List.of()),
        new TreeMap<>(),
        new TreeMap<>());
  }

  @Test
  void theyAreThoseOfTheConfigurationWhereNoClusterHasAnotherGroup() {
    store.change(
        holdings -> {
          holdings.parameterGroups().put("unused", new ParameterGroup("unused", null, Map.of()));
          holdings.clusters().put("a", cluster("a", ParameterGroup.DEFAULT));
          return null;
        },
        _ -> {});

    assertThat(CONFIGURED.by(store.read())).isEqualTo(CONFIGURED);
  }

  @Test
  void aGroupHasWhatItDoesNotSetFromTheConfiguration() {
    add("a", Map.of(ParameterGroup.RECORD_TTL, 70L));

    assertThat(CONFIGURED.by(store.read()))
        .isEqualTo(new CacheTimes(Duration.ofMillis(70), Duration.ofMillis(60)));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 200, 200, 100, 100",
    "200, 100, 100, 200, 100, 100",
    "  0, 100, 200, 200, 200, 100",
    "200, 100,   0, 200, 200, 100",
    "  0, 100,   0, 200,   0, 100",
    "100,   0, 200, 200, 100,   0",
    "100, 100, 200,   0, 100,   0",
  })
  void ofSeveralGroupsTheShortestTimesHold(
      long item1, long query1, long item2, long query2, long item, long query) {
    add("a", Map.of(ParameterGroup.RECORD_TTL, item1, ParameterGroup.QUERY_TTL, query1));
    add("b", Map.of(ParameterGroup.RECORD_TTL, item2, ParameterGroup.QUERY_TTL, query2));

    assertThat(CONFIGURED.by(store.read()))
        .isEqualTo(new CacheTimes(Duration.ofMillis(item), Duration.ofMillis(query)));
  }
}
