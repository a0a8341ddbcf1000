package io.larder.cache.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node finds out before it registers: whether messages go both ways between it and each
 * member that is alive. Who registers without that takes from others the members that it cannot
 * talk to, or is taken out by them with the next write, and again with each attempt. Used in turns
 * only.
 */
final class Probing {
  private final String name;
  private final Duration spacing;
  private final Post post;
  private Map<String, Silence> others = new HashMap<>();

  /** Who has answered to this token. */
  private final Set<NodeId> reached = new HashSet<>();

  private long token;
  private boolean hasRead;

  /**
   * @param spacing as that of {@link Silence}
   */
  Probing(String name, Duration spacing, Post post) {
    this.name = name;
    this.spacing = spacing;
    this.post = post;
  }

  /** The members were read now: probes them. */
  void read(LeaseTable.Members members, long now, long newToken) {
    Map<String, Silence> current = new HashMap<>();
    for (LeaseTable.Member member : members.byName().values()) {
      if (!member.id().name().equals(name)) {
        current.put(member.id().name(), silence(member, now));
      }
    }
    others = current;
    hasRead = true;
    token = newToken;
    reached.clear();
    others.values().forEach(other -> post.send(other.id(), new Message.Probe(token)));
  }

  /** What was heard of that member until now. */
  Silence silence(LeaseTable.Member member, long now) {
    Silence silence = others.get(member.id().name());
    if (silence == null || !silence.id().equals(member.id())) {
      silence = new Silence(member.id(), spacing, now);
    }
    silence.read(member, now);
    return silence;
  }

  void answered(String from, long toToken) {
    Silence other = others.get(from);
    if (other != null && toToken == token) {
      reached.add(other.id());
    }
  }

  void suspect(String node) {
    Silence other = others.get(node);
    if (other != null) {
      other.suspect();
    }
  }

  /** True if everybody has answered who is alive. */
  boolean isDone() {
    return hasRead && unreached().isEmpty();
  }

  /** Who is alive and has not answered. */
  List<NodeId> unreached() {
    return others.values().stream()
        .filter(other -> other.isBroken() && !reached.contains(other.id()))
        .map(Silence::id)
        .toList();
  }
}
