package io.larder.proxy.manage.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.protocol.error.ServiceException;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import io.larder.store.upstream.ControlTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HoldingsStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private final TableStore tables = LmdbTableStore.open(LmdbOptions.inMemory());
  private final HoldingsStore store = store();
  private final HoldingsStore other = store();

  private HoldingsStore store() {
    return new HoldingsStore(tables, "own", () -> ControlTable.ensure(tables, "own"));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private static @Nullable Void add(HoldingsStore store, String group) {
    return store.change(holdings -> put(holdings, group), _ -> {});
  }

  private static @Nullable Void put(Holdings holdings, String group) {
    holdings.parameterGroups().put(group, new ParameterGroup(group, null, Map.of("a", 1L)));
    return null;
  }

  private static Cluster cluster(String name, Map<String, String> tags) {
    return new Cluster(
        new Cluster.Made(
            name, "dax.r5.large", "arn", SubnetGroup.DEFAULT, List.of("a"), true, false, "ipv4"),
        new Cluster.Settings("", "window", "topic", true, "group", List.of("sg")),
        new TreeMap<>(Map.of(0, NOW, 2, NOW)),
        new TreeMap<>(tags));
  }

  @Test
  void whatIsKeptIsReadAsItWas() {
    Cluster cluster = cluster("music", Map.of("b", "2", "a", "1"));
    store.change(
        holdings -> {
          holdings.clusters().put("music", cluster);
          holdings.subnetGroups().put("net", new SubnetGroup("net", null, List.of("subnet-1")));
          holdings.happened(NOW, Event.Source.CLUSTER, "music", "Cluster created.");
          holdings.reboot(7, List.of(7L));
          return null;
        },
        _ -> {});
    add(store, "g");

    Holdings read = other.read();

    assertThat(read.clusters()).containsExactly(Map.entry("music", cluster));
    assertThat(read.subnetGroups().get("net").subnets()).containsExactly("subnet-1");
    assertThat(read.parameterGroups().get("g").values()).containsEntry("a", 1L);
    assertThat(read.events(NOW)).extracting(Event::message).containsExactly("Cluster created.");
    assertThat(read.reboots(7)).isEqualTo(1);
  }

  @Test
  void aChangeThatAnotherHasOvertakenIsMadeAgain() {
    add(store, "first");
    var isOvertaken = new AtomicBoolean();
    List<Integer> told = new ArrayList<>();

    store.change(
        holdings -> {
          if (!isOvertaken.getAndSet(true)) {
            add(other, "second");
          }
          return put(holdings, "third");
        },
        holdings -> told.add(holdings.parameterGroups().size()));

    assertThat(store.read().parameterGroups()).containsOnlyKeys("first", "second", "third");
    assertThat(told).containsExactly(3);
  }

  @Test
  void aChangeThatIsRefusedLeavesAllAsItWas() {
    add(store, "first");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                store.change(
                    holdings -> {
                      put(holdings, "second");
                      throw new IllegalStateException("refused");
                    },
                    _ -> {}));

    assertThat(store.read().parameterGroups()).containsOnlyKeys("first");
  }

  @Test
  void whatWouldBeTooLongForAnItemIsRefused() {
    String longest = "x".repeat(100_000);
    for (String name : List.of("a", "b", "c")) {
      Cluster cluster = cluster(name, Map.of("k", longest));
      store.change(holdings -> holdings.clusters().put(name, cluster), _ -> {});
    }

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                store.change(
                    holdings -> holdings.clusters().put("d", cluster("d", Map.of("k", longest))),
                    _ -> {}))
        .satisfies(
            refused ->
                assertThat(refused.error().type()).isEqualTo("ServiceQuotaExceededException"));
    assertThat(store.read().clusters()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void eventsAreKeptForAWhileAndAreNotTooMany() {
    var holdings = new Holdings(Holdings.Document.NOTHING);
    holdings.happened(NOW, Event.Source.CLUSTER, "old", "");
    for (int i = 0; i < 600; i++) {
      holdings.happened(NOW.plusSeconds(i), Event.Source.CLUSTER, "c" + i, "");
    }

    assertThat(holdings.events(NOW)).hasSize(500);
    assertThat(holdings.events(NOW).getFirst().sourceName()).isEqualTo("c599");
    assertThat(holdings.events(NOW.plusSeconds(599).plus(Duration.ofDays(14)))).isEmpty();
  }

  @Test
  void rebootsOfNodesThatHaveGoneAreForgotten() {
    var holdings = new Holdings(Holdings.Document.NOTHING);
    holdings.reboot(1, List.of(1L, 2L));
    holdings.reboot(1, List.of(1L, 2L));

    holdings.reboot(2, List.of(2L, 3L));

    assertThat(holdings.reboots(1)).isZero();
    assertThat(holdings.reboots(2)).isEqualTo(1);
  }
}
