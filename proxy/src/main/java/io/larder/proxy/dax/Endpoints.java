package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.CborWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the cluster that clients are told of. They connect to the addresses that they find
 * here, not to the one that they asked.
 *
 * @param self where clients reach this server; null for the address that they have connected to, a
 *     port of 0 for its port
 * @param others further addresses, likewise
 * @param zone the availability zone that all are said to be in
 */
public record Endpoints(
    @Nullable InetSocketAddress self, List<InetSocketAddress> others, String zone) {
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

  public Endpoints {
    others = List.copyOf(others);
  }

  /** Writes the nodes for a client that has connected to {@code local}. */
  void encode(InetSocketAddress local, CborWriter out) {
    out.beginArray(1 + others.size());
    encode(1, self == null ? local : self, LEADER, local, out);
    for (int i = 0; i < others.size(); i++) {
      encode(2 + i, others.get(i), REPLICA, local, out);
    }
  }

  // All of these and no others: one client or another fails without, or with more.
  private void encode(
      int id, InetSocketAddress node, int role, InetSocketAddress local, CborWriter out) {
    byte[] address = bytes(node.getAddress());
    out.beginIndefiniteMap();
    out.writeInt(NODE_ID).writeInt(id);
    out.writeInt(HOST).writeText(node.getHostString());
    out.writeInt(ADDRESS).writeBytes(address);
    out.writeInt(PORT).writeInt(node.getPort() == 0 ? local.getPort() : node.getPort());
    out.writeInt(ROLE).writeInt(role);
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
