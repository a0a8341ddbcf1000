package io.larder.proxy.http;

import io.larder.proxy.call.CacheResult;
import io.larder.proxy.call.RequestIds;
import io.larder.proxy.call.Source;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.RequestBody;
import io.larder.proxy.net.RequestMemory;
import io.larder.security.auth.Network;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Adding head and checksum to a response body. */
@State(Scope.Thread)
public class ReplyWriterBenchmark {
  private final ReplyWriter writer =
      new ReplyWriter(
          new RequestIds(new SplittableRandom(1)), new HttpDate(InstantSource.system()));
  private final RequestMemory memory = new RequestMemory(0);
  private final HttpCall call =
      new HttpCall(
          new Source(ClientProtocol.HTTP, new Peer(null), false, Network.MAIN),
          new RequestBody(0, memory),
          memory);
  private final byte[] item = new byte[1_300];
  private final byte[] tenItems = new byte[10 * item.length];
  private final ByteBuf out = Unpooled.directBuffer(2 * tenItems.length);

  public ReplyWriterBenchmark() {
    call.begin(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    call.bodyType = BodyType.JSON;
    call.call.cacheResult(CacheResult.HIT);
  }

  @Benchmark
  public int getItem() {
    return write(item);
  }

  @Benchmark
  public int queryOfTen() {
    return write(tenItems);
  }

  private int write(byte[] body) {
    out.clear();
    writer.nextRequestId();
    writer.write(call, Status.OK, null, body, body.length, System.nanoTime(), out);
    return out.readableBytes();
  }
}
