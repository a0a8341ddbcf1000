package io.larder.proxy.manage;

import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.ParameterGroup;
import io.larder.proxy.manage.state.SubnetGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be managed: this server, or the cluster that it is a node of.
 *
 * @param identity how it is named
 * @param ports where DAX clients reach it
 * @param nodes those that DAX clients are told of, at this moment
 * @param encrypted true if nothing of it is at rest in clear
 * @param started when it was
 */
public record Host(
    Identity identity,
    Ports ports,
    Supplier<List<Node>> nodes,
    boolean encrypted,
    Instant started) {
  private static final String NODE_TYPE = "larder";
  private static final String WINDOW = "sun:00:00-sun:01:00";

  /**
   * Names.
   *
   * @param cluster by which policies know the server as a DAX cluster
   */
  public record Identity(String cluster, String region, String account) {}

  /**
   * Ports of DAX; null for those that are not open.
   *
   * @param bound the address that they are open on
   */
  public record Ports(@Nullable Integer plain, @Nullable Integer tls, @Nullable InetAddress bound) {
    boolean isOpen() {
      return plain != null || tls != null;
    }
  }

  /**
   * A server.
   *
   * @param id that no other one has
   * @param address null for this one, where clients reach it; a port of 0 for the usual one
   */
  public record Node(long id, @Nullable InetSocketAddress address) {}

  /** Where clients connect. */
  record Place(String host, int port, boolean isTls) {
    String url() {
      String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return (isTls ? "daxs://" : "dax://") + name + ":" + port;
    }
  }

  String arn(String cluster) {
    return "arn:aws:dax:%s:%s:cache/%s".formatted(identity.region(), identity.account(), cluster);
  }

  boolean isOwn(String cluster) {
    return identity.cluster().equals(cluster);
  }

  String zone() {
    return identity.region() + "a";
  }

  /** The cluster that is there without anybody having made it: all nodes, as they are. */
  Cluster own() {
    NavigableMap<Integer, Instant> places = new TreeMap<>();
    for (int place = 0; place < nodes.get().size(); place++) {
      places.put(place, started);
    }
    return new Cluster(
        new Cluster.Made(
            identity.cluster(),
            NODE_TYPE,
            null,
            SubnetGroup.DEFAULT,
            List.of(),
            encrypted,
            ports.tls() != null,
            "ipv4"),
        new Cluster.Settings(null, WINDOW, null, false, ParameterGroup.DEFAULT, List.of()),
        places,
        new TreeMap<>());
  }

  /**
   * Where clients reach {@code node}.
   *
   * @param asked the address of this server that a client has found; null if that is not known
   */
  Place place(Node node, boolean isTls, @Nullable InetAddress asked) {
    InetSocketAddress address = node.address();
    Integer usual = isTls ? ports.tls() : ports.plain();
    int port = usual == null ? 0 : usual;
    if (address != null) {
      return new Place(
          address.getHostString(), address.getPort() == 0 ? port : address.getPort(), isTls);
    }
    InetAddress bound = ports.bound();
    InetAddress own = bound == null || bound.isAnyLocalAddress() ? asked : bound;
    return new Place(own == null ? "localhost" : own.getHostAddress(), port, isTls);
  }
}
