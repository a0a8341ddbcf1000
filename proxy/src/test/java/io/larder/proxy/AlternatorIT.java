package io.larder.proxy;

import static io.larder.store.Requests.condition;
import static io.larder.store.Requests.delete;
import static io.larder.store.Requests.item;
import static io.larder.store.Requests.key;
import static io.larder.store.Requests.n;
import static io.larder.store.Requests.page;
import static io.larder.store.Requests.put;
import static io.larder.store.Requests.putIf;
import static io.larder.store.Requests.query;
import static io.larder.store.Requests.returning;
import static io.larder.store.Requests.s;
import static io.larder.store.Requests.update;
import static io.larder.store.StoreFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ReturnValues;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.Transport;
import io.larder.proxy.upstream.ConnectionLimits;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.proxy.upstream.NettyUpstreamTransport;
import io.larder.proxy.upstream.UpstreamEndpoint;
import io.larder.store.NewTable;
import io.larder.store.StoreFixture;
import io.larder.store.TableStore;
import io.larder.store.upstream.UpstreamOptions;
import io.larder.store.upstream.UpstreamTableStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** ScyllaDB's Alternator as the upstream. Left out where Docker is not to be had. */
final class AlternatorIT implements StoreFixture {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PORT = 8000;
  private static final DockerImageName IMAGE = DockerImageName.parse("scylladb/scylla:6.2");

  private static final String TEXT = "x".repeat(5_000);

  private static @Nullable GenericContainer<?> scylla;
  private static @Nullable EventLoops loops;
  private static @Nullable TableStore store;

  @BeforeAll
  static void startAlternator() throws IOException {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "Docker is not to be had, so nothing is shown about Alternator");
    var container =
        new GenericContainer<>(IMAGE)
            .withExposedPorts(PORT)
            .withCommand(
                "--smp 1 --memory 1G --overprovisioned 1 --developer-mode 1"
                    + " --alternator-port 8000 --alternator-write-isolation only_rmw_uses_lwt")
            .waitingFor(Wait.forHttp("/").forPort(PORT).withStartupTimeout(Duration.ofMinutes(5)));
    scylla = container;
    container.start();
    EventLoops started = EventLoops.start(Transport.fastest(), 1);
    loops = started;
    store =
        UpstreamTableStore.over(
            NettyUpstreamTransport.open(
                started,
                new NettyUpstreamTransport.Target(
                    new UpstreamEndpoint(false, container.getHost(), container.getMappedPort(PORT)),
                    "eu-central-1",
                    new CredentialsSource.Placeholder(),
                    null),
                new ConnectionLimits(64, 1000, LONG, LONG, LONG, LONG, 64 << 20, 1L << 30)),
            UpstreamOptions.DEFAULT.with(UpstreamOptions.Engine.ALTERNATOR));
  }

  @AfterAll
  static void stopAlternator() {
    if (store != null) {
      store.close();
    }
    if (loops != null) {
      loops.close();
    }
    if (scylla != null) {
      scylla.stop();
    }
  }

  @Override
  public TableStore store() {
    return Objects.requireNonNull(store);
  }

  private static Map<String, AttributeValue> song(String artist, String title) {
    return item("pk", s(artist), "sk", s(title));
  }

  private void add(String artist, String title, ReturnValues returns) {
    store()
        .write(
            update(
                TABLE,
                song(artist, title),
                update("SET plays = plays + :one", ":one", n(1)),
                returning(returns)))
        .join();
  }

  @Test
  void carriesEveryKindOfCall() {
    createTable();
    save("pk", s("artist"), "sk", s("title"), "plays", n(1));
    // What reads before it writes needs a transaction of its own there, and is let have it.
    add("artist", "title", ReturnValues.NONE);
    add("artist", "title", ReturnValues.ALL_NEW);
    assertThat(read("pk", s("artist"), "sk", s("title"))).containsEntry("plays", n(3));
    assertThat(
            refusal(
                store()
                    .write(
                        putIf(
                            TABLE,
                            song("artist", "title"),
                            condition("attribute_not_exists(pk)")))))
        .isInstanceOf(ServiceError.ConditionalCheckFailed.class);
    store().write(delete(TABLE, "pk", s("artist"), "sk", s("title"))).join();
    assertThat(read("pk", s("artist"), "sk", s("title"))).isNull();
  }

  @Test
  void readsPagesThatComeInChunks() {
    create(NewTable.named("Pages", "pk:S", "sk:S"));
    for (int i = 0; i < 100; i++) {
      store()
          .write(put("Pages", "pk", s("p"), "sk", s("%03d".formatted(i)), "text", s(TEXT)))
          .join();
    }
    assertThat(
            store()
                .read(query("Pages", key("pk = :p", ":p", s("p")), page().request()))
                .page()
                .items())
        .hasSize(100);
  }
}
