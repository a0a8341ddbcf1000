package io.larder.cache.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.LeaseTable.Members;
import io.larder.store.NewTable;
import io.larder.store.TableStore;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease table in a table, with two nodes. */
final class StoredLeasesTest {
  private final LmdbTableStore store = LmdbTableStore.open(LmdbOptions.inMemory());
  private final LeaseTable leases = leases("cluster", Runnable::run);

  private LeaseTable leases(String cluster, Executor blocking) {
    return over(store, cluster, blocking);
  }

  /** The lease table of a cluster in a table that is made when it is missing. */
  static LeaseTable over(TableStore store, String cluster, Executor blocking) {
    String tableName = "larder-control";
    return new StoredLeases(
        store,
        tableName,
        cluster,
        () -> store.change(NewTable.named(tableName, "pk:S", "sk:S").request()).join(),
        blocking);
  }

  @BeforeEach
  void createTableOnFirstNeed() {
    assertThat(leases.read()).isCompletedExceptionally();
    assertThat(leases.read()).isCompleted();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private NodeId register(String name) {
    Members members = leases.register(name, "address of " + name).join();
    return Objects.requireNonNull(members.byName().get(name)).id();
  }

  @Test
  void nobodyIsAMemberAtFirst() {
    assertThat(leases.read().join().byName()).isEmpty();
    assertThat(leases.read().join().latest()).isZero();
  }

  @Test
  void eachMemberSeesThoseBeforeIt() {
    NodeId a = register("a.example:7000");
    NodeId b = register("b");

    Members members = leases.read().join();

    assertThat(members.includes(a)).isTrue();
    assertThat(members.includes(b)).isTrue();
    assertThat(b.incarnation()).isGreaterThan(a.incarnation()).isEqualTo(members.latest());
    assertThat(members.byName().get("b")).isEqualTo(new LeaseTable.Member(b, "address of b", 0));
  }

  @Test
  void aRenewalIsCounted() {
    NodeId a = register("a");

    Members members = leases.renew(a).thenCompose(_ -> leases.renew(a)).join();

    assertThat(members.byName().get("a")).isEqualTo(new LeaseTable.Member(a, "address of a", 2));
  }

  @Test
  void whoWasTakenOutCannotRenew() {
    NodeId a = register("a");
    NodeId b = register("b");

    Members fenced = leases.fence(a, b).join();
    Members renewed = leases.renew(b).join();

    assertThat(fenced.includes(a)).isTrue();
    assertThat(fenced.excludes(b)).isTrue();
    assertThat(renewed.excludes(b)).isTrue();
    assertThat(renewed.includes(a)).isTrue();
  }

  @Test
  void whoWasTakenOutTakesNobodyOut() {
    NodeId a = register("a");
    NodeId b = register("b");
    leases.fence(a, b).join();

    Members members = leases.fence(b, a).join();

    assertThat(members.includes(a)).isTrue();
    assertThat(members.excludes(b)).isTrue();
  }

  @Test
  void aNewLifeIsNotTakenForTheOldOne() {
    NodeId a = register("a");
    NodeId before = register("b");
    NodeId now = register("b");

    Members renewed = leases.renew(before).join();
    Members fenced = leases.fence(a, before).join();
    Members left = leases.leave(before).join();

    assertThat(List.of(renewed, fenced, left))
        .allSatisfy(
            members -> {
              assertThat(members.excludes(before)).isTrue();
              assertThat(members.includes(now)).isTrue();
              assertThat(members.byName().get("b").renewals()).isZero();
            });
  }

  @Test
  void whoLeavesIsNoMember() {
    NodeId a = register("a");

    assertThat(leases.leave(a).join().byName()).isEmpty();
    assertThat(leases.renew(a).join().excludes(a)).isTrue();
  }

  @Test
  void aMemberThatComesLaterIsNotMissed() {
    NodeId a = register("a");
    Members before = leases.read().join();
    NodeId b = register("b");

    assertThat(before.excludes(b)).isFalse();
    assertThat(before.includes(b)).isFalse();
    assertThat(before.includes(a)).isTrue();
  }

  @Test
  void clustersDoNotSeeEachOther() {
    register("a");

    assertThat(leases("other", Runnable::run).read().join().byName()).isEmpty();
  }

  @Test
  void nodesThatRegisterAtOnceHaveLivesOfTheirOwn() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LeaseTable shared = leases("crowd", threads);
      List<CompletableFuture<Members>> registered = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        registered.add(shared.register("n" + i, ""));
      }
      registered.forEach(CompletableFuture::join);

      Set<Long> lives = new HashSet<>();
      shared.read().join().byName().values().forEach(m -> lives.add(m.id().incarnation()));
      assertThat(lives).hasSize(5);
    }
  }
}
