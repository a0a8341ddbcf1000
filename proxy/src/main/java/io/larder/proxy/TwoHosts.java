package io.larder.proxy;

import io.larder.protocol.wire.RenderedJson;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamTransport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * An upstream whose streams another host has, as those of Amazon DynamoDB (AWS General Reference,
 * "Amazon DynamoDB endpoints and quotas").
 */
record TwoHosts(UpstreamTransport tables, UpstreamTransport streams) implements UpstreamTransport {
  private static final String STREAMS = "DynamoDBStreams_";

  @Override
  public CompletableFuture<UpstreamAnswer> send(
      String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
    return (target.startsWith(STREAMS) ? streams : tables).send(target, body, timeout, mayBeSent);
  }

  @Override
  public void close() {
    tables.close();
    streams.close();
  }
}
