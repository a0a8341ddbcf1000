package io.larder.proxy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.cache.cluster.ClusterStatus;
import io.larder.protocol.wire.JsonWriter;
import java.net.InetSocketAddress;
import java.util.Locale;

/** How a node sees the cluster, for those who run it. */
public final class StatusPage {
  private StatusPage() {}

  /** As JSON. */
  public static String json(ClusterStatus status) {
    var json = new JsonWriter();
    json.beginObject();
    json.name("node").value(status.self().id().name());
    json.name("state").value(status.state().name());
    json.name("answersFromMemory").value(status.serves());
    json.name("writes").value(status.writes());
    json.name("leaseMillisLeft").value(status.leaseLeft().toMillis());
    json.name("members").beginArray();
    for (ClusterStatus.Node member : status.members()) {
      json.beginObject();
      json.name("node").value(member.id().name());
      json.name("incarnation").value(member.id().incarnation());
      MemberAddress address = MemberAddress.parse(member.address());
      if (address != null) {
        json.name("clients").value(address.clients());
        InetSocketAddress dax = address.dax();
        if (dax != null) {
          json.name("dax").value(Place.write(dax));
        }
      }
      json.endObject();
    }
    json.endArray();
    json.endObject();
    return new String(json.toByteArray(), UTF_8);
  }

  /** In lines for a person. */
  public static String text(ClusterStatus status) {
    var text = new StringBuilder();
    text.append("node     ").append(status.self().id().name()).append('\n');
    text.append("state    ").append(status.state().name().toLowerCase(Locale.ROOT));
    text.append(status.serves() ? ", answers from memory" : ", does not answer from memory");
    text.append(status.writes() ? ", writes\n" : ", does not write\n");
    text.append("lease    ").append(status.leaseLeft().toMillis()).append(" ms left\n");
    for (ClusterStatus.Node member : status.members()) {
      MemberAddress address = MemberAddress.parse(member.address());
      text.append("member   ").append(member.id().name());
      text.append("  incarnation ").append(member.id().incarnation());
      if (address != null) {
        text.append("  clients ").append(address.clients());
        InetSocketAddress dax = address.dax();
        text.append("  dax ").append(dax == null ? "none" : Place.write(dax));
      }
      text.append('\n');
    }
    ClusterStatus.Counts counts = status.counts();
    text.append("joined   ").append(counts.joins()).append(" times, lost its place ");
    text.append(counts.lost()).append(" times, took out ").append(counts.fences()).append('\n');
    text.append("writes   ").append(counts.fluxes()).append(" told to all, ");
    text.append(counts.stalled()).append(" of them stalled; ");
    return text.append(counts.refused()).append(" refused").toString();
  }
}
