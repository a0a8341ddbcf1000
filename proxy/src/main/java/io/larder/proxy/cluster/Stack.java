package io.larder.proxy.cluster;

import io.larder.cache.cluster.Messenger;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/** The protocols of JGroups that nodes speak, from the sockets up. */
final class Stack {
  private static final int CONNECT_MILLIS = 300;
  private static final int HEADERS_BYTES = 64 << 10;
  private static final int MAX_QUEUED_SENDS = 1024;
  private static final int RETRANSMIT_MILLIS = 100;
  private static final int HEARTBEAT_MILLIS = 400;
  private static final int SILENCE_MILLIS = 1500;
  private static final int VERIFY_MILLIS = 300;
  private static final int LEAST_MERGE_MILLIS = 1000;
  private static final int MOST_MERGE_MILLIS = 3000;
  private static final int JOIN_MILLIS = 500;
  private static final int MAX_JOIN_ATTEMPTS = 3;

  /** More than the largest parcel, which would wait for ever otherwise. */
  private static final int MAX_UNTAKEN_BYTES = 2 * Messenger.MAX_MESSAGE_BYTES;

  private static final int FRAGMENT_BYTES = 60_000;

  private Stack() {}

  static List<Protocol> of(JGroupsMessenger.Options options, KnownPlaces discovery) {
    return List.of(
        tcp(options),
        discovery,
        new MERGE3().setMinInterval(LEAST_MERGE_MILLIS).setMaxInterval(MOST_MERGE_MILLIS),
        new FD_ALL3().setInterval(HEARTBEAT_MILLIS).setTimeout(SILENCE_MILLIS),
        new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS),
        new NAKACK2().useMcastXmit(false).setXmitInterval(RETRANSMIT_MILLIS),
        new UNICAST3().setXmitInterval(RETRANSMIT_MILLIS),
        new STABLE(),
        new GMS()
            .printLocalAddress(false)
            .setJoinTimeout(JOIN_MILLIS)
            .setMaxJoinAttempts(MAX_JOIN_ATTEMPTS),
        new FRAG2().setFragSize(FRAGMENT_BYTES),
        // Has the one thread of an outbox wait, until the other node has taken what it was sent.
        // Above the fragments, for those count as taken while their message still waits.
        new UFC().setMaxCredits(MAX_UNTAKEN_BYTES));
  }

  private static TCP tcp(JGroupsMessenger.Options options) {
    var tcp = new TCP();
    InetSocketAddress own = options.listen();
    tcp.setBindAddress(own.getAddress());
    tcp.setBindPort(own.getPort());
    // On another port than the one that was asked for, firewalls would not let the others in.
    tcp.setPortRange(0);
    tcp.setExternalAddr(options.advertised());
    tcp.tcpNodelay(true);
    tcp.setSockConnTimeout(CONNECT_MILLIS);
    // Whoever connects has us make room for what it says that it will send.
    tcp.setMaxLength(FRAGMENT_BYTES + HEADERS_BYTES);
    // A node that has stopped must not keep heartbeats from the others.
    tcp.nonBlockingSends(true).maxSendQueue(MAX_QUEUED_SENDS);
    // So the end of a process is noticed at once, without sockets of their own for that (FD_SOCK2).
    tcp.enableSuspectEvents(true);
    tcp.useVirtualThreads(true);
    SSLContext identity = options.identity();
    if (identity != null) {
      tcp.tls(
          new TLS()
              .enabled(true)
              .setSSLContext(identity)
              .setProtocols(new String[] {identity.getProtocol()})
              .setClientAuth(TLSClientAuth.NEED));
    }
    return tcp;
  }
}
