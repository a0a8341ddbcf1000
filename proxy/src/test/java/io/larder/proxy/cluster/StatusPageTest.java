package io.larder.proxy.cluster;

import static io.larder.proxy.cluster.Statuses.node;
import static io.larder.proxy.cluster.Statuses.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.cache.cluster.ClusterStatus.State;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StatusPageTest {
  private static final ClusterStatus STATUS =
      status(
          State.WARMING,
          node(
              "10.0.0.1:7800",
              4,
              new MemberAddress(new UUID(1, 1), "first", Place.parse("10.0.0.1:8111"))),
          node("10.0.0.2:7800", 6, "?"));

  @Test
  void programsReadTheWholeState() {
    assertThat(StatusPage.json(STATUS))
        .isEqualTo(
            """
            {"node":"10.0.0.1:7800","state":"WARMING","answersFromMemory":false,"writes":true,\
            "leaseMillisLeft":750,"members":[{"node":"10.0.0.1:7800","incarnation":4,\
            "clients":"first","dax":"10.0.0.1:8111"},{"node":"10.0.0.2:7800","incarnation":6}]}\
            """);
  }

  @Test
  void personsReadLines() {
    assertThat(StatusPage.text(STATUS))
        .isEqualTo(
            """
            node     10.0.0.1:7800
            state    warming, does not answer from memory, writes
            lease    750 ms left
            member   10.0.0.1:7800  incarnation 4  clients first  dax 10.0.0.1:8111
            member   10.0.0.2:7800  incarnation 6
            joined   1 times, lost its place 3 times, took out 2
            writes   4 told to all, 7 of them stalled; 5 refused\
            """);
  }

  @Test
  void gaugesAreReadEachTime() {
    // Given
    var now = new ClusterStatus[] {STATUS};
    var gauges = ClusterGauges.of(() -> now[0]);

    // Then
    assertThat(gauges)
        .extracting(gauge -> gauge.name() + " " + gauge.value().get())
        .containsExactly(
            "cluster_members 2.0",
            "cluster_serving 0.0",
            "cluster_writing 1.0",
            "cluster_lease_left_seconds 0.75",
            "cluster_joins 1.0",
            "cluster_fenced_nodes 2.0",
            "cluster_lost_places 3.0",
            "cluster_flux 4.0",
            "cluster_flux_seconds 6.0",
            "cluster_stalled_writes 7.0",
            "cluster_refused_writes 5.0",
            "cluster_malformed_messages 8.0");

    // When
    now[0] = status(State.SERVING, node("10.0.0.1:7800", 4, "?"));

    // Then
    assertThat(gauges.get(0).value().get()).isEqualTo(1.0);
    assertThat(gauges.get(1).value().get()).isEqualTo(1.0);
  }
}
