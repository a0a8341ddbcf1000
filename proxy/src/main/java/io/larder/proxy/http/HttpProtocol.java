package io.larder.proxy.http;

import io.larder.protocol.draft.ValidationReport;
import io.larder.proxy.call.Defects;
import io.larder.proxy.call.Regions;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.net.LoopResources;
import io.larder.proxy.net.Protocol;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.net.Watched;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Network;
import io.netty.channel.Channel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB's JSON over HTTP, as {@link io.larder.proxy.net.SocketServer} speaks it. The one place
 * where the pipeline of a client's channel is put together.
 */
public final class HttpProtocol implements Protocol {
  private final HttpLimits limits;
  private final RequestProcessor processor;
  private final RequestMemory memory;
  private final Defects defects = new Defects(System::nanoTime);
  private final Map<LoopResources, HttpLoop> loops = new ConcurrentHashMap<>();

  /**
   * All that is answered goes through {@code authenticator} and {@code regions}, but for forms.
   *
   * @param forms answers forms; null if nobody does
   */
  public HttpProtocol(
      HttpLimits limits,
      Service service,
      Authenticator authenticator,
      Regions regions,
      RequestMemory memory,
      @Nullable FormCalls forms) {
    this.limits = limits;
    this.processor = new RequestProcessor(authenticator, regions, service, forms);
    this.memory = memory;
  }

  /**
   * The service that clients meet.
   *
   * @param region where it says it is
   * @param report how many faults its answers name
   * @param allowedOrigins true for the origins whose web pages may call
   * @param hasUpstream true if another server keeps the tables, which is handed what reads and
   *     writes no items as it came
   * @param localNodes the hosts of all servers that clients may call instead, as Alternator lists
   *     them; null for none
   */
  public record Service(
      String region,
      ValidationReport report,
      Predicate<String> allowedOrigins,
      boolean hasUpstream,
      @Nullable Supplier<List<String>> localNodes) {}

  @Override
  public Watched connect(Channel channel, LoopResources resources) {
    return connect(channel, resources, Network.MAIN);
  }

  /** The same for those who come in that way. */
  public Protocol on(Network network) {
    return (channel, resources) -> connect(channel, resources, network);
  }

  private Watched connect(Channel channel, LoopResources resources, Network network) {
    HttpLoop loop = loops.computeIfAbsent(resources, this::httpLoop);
    var connection = new HttpConnection(processor, loop, channel, memory, limits, network);
    var decoder = new RequestDecoder(limits, loop.plainRequest, connection);
    channel.pipeline().addLast(decoder).addLast(connection);
    return new WatchedHttp(connection, decoder);
  }

  private HttpLoop httpLoop(LoopResources resources) {
    var ids = new RequestIds(new SplittableRandom());
    return new HttpLoop(
        resources, defects, new ReplyWriter(ids, new HttpDate(InstantSource.system())));
  }
}
