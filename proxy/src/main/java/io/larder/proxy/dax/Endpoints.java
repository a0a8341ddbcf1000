package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.CborWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster that clients are told of. They connect to the addresses that they find
 * here, not to the one that they asked.
 *
 * @param nodes all of them, at this moment; never blocks
 * @param zone the availability zone that all are said to be in
 */
public record Endpoints(Supplier<List<Node>> nodes, String zone) {
  /** The id of a server that is on its own, among the nodes that it tells of. */
  public static final long SELF = 1;

  private static final int NODE_ID = 0;
  private static final int HOST = 1;
  private static final int ADDRESS = 2;
  private static final int PORT = 3;
  private static final int ROLE = 4;
  private static final int ZONE = 5;
  private static final int LEADER_SESSION = 6;

  private static final int LEADER = 1;
  private static final int REPLICA = 2;
  private static final int ANY_SESSION = 1;

  private static final int IPV4_LENGTH = 4;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  /**
   * A node.
   *
   * @param id that no other one has
   * @param address null for the one that the client has connected to; a port of 0 for its port
   * @param isLeader true for one of them
   */
  public record Node(long id, @Nullable InetSocketAddress address, boolean isLeader) {}

  /**
   * Nodes that are always the same.
   *
   * @param self this server, as {@link Node#address}
   */
  public static Endpoints of(
      @Nullable InetSocketAddress self, List<InetSocketAddress> others, String zone) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(SELF, self, true));
    for (InetSocketAddress other : others) {
      nodes.add(new Node(SELF + nodes.size(), other, false));
    }
    return new Endpoints(() -> nodes, zone);
  }

  /** Writes the nodes for a client that has connected to {@code local}. */
  void encode(InetSocketAddress local, CborWriter out) {
    List<Node> now = nodes.get();
    out.beginArray(now.size());
    for (Node node : now) {
      encode(node, local, out);
    }
  }

  // All of these and no others: one client or another fails without, or with more.
  private void encode(Node node, InetSocketAddress local, CborWriter out) {
    InetSocketAddress place = node.address() == null ? local : node.address();
    out.beginIndefiniteMap();
    out.writeInt(NODE_ID).writeInt(node.id());
    out.writeInt(HOST).writeText(place.getHostString());
    out.writeInt(ADDRESS).writeBytes(bytes(place.getAddress()));
    out.writeInt(PORT).writeInt(place.getPort() == 0 ? local.getPort() : place.getPort());
    out.writeInt(ROLE).writeInt(node.isLeader() ? LEADER : REPLICA);
    out.writeInt(ZONE).writeText(zone);
    out.writeInt(LEADER_SESSION).writeInt(ANY_SESSION);
    out.endIndefinite();
  }

  /** Four bytes wherever four will do, for some clients misread sixteen. */
  private static byte[] bytes(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isMapped =
        !(address instanceof Inet4Address)
            && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return isMapped ? Arrays.copyOfRange(bytes, bytes.length - IPV4_LENGTH, bytes.length) : bytes;
  }
}
