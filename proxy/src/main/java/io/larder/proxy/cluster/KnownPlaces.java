package io.larder.proxy.cluster;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCPPING;
import org.jgroups.util.Responses;

/**
 * Lets JGroups find the nodes where the lease table says that they are. It is as the list of a
 * configuration would be, but for changing.
 */
final class KnownPlaces extends TCPPING {
  private volatile Collection<InetSocketAddress> places = List.of();

  KnownPlaces() {
    setId(ClassConfigurator.getProtocolId(TCPPING.class));
    setPortRange(0);
  }

  /** Looks there from now on. */
  void set(Collection<InetSocketAddress> known) {
    places = List.copyOf(known);
  }

  /** True, so that nodes may take any port that is free. */
  @Override
  public boolean isDynamic() {
    return true;
  }

  @Override
  public void findMembers(List<Address> members, boolean isFirst, Responses responses) {
    setInitialHosts(places);
    super.findMembers(members, isFirst, responses);
  }
}
