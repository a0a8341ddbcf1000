package io.larder.cache.coherence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.larder.protocol.error.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadsInFlightTest {
  private final ReadsInFlight reads = new ReadsInFlight();
  private final Executor virtualThreads = Thread::startVirtualThread;
  private final CountDownLatch leaderMayFinish = new CountDownLatch(1);
  private final AtomicInteger readsOfStore = new AtomicInteger();

  @Test
  void identicalMissesShareOneRead() {
    var leader = readInBackground("key", 2);
    var follower = readInBackground("key", 2);
    await().until(() -> reads.coalesced() == 1);

    leaderMayFinish.countDown();

    assertThat(leader.join()).isEqualTo("read 1");
    assertThat(follower.join()).isEqualTo("read 1");
  }

  @Test
  void aReaderThatSawANewerVersionReadsForItself() {
    var older = readInBackground("key", 2);
    await().until(() -> readsOfStore.get() == 1);

    String newer = reads.read("key", 4, () -> "after the commit");

    leaderMayFinish.countDown();
    assertThat(newer).isEqualTo("after the commit");
    assertThat(older.join()).isEqualTo("read 1");
  }

  @Test
  void afterTheReadTheNextMissReadsAgain() {
    String first = reads.read("key", 2, () -> "first");

    String second = reads.read("key", 2, () -> "second");

    assertThat(first).isEqualTo("first");
    assertThat(second).isEqualTo("second");
  }

  @Test
  void aFailureReachesEveryoneWhoSharesTheRead() {
    var leader =
        CompletableFuture.supplyAsync(
            () ->
                reads.<String>read(
                    "key",
                    2,
                    () -> {
                      awaitLeader();
                      throw ServiceException.validation("refused");
                    }),
            virtualThreads);
    await().until(() -> readsOfStore.get() == 1);
    var follower = readInBackground("key", 2);
    await().until(() -> reads.coalesced() == 1);

    leaderMayFinish.countDown();

    assertThatThrownBy(leader::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ServiceException.class);
    assertThatThrownBy(follower::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ServiceException.class);
  }

  private CompletableFuture<String> readInBackground(String key, long version) {
    return CompletableFuture.supplyAsync(
        () -> reads.read(key, version, this::awaitLeader), virtualThreads);
  }

  private String awaitLeader() {
    int number = readsOfStore.incrementAndGet();
    try {
      leaderMayFinish.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return "read " + number;
  }
}
