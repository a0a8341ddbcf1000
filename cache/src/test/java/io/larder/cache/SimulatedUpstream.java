package io.larder.cache;

import io.larder.cache.cluster.LeaseTable;
import io.larder.cache.cluster.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What stands behind all nodes of a simulation: counters, and who is a member. */
final class SimulatedUpstream {
  /** Of each item; what is written is one more than what was there. */
  private final Map<Integer, Integer> counters = new HashMap<>();

  private final Map<String, LeaseTable.Member> members = new TreeMap<>();
  private long latest;

  int counter(int item) {
    return counters.getOrDefault(item, 0);
  }

  int increment(int item) {
    return counters.merge(item, 1, Integer::sum);
  }

  LeaseTable.Members members() {
    return new LeaseTable.Members(latest, members);
  }

  LeaseTable.Members register(String name, String address) {
    members.put(name, new LeaseTable.Member(new NodeId(name, ++latest), address, 0));
    return members();
  }

  LeaseTable.Members renew(NodeId self) {
    return ifMember(
        self,
        () -> {
          LeaseTable.Member member = members.get(self.name());
          members.put(
              self.name(), new LeaseTable.Member(self, member.address(), member.renewals() + 1));
          return members();
        });
  }

  LeaseTable.Members fence(NodeId self, NodeId other) {
    return ifMember(self, () -> leave(other));
  }

  LeaseTable.Members leave(NodeId self) {
    return ifMember(
        self,
        () -> {
          members.remove(self.name());
          return members();
        });
  }

  private LeaseTable.Members ifMember(NodeId id, Supplier<LeaseTable.Members> change) {
    return members().includes(id) ? change.get() : members();
  }
}
