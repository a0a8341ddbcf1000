package io.larder.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.RenderedJson;
import io.larder.store.upstream.UpstreamAnswer;
import io.larder.store.upstream.UpstreamTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class TwoHostsTest {
  private final Host tables = new Host();
  private final Host streams = new Host();
  private final TwoHosts both = new TwoHosts(tables, streams);

  private static final class Host implements UpstreamTransport {
    private final List<String> heard = new ArrayList<>();

    @Override
    public CompletableFuture<UpstreamAnswer> send(
        String target, RenderedJson body, Duration timeout, BooleanSupplier mayBeSent) {
      heard.add(target);
      return new CompletableFuture<>();
    }

    @Override
    public void close() {
      heard.add("close");
    }
  }

  private void send(String target) {
    assertThat(both.send(target, JsonBytes.of(new byte[0]), Duration.ofSeconds(1))).isNotDone();
  }

  @Test
  void callsOfStreamsGoToTheirHost() {
    send("DynamoDBStreams_20120810.GetRecords");
    send("DynamoDB_20120810.DescribeTable");
    both.close();

    assertThat(streams.heard).containsExactly("DynamoDBStreams_20120810.GetRecords", "close");
    assertThat(tables.heard).containsExactly("DynamoDB_20120810.DescribeTable", "close");
  }
}
