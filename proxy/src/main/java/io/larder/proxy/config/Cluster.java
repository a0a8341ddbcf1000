package io.larder.proxy.config;

import io.larder.proxy.config.value.Nodes;
import io.larder.proxy.config.value.OptionalFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** This server as one of several nodes before one upstream. */
public record Cluster(
    @Setting(
            byDefault = "false",
            doc =
                "Make this server a node of the cluster of all that have the same upstream and"
                    + " control table.")
        boolean enabled,
    @Setting(
            byDefault = "127.0.0.1",
            pattern = "\\S{1,253}",
            form = "an address or a name of this machine, of at most 253 characters",
            doc = "Address that the other nodes connect to.")
        String host,
    @Setting(byDefault = "7800", least = "0", most = "65535", doc = "Its port; 0 takes a free one.")
        int port,
    @Setting(
            byDefault = "none",
            doc =
                "Address by which other nodes and clients reach this server, if it is not"
                    + " cluster.host; without a port.")
        Nodes advertisedAddress,
    @Setting(
            byDefault = "none",
            doc =
                "File with a secret of at least 32 bytes that all nodes share: nodes speak TLS with"
                    + " each other and hear nobody who does not have it.")
        OptionalFile secretFile,
    @Setting(
            byDefault = "1s",
            least = "100ms",
            most = "1m",
            doc =
                "How long a node may answer from memory after it has renewed its lease, which it"
                    + " does three times in that time; the same for all nodes.")
        Duration lease,
    @Setting(
            byDefault = "300ms",
            least = "10ms",
            most = "1m",
            doc = "How long a node may take to answer before the others take it out.")
        Duration answerTime,
    @Setting(
            byDefault = "true",
            doc =
                "Be ready, as /readyz says it, also while this node has no lease: then reads go to"
                    + " the upstream and writes are refused.")
        boolean serveWithoutLease) {

  /** Records what must hold between these keys. */
  void check(Problems problems, Store store, Upstream upstream) {
    problems
        .require(
            !enabled || store.kind() == Store.Kind.UPSTREAM,
            "cluster.enabled",
            "needs an upstream that all nodes have; see store.kind",
            "store.kind")
        .require(
            !enabled || upstream.writers() != Upstream.Writers.DAX,
            "cluster.enabled",
            "does nothing for upstream.writers: dax, whose nodes need not know of each other",
            "upstream.writers")
        .require(
            !enabled || secretFile.isGiven() || Configuration.isLoopback(host),
            "cluster.secret-file",
            "must be given, or whoever reaches cluster.host could pass for a node",
            "cluster.host")
        .require(
            !enabled || advertisedAddress.entries().size() == 1 || !isWildcard(),
            "cluster.host",
            "must be an address that others can connect to, or cluster.advertised-address be given",
            "cluster.advertised-address")
        .require(
            advertisedAddress.entries().size() <= 1
                && advertisedAddress.entries().stream().allMatch(node -> node.port() == 0),
            "cluster.advertised-address",
            "must be one address without a port");
  }

  /** The host by which others reach this server. */
  public String advertisedHost() {
    return advertisedAddress.entries().isEmpty()
        ? host
        : advertisedAddress.entries().getFirst().host();
  }

  private boolean isWildcard() {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
