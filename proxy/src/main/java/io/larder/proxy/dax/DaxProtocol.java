package io.larder.proxy.dax;

import io.larder.protocol.dax.KeySchemas;
import io.larder.protocol.draft.ValidationReport;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Dispatcher;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.Watched;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.Network;
import io.larder.store.names.AttributeListStore;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** DAX's binary protocol, as {@link io.larder.proxy.net.SocketServer} speaks it. */
public final class DaxProtocol implements Protocol {
  private final DaxService service;
  private final int maxRequest;
  private final RequestMemory memory;
  private final Defects defects = new Defects(System::nanoTime);
  private final Map<LoopResources, DaxLoop> loops = new ConcurrentHashMap<>();

  /**
   * All that is answered goes through {@code authenticator} and {@code dispatcher}.
   *
   * @param maxRequest most bytes of a request
   */
  public DaxProtocol(
      Tables tables,
      Endpoints endpoints,
      ConnectionAuthenticator authenticator,
      Dispatcher dispatcher,
      int maxRequest,
      RequestMemory memory) {
    this.service =
        new DaxService(
            authenticator,
            dispatcher,
            new Metadata(endpoints, tables),
            tables.lists(),
            DaxService.Reading.of(tables, false),
            DaxService.Reading.of(tables, true));
    this.maxRequest = maxRequest;
    this.memory = memory;
  }

  /**
   * What must be known of tables, and of lists of attribute names, to read requests and write
   * answers.
   *
   * @param schemas from memory; what they do not know may be known all the same
   * @param found the same, looked up if need be; may block, and throw as reads do
   * @param report how many faults answers name
   */
  public record Tables(
      KeySchemas schemas, KeySchemas found, AttributeListStore lists, ValidationReport report) {}

  @Override
  public Watched connect(Channel channel, LoopResources resources) {
    return connect(channel, resources, Network.MAIN);
  }

  /** The same for those who come in that way. */
  public Protocol on(Network network) {
    return (channel, resources) -> connect(channel, resources, network);
  }

  private Watched connect(Channel channel, LoopResources resources, Network network) {
    DaxLoop loop = loops.computeIfAbsent(resources, this::daxLoop);
    var connection = new DaxConnection(service, loop, channel, memory, maxRequest, network);
    channel.pipeline().addLast(connection);
    return connection;
  }

  private DaxLoop daxLoop(LoopResources resources) {
    return new DaxLoop(resources, defects, new RequestIds(new SplittableRandom()));
  }
}
