package io.larder.proxy.cluster;

import static io.larder.proxy.cluster.Statuses.node;
import static io.larder.proxy.cluster.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.ClusterStatus.State;
import io.larder.proxy.cluster.ClientView.DaxNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ClientViewTest {
  private static final InetSocketAddress FIRST_DAX = Place.parse("10.0.0.1:8111");
  private static final InetSocketAddress THIRD_DAX = Place.parse("third/10.0.0.3:0");

  private static final MemberAddress FIRST = new MemberAddress(new UUID(1, 1), "first", FIRST_DAX);
  private static final MemberAddress SECOND = new MemberAddress(new UUID(2, 2), "second", null);
  private static final MemberAddress THIRD = new MemberAddress(new UUID(3, 3), "third", THIRD_DAX);

  private static final ClusterStatus ALL =
      status(
          State.SERVING,
          node("10.0.0.1:7800", 4, FIRST),
          node("10.0.0.2:7800", 6, SECOND),
          node("10.0.0.3:7800", 9, THIRD),
          node("10.0.0.4:7800", 10, "of a later version"));

  @Test
  void clientsAreToldTheHostsOfAllMembers() {
    assertThat(new ClientView(SECOND, () -> ALL).hosts())
        .containsExactly("first", "second", "third");
  }

  @Test
  void daxClientsAreToldThoseThatTheyCanReachOfWhomTheOldestLeads() {
    assertThat(new ClientView(SECOND, () -> ALL).daxNodes())
        .containsExactly(new DaxNode(4, FIRST_DAX, true), new DaxNode(9, THIRD_DAX, false));
  }

  @Test
  void aNodeOutsideIsToldAlone() {
    // Given
    ClusterStatus outside =
        new ClusterStatus(
            node("10.0.0.3:7800", 0, THIRD), State.OUTSIDE, Duration.ZERO, List.of(), ALL.counts());
    var view = new ClientView(THIRD, () -> outside);

    // Then
    assertThat(view.hosts()).containsExactly("third");
    assertThat(view.daxNodes()).containsExactly(new DaxNode(1, THIRD_DAX, true));
  }
}
