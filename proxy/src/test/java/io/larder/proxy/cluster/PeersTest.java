package io.larder.proxy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PeersTest {
  private static final String NAME = "10.0.0.1:7800";
  private static final UUID FIRST = Peers.newLife(1000, 7);
  private static final UUID SECOND = Peers.newLife(2000, 3);

  private final Peers peers = new Peers(_ -> new Outbox(_ -> {}, _ -> {}));

  private static LeaseTable.Members members(long latest, LeaseTable.Member... all) {
    Map<String, LeaseTable.Member> byName = new HashMap<>();
    for (LeaseTable.Member member : all) {
      byName.put(member.id().name(), member);
    }
    return new LeaseTable.Members(latest, byName);
  }

  private static LeaseTable.Member member(String name, long incarnation, UUID life) {
    return new LeaseTable.Member(
        new NodeId(name, incarnation), new MemberAddress(life, "clients", null).toString(), 1);
  }

  @Test
  void knowsWhomTheTableNames() {
    // When
    peers.learn(members(1, member(NAME, 1, FIRST)));

    // Then
    assertThat(peers.of(NAME).place()).isEqualTo(Place.parse(NAME));
    assertThat(peers.nameOf(FIRST)).isEqualTo(NAME);
  }

  @Test
  void forgetsWhoIsNoMemberAnyMore() {
    // Given
    peers.learn(members(1, member(NAME, 1, FIRST)));

    // When
    peers.learn(members(1));

    // Then
    assertThat(peers.of(NAME)).isNull();
    assertThat(peers.nameOf(FIRST)).isNull();
  }

  @Test
  void answersWhoHasStartedAnewBeforeTheTableIsReadAgain() {
    // Given
    peers.learn(members(1, member(NAME, 1, FIRST)));

    // When
    boolean isNews = peers.hear(NAME, SECOND);

    // Then
    assertThat(isNews).isTrue();
    assertThat(peers.of(NAME).life()).isEqualTo(SECOND);
    assertThat(peers.nameOf(FIRST)).isNull();
  }

  @Test
  void isNotMisledByALateMessageOfAnEarlierProcess() {
    // Given
    peers.learn(members(2, member(NAME, 2, SECOND)));

    // When
    boolean isNews = peers.hear(NAME, FIRST);

    // Then
    assertThat(isNews).isFalse();
    assertThat(peers.of(NAME).life()).isEqualTo(SECOND);
  }

  @Test
  void isNotMisledByAReadOfTheTableThatIsLate() {
    // Given
    peers.learn(members(2, member(NAME, 2, SECOND)));

    // When
    peers.learn(members(1, member(NAME, 1, FIRST)));

    // Then
    assertThat(peers.of(NAME).life()).isEqualTo(SECOND);
  }

  @Test
  void believesTheTableEvenIfAClockWasSetBack() {
    // Given
    peers.learn(members(1, member(NAME, 1, SECOND)));

    // When
    peers.learn(members(2, member(NAME, 2, FIRST)));

    // Then
    assertThat(peers.of(NAME).life()).isEqualTo(FIRST);
  }

  @Test
  void keepsTheOutboxOfAProcessThatJoinsAgain() {
    // Given
    peers.learn(members(1, member(NAME, 1, FIRST)));
    Outbox outbox = peers.of(NAME).outbox();

    // When
    peers.learn(members(2, member(NAME, 2, FIRST)));

    // Then
    assertThat(peers.of(NAME).outbox()).isSameAs(outbox);
  }

  @Test
  void whoOnlySpeaksIsKnownUntilTheTableHasBeenReadTwice() {
    // Given
    peers.hear(NAME, FIRST);

    // When
    peers.learn(members(1));

    // Then
    assertThat(peers.of(NAME)).isNotNull();

    // When
    peers.learn(members(1));

    // Then
    assertThat(peers.of(NAME)).isNull();
  }

  @Test
  void remembersFewOfThoseThatOnlySpeak() {
    // When
    for (int i = 0; i < 2 * Peers.MAX_UNLISTED; i++) {
      peers.hear("10.0.0.1:" + i, FIRST);
    }

    // Then
    assertThat(peers.all()).hasSize(Peers.MAX_UNLISTED);
  }

  @Test
  void believesNoNameThatIsNoAddress() {
    assertThatThrownBy(() -> peers.hear("larder", FIRST))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
