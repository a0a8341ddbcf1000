package io.larder.proxy.cluster;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.Messenger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.Tuple;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages between nodes by JGroups. What is sent to a node while something is under way to it goes
 * together. Its views say whom it misses, and no more: who is a member and where, it is told by
 * {@link #learn}.
 */
public final class JGroupsMessenger implements Messenger {
  private static final Logger LOG = LoggerFactory.getLogger(JGroupsMessenger.class);

  /**
   * What a messenger is told.
   *
   * @param cluster messages of others are not heard
   * @param life of this process
   * @param listen where this node listens; a port of 0 takes a free one
   * @param advertised the host by which the others find it; null if it is that one
   * @param identity of all nodes, without which nobody is spoken to; null for no TLS
   */
  public record Options(
      String cluster,
      UUID life,
      InetSocketAddress listen,
      @Nullable InetAddress advertised,
      @Nullable SSLContext identity) {}

  private final Options options;
  private final JChannel channel;
  private final KnownPlaces places;
  private final Peers peers;
  private volatile @Nullable Receiver receiver;

  /** Of this node, once it listens. */
  private volatile String name = "";

  private JGroupsMessenger(Options options, KnownPlaces places) throws Exception {
    this.options = options;
    this.places = places;
    this.channel = new JChannel(Stack.of(options, places));
    this.peers = new Peers(this::outbox);
    channel.addAddressGenerator(() -> address(options.life()));
    channel.setDiscardOwnMessages(true);
    channel.setReceiver(new Inbox());
  }

  /**
   * A messenger that looks for the other nodes where {@code members} are.
   *
   * @throws IOException if it cannot listen
   */
  public static JGroupsMessenger open(Options options, LeaseTable.Members members)
      throws IOException {
    try {
      var messenger = new JGroupsMessenger(options, new KnownPlaces());
      try {
        messenger.learn(members);
        messenger.channel.connect(options.cluster());
        messenger.name = messenger.place();
        return messenger;
      } catch (Exception e) {
        messenger.close();
        throw e;
      }
    } catch (Exception e) {
      throw new IOException(
          "cannot listen for other nodes at " + options.listen() + ": " + e.getMessage(), e);
    }
  }

  /** The life of a process that starts now. */
  public static UUID newLife(InstantSource clock, RandomGenerator random) {
    return Peers.newLife(clock.millis(), random.nextLong());
  }

  /** The name of this node, by which the others reach it. */
  public String name() {
    return name;
  }

  private String place() {
    var address =
        (IpAddress) channel.down(new Event(Event.GET_PHYSICAL_ADDRESS, address(options.life())));
    return Place.write(new InetSocketAddress(address.getIpAddress(), address.getPort()));
  }

  /** Takes over from the lease table which nodes there are. */
  public void learn(LeaseTable.Members members) {
    peers.learn(members);
    tellPlaces();
  }

  @Override
  public void start(Receiver hears) {
    receiver = hears;
  }

  @Override
  public void send(String node, byte[] message) {
    Peers.Peer peer = peers.of(node);
    if (peer == null || !peer.outbox().offer(message)) {
      LOG.atDebug().addKeyValue("node", node).log("A message to another node was lost");
    }
  }

  /** The processes that see each other, this one included. */
  List<UUID> view() {
    View view = channel.getView();
    return view == null
        ? List.of()
        : view.getMembers().stream().map(JGroupsMessenger::life).toList();
  }

  @Override
  public void close() {
    receiver = null;
    channel.close();
  }

  private Outbox outbox(UUID life) {
    return new Outbox(messages -> send(address(life), messages), Thread::startVirtualThread);
  }

  private void send(Address to, List<byte[]> messages) {
    var parcel = new Parcel(name, messages);
    try {
      channel.send(
          new BytesMessage(to, parcel.toBytes())
              .setFlag(Message.Flag.OOB, Message.Flag.DONT_BUNDLE));
    } catch (Exception e) {
      LOG.atDebug().setCause(e).log("Messages to another node were lost");
    }
  }

  // Again each time, for JGroups forgets the places of those that are not in its view.
  private void tellPlaces() {
    for (Peers.Peer peer : peers.all()) {
      channel.down(
          new Event(
              Event.ADD_PHYSICAL_ADDRESS,
              new Tuple<>(address(peer.life()), new IpAddress(peer.place()))));
    }
    places.set(peers.all().stream().map(peer -> peer.place()).toList());
  }

  private static Address address(UUID life) {
    return new org.jgroups.util.UUID(life.getMostSignificantBits(), life.getLeastSignificantBits());
  }

  private static UUID life(Address address) {
    var id = (org.jgroups.util.UUID) address;
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /** What JGroups tells. */
  private final class Inbox implements org.jgroups.Receiver {
    private Set<UUID> seen = Set.of();

    @Override
    public void receive(Message message) {
      Receiver hears = receiver;
      if (hears == null) {
        return;
      }
      try {
        UUID life = life(message.getSrc());
        Parcel parcel =
            Parcel.parse(
                ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength()));
        if (peers.hear(parcel.sender(), life)) {
          tellPlaces();
        }
        parcel.messages().forEach(each -> hears.received(parcel.sender(), each));
      } catch (IllegalArgumentException e) {
        LOG.atDebug().setCause(e).log("What came from another node is not understood");
      }
    }

    @Override
    public void viewAccepted(View view) {
      Set<UUID> gone = seen;
      seen = view.getMembers().stream().map(JGroupsMessenger::life).collect(Collectors.toSet());
      Receiver hears = receiver;
      for (UUID life : gone) {
        String node = seen.contains(life) ? null : peers.nameOf(life);
        if (node != null && hears != null) {
          hears.suspected(node);
        }
      }
    }
  }
}
