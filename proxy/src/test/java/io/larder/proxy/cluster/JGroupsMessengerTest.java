package io.larder.proxy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.Messenger;
import io.larder.cache.cluster.NodeId;
import io.larder.proxy.Patience;
import io.larder.proxy.net.tls.SharedIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JGroupsMessengerTest {
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER_SECRET = "0123456789abcdef0123456789abcdeF".getBytes(UTF_8);

  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(node -> node.messenger.close());
  }

  /** A node that remembers what it hears. */
  private static final class Node implements Messenger.Receiver {
    final Queue<String> heard = new ConcurrentLinkedQueue<>();
    final Queue<String> missed = new ConcurrentLinkedQueue<>();
    final Semaphore gate = new Semaphore(1);
    final UUID life;
    final JGroupsMessenger messenger;

    Node(long life, int port, SSLContext identity, List<Node> others) throws IOException {
      this.life = Peers.newLife(life, life);
      messenger =
          JGroupsMessenger.open(
              new JGroupsMessenger.Options(
                  "test",
                  this.life,
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                  null,
                  identity),
              members(others));
      messenger.start(this);
    }

    String name() {
      return messenger.name();
    }

    LeaseTable.Member member() {
      return new LeaseTable.Member(
          new NodeId(name(), life.getMostSignificantBits()),
          new MemberAddress(life, "clients", null).toString(),
          1);
    }

    @Override
    public void received(String from, byte[] message) {
      gate.acquireUninterruptibly();
      heard.add(from + " " + new String(message, UTF_8));
      gate.release();
    }

    @Override
    public void suspected(String node) {
      missed.add(node);
    }
  }

  private static LeaseTable.Members members(List<Node> nodes) {
    return new LeaseTable.Members(
        nodes.size(),
        nodes.stream()
            .map(Node::member)
            .collect(Collectors.toMap(member -> member.id().name(), Function.identity())));
  }

  /** A node that finds those before it in the table, while they do not know of it. */
  private Node node(SSLContext identity) throws IOException {
    var node = new Node(nodes.size() + 1, 0, identity, nodes);
    nodes.add(node);
    return node;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void aNodeThatHasJustStartedIsHeardAndAnswered() throws IOException {
    // Given
    Node first = node(null);
    Node second = node(null);

    // When
    second.messenger.send(first.name(), bytes("hello"));
    Patience.await().until(() -> first.heard.contains(second.name() + " hello"));
    first.messenger.send(second.name(), bytes("welcome"));

    // Then
    Patience.await().until(() -> second.heard.contains(first.name() + " welcome"));
  }

  @Test
  void everyMessageArrivesOnce() throws IOException {
    // Given
    Node first = node(SharedIdentity.context(SECRET));
    Node second = node(SharedIdentity.context(SECRET));

    // When
    for (int i = 0; i < 1000; i++) {
      second.messenger.send(first.name(), bytes(String.valueOf(i)));
    }
    var large = new byte[Messenger.MAX_MESSAGE_BYTES];
    Arrays.fill(large, (byte) 'x');
    second.messenger.send(first.name(), large);

    // Then
    Patience.await().until(() -> first.heard.size() >= 1001);
    assertThat(first.heard).hasSize(1001).doesNotHaveDuplicates();
    assertThat(first.heard).contains(second.name() + " " + new String(large, UTF_8));
  }

  @Test
  void aNodeThatTakesNothingIsSentNoMoreThanFits() throws Exception {
    // Given two that see each other, of whom one does not get on
    Node first = node(null);
    Node second = node(null);
    nodes.forEach(node -> node.messenger.learn(members(nodes)));
    Patience.await()
        .until(() -> nodes.stream().allMatch(node -> node.messenger.view().size() == 2));
    first.gate.acquire();

    // When
    int sent = 100;
    for (int i = 0; i < sent; i++) {
      second.messenger.send(first.name(), new byte[1 << 20]);
    }
    first.gate.release();
    second.messenger.send(first.name(), bytes("still there?"));

    // Then
    Patience.await()
        .until(
            () -> {
              second.messenger.send(first.name(), bytes("still there?"));
              return first.heard.contains(second.name() + " still there?");
            });
    assertThat(first.heard.stream().filter(text -> text.length() > 1 << 20).count())
        .isLessThan(sent / 2);
  }

  @Test
  void whoLeavesIsMissed() throws IOException {
    // Given three that see each other
    Node first = node(null);
    Node second = node(null);
    Node third = node(null);
    nodes.forEach(node -> node.messenger.learn(members(nodes)));
    Patience.await()
        .until(() -> nodes.stream().allMatch(node -> node.messenger.view().size() == 3));

    // When
    first.messenger.close();

    // Then
    Patience.await().until(() -> second.missed.contains(first.name()));
    Patience.await().until(() -> third.missed.contains(first.name()));
    assertThat(second.missed).doesNotContain(third.name());
  }

  @Test
  void aNodeThatStartsAnewAtItsPlaceIsReached() throws IOException {
    // Given
    Node first = node(null);
    Node earlier = node(null);
    first.messenger.learn(members(nodes));
    String name = earlier.name();
    earlier.messenger.close();

    // When
    var later = new Node(9, Place.parse(name).getPort(), null, List.of(first));
    nodes.add(later);
    first.messenger.learn(members(List.of(first, later)));
    first.messenger.send(name, bytes("welcome"));

    // Then
    Patience.await().until(() -> later.heard.contains(first.name() + " welcome"));
  }

  @Test
  void whatIsSentToNobodyIsLost() throws IOException {
    // Given
    Node first = node(null);
    Node second = node(null);

    // When
    second.messenger.send("127.0.0.1:1", bytes("nobody"));
    second.messenger.send(first.name(), bytes("somebody"));

    // Then
    Patience.await().until(() -> first.heard.contains(second.name() + " somebody"));
  }

  @Test
  void aStrangerIsNeitherHeardNorTold() throws IOException {
    // Given
    Node first = node(SharedIdentity.context(SECRET));
    Node second = node(SharedIdentity.context(SECRET));
    Node stranger = node(SharedIdentity.context(OTHER_SECRET));
    Node plain = node(null);
    nodes.forEach(node -> node.messenger.learn(members(nodes)));

    // When
    stranger.messenger.send(first.name(), bytes("let me in"));
    plain.messenger.send(first.name(), bytes("let me in"));
    first.messenger.send(stranger.name(), bytes("a secret"));
    first.messenger.send(plain.name(), bytes("a secret"));
    for (int i = 0; i < 5; i++) {
      int count = i + 1;
      second.messenger.send(first.name(), bytes("ping"));
      Patience.await().until(() -> first.heard.size() >= count);
    }

    // Then
    assertThat(first.heard).containsOnly(second.name() + " ping");
    assertThat(stranger.heard).isEmpty();
    assertThat(plain.heard).isEmpty();
  }

  @Test
  void saysWhereItCannotListen() throws IOException {
    // Given
    Node first = node(null);
    int taken = Place.parse(first.name()).getPort();

    // Then
    assertThatThrownBy(() -> new Node(2, taken, null, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(":" + taken);
  }
}
