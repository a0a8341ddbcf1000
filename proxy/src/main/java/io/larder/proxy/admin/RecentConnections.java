package io.larder.proxy.admin;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** The connections of the admin port, in the order of their last request. For one thread. */
final class RecentConnections {
  static final int MOST = 64;

  private final SequencedSet<Channel> channels = new LinkedHashSet<>();

  /**
   * Notes that {@code channel} is used now. If there are too many, the one gives way whose last use
   * is the longest ago.
   */
  void use(Channel channel) {
    channels.addLast(channel);
    if (channels.size() > MOST) {
      channels.removeFirst().close();
    }
  }

  void remove(Channel channel) {
    channels.remove(channel);
  }
}
