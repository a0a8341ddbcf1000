package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class KnownMembersTest {
  private static final NodeId SELF = new NodeId("10.0.0.1:7800", 1);
  private static final NodeId OTHER = new NodeId("10.0.0.2:7800", 2);

  private final List<Long> learnt = new ArrayList<>();
  private final KnownMembers members =
      new KnownMembers(new Numbered(), each -> learnt.add(each.latest()));

  /** Answers each call with another state. */
  private static final class Numbered implements LeaseTable {
    private static CompletableFuture<Members> members(long latest) {
      return CompletableFuture.completedFuture(new Members(latest, Map.of()));
    }

    @Override
    public CompletableFuture<Members> read() {
      return members(1);
    }

    @Override
    public CompletableFuture<Members> register(String name, String address) {
      return members(2);
    }

    @Override
    public CompletableFuture<Members> renew(NodeId self) {
      return members(3);
    }

    @Override
    public CompletableFuture<Members> fence(NodeId self, NodeId other) {
      return members(4);
    }

    @Override
    public CompletableFuture<Members> leave(NodeId self) {
      return members(5);
    }
  }

  @Test
  void theMessengerLearnsFromEveryAnswerBeforeAnybodyElse() {
    // When
    List<Long> answers =
        List.of(
                members.read(),
                members.register("10.0.0.1:7800", ""),
                members.renew(SELF),
                members.fence(SELF, OTHER),
                members.leave(SELF))
            .stream()
            .map(answer -> answer.join().latest())
            .toList();

    // Then
    assertThat(answers).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(learnt).isEqualTo(answers);
  }
}
