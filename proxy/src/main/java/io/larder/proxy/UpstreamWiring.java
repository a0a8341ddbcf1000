package io.larder.proxy;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Upstream;
import io.larder.proxy.config.value.OptionalFile;
import io.larder.proxy.net.EventLoops;
import io.larder.proxy.net.tls.InvalidPemException;
import io.larder.proxy.net.tls.TlsClient;
import io.larder.proxy.upstream.ConnectionLimits;
import io.larder.proxy.upstream.CredentialsSource;
import io.larder.proxy.upstream.NettyUpstreamTransport;
import io.larder.proxy.upstream.UpstreamEndpoint;
import io.larder.store.StoreGauge;
import io.larder.store.StoreHealth;
import io.larder.store.delivery.DeliveryCounts;
import io.larder.store.upstream.UpstreamOptions;
import io.larder.store.upstream.UpstreamTableStore;
import io.larder.store.upstream.UpstreamTransport;
import io.larder.store.upstream.streams.StreamOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The part of the wiring that is for an upstream. */
final class UpstreamWiring {
  private static final String ACCESS_KEY = "AWS_ACCESS_KEY_ID";
  private static final String SECRET_KEY = "AWS_SECRET_ACCESS_KEY";

  /** So long a connection is used, so that addresses that come later are called too. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** So much later Alternator tells of a change, to tell them in order (its time window). */
  private static final Duration ALTERNATOR_DELAY = Duration.ofSeconds(10);

  private static final int CONTROL_CALLS = 16;
  private static final int MAX_CONTROL_BYTES = 1 << 20;

  private UpstreamWiring() {}

  /**
   * The store of that configuration, whose upstream need not be there yet.
   *
   * @throws IOException in one line, if a file that it needs is of no use
   */
  static OpenStore open(Configuration configuration, EventLoops loops) throws IOException {
    Upstream upstream = configuration.upstream();
    ConnectionLimits limits =
        limits(
            upstream,
            upstream.inFlightReads() + upstream.inFlightWrites(),
            upstream.maxAnswer().toInt(),
            upstream.reservedForAnswers());
    NettyUpstreamTransport transport = transport(configuration, upstream.url(), loops, limits);
    UpstreamTransport both =
        upstream.streamsUrl().equals(upstream.url())
            ? transport
            : new TwoHosts(
                transport, transport(configuration, upstream.streamsUrl(), loops, limits));
    UpstreamTableStore store = UpstreamTableStore.over(both, options(upstream));
    List<StoreGauge> gauges = new ArrayList<>(store.gauges());
    gauges.addAll(transport.gauges());
    var alone =
        new OpenStore(
            store,
            health(transport, upstream, store, loops),
            store.attributeLists(),
            gauges,
            null,
            new DeliveryCounts(),
            loops,
            null,
            new OwnTable(store, upstream.controlTable(), true),
            null);
    return configuration.cluster().enabled() ? node(alone, store, configuration) : alone;
  }

  private static NettyUpstreamTransport transport(
      Configuration configuration, URI url, EventLoops loops, ConnectionLimits limits)
      throws IOException {
    Upstream upstream = configuration.upstream();
    return NettyUpstreamTransport.open(
        loops,
        new NettyUpstreamTransport.Target(
            UpstreamEndpoint.of(url),
            upstream.signingRegion(configuration.service()),
            credentials(upstream, System.getenv()),
            upstream.caFile().path()),
        limits);
  }

  /** The same store as that of a node, whose lease is renewed beside all other calls. */
  private static OpenStore node(
      OpenStore alone, UpstreamTableStore store, Configuration configuration) throws IOException {
    Upstream upstream = configuration.upstream();
    // An answer that takes longer is of no use.
    Duration lease = configuration.cluster().lease();
    UpstreamTableStore control =
        UpstreamTableStore.over(
            transport(
                configuration,
                upstream.url(),
                alone.loops(),
                limits(
                    upstream,
                    2 * CONTROL_CALLS,
                    MAX_CONTROL_BYTES,
                    2L * CONTROL_CALLS * MAX_CONTROL_BYTES)),
            options(upstream)
                .with(new UpstreamOptions.Limits(lease, lease, CONTROL_CALLS, CONTROL_CALLS))
                .withoutStreams());
    try {
      return ClusterWiring.before(alone, store, control, configuration);
    } catch (IOException | RuntimeException e) {
      control.close();
      store.close();
      throw e;
    }
  }

  private static StoreHealth health(
      NettyUpstreamTransport transport,
      Upstream upstream,
      UpstreamTableStore store,
      EventLoops loops) {
    var health = new UpstreamHealth(transport, upstream.readTimeout(), store);
    // Ends with the loops.
    var _ =
        loops
            .group()
            .scheduleWithFixedDelay(
                health::ask, 0, UpstreamHealth.INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    return health;
  }

  /** What is missing outside the configuration, each in one line that names the key. */
  static List<String> problems(Upstream upstream, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Path authorities = upstream.caFile().path();
    if (authorities != null) {
      try {
        TlsClient.check(authorities);
      } catch (InvalidPemException e) {
        problems.add("upstream.ca-file: " + e.getMessage());
      }
    }
    problems.addAll(
        problems(
            "upstream.credentials",
            upstream.credentials(),
            () -> credentials(upstream, environment),
            environment));
    return problems;
  }

  /** What is missing of credentials, each in one line that begins with their key. */
  static List<String> problems(
      String key,
      Upstream.Credentials wished,
      Supplier<CredentialsSource> source,
      Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    switch (wished) {
      case ENVIRONMENT -> {
        for (String variable : List.of(ACCESS_KEY, SECRET_KEY)) {
          if (environment.getOrDefault(variable, "").isBlank()) {
            problems.add(key + ": the variable " + variable + " is not set");
          }
        }
      }
      case FILE -> {
        try {
          source.get().check();
        } catch (IllegalStateException e) {
          problems.add(key + ": " + e.getMessage());
        }
      }
      case AUTO, CHAIN, UNVERIFIED -> {}
    }
    return problems;
  }

  private static CredentialsSource credentials(Upstream upstream, Map<String, String> environment) {
    return credentials(
        upstream.credentials(),
        upstream.actualEngine() == Upstream.Engine.DYNAMODB,
        environment,
        List.of(upstream.accessKeyFile(), upstream.secretKeyFile(), upstream.sessionTokenFile()));
  }

  /**
   * Where the credentials come from for calls to another server.
   *
   * @param isAmazon true if it is Amazon's, which knows none that are made up
   * @param files of the id, the secret and the token
   */
  static CredentialsSource credentials(
      Upstream.Credentials wished,
      boolean isAmazon,
      Map<String, String> environment,
      List<OptionalFile> files) {
    return switch (wished) {
      case CHAIN -> new CredentialsSource.Chain();
      case ENVIRONMENT -> new CredentialsSource.Environment();
      case UNVERIFIED -> new CredentialsSource.Placeholder();
      case FILE ->
          new CredentialsSource.FromFiles(
              Objects.requireNonNull(files.get(0).path()),
              Objects.requireNonNull(files.get(1).path()),
              files.get(2).path());
      case AUTO -> {
        if (isAmazon) {
          yield new CredentialsSource.Chain();
        }
        yield environment.containsKey(ACCESS_KEY)
            ? new CredentialsSource.Environment()
            : new CredentialsSource.Placeholder();
      }
    };
  }

  /**
   * @param calls most at once
   * @param answer most bytes of one answer
   * @param answers most bytes of all at once
   */
  private static ConnectionLimits limits(Upstream upstream, int calls, int answer, long answers) {
    return new ConnectionLimits(
        calls,
        calls,
        upstream.connectTimeout(),
        upstream.keepAlive(),
        MAX_AGE,
        // Never longer than the quiet time, and no less than a call has.
        upstream.writeTimeout(),
        answer,
        answers);
  }

  private static UpstreamOptions options(Upstream upstream) {
    return new UpstreamOptions(
        engine(upstream.actualEngine()),
        writers(upstream.writers()),
        fill(upstream.fill()),
        new UpstreamOptions.Lags(
            upstream.gsiQuarantine(), upstream.fillQuarantine(), upstream.quietTime()),
        new UpstreamOptions.Limits(
            upstream.readTimeout(),
            upstream.writeTimeout(),
            upstream.inFlightReads(),
            upstream.inFlightWrites()),
        upstream.controlTable(),
        upstream.writers() == Upstream.Writers.SHARED ? streams(upstream) : null);
  }

  private static StreamOptions streams(Upstream upstream) {
    return new StreamOptions(
        upstream.streamPoll(),
        upstream.lagLimit(),
        upstream.actualEngine() == Upstream.Engine.ALTERNATOR ? ALTERNATOR_DELAY : Duration.ZERO,
        upstream.withoutStream() == Upstream.WithoutStream.TTL);
  }

  private static UpstreamOptions.Engine engine(Upstream.Engine engine) {
    return switch (engine) {
      case DYNAMODB -> UpstreamOptions.Engine.DYNAMODB;
      case LARDER -> UpstreamOptions.Engine.LARDER;
      case ALTERNATOR -> UpstreamOptions.Engine.ALTERNATOR;
      case AUTO, OTHER -> UpstreamOptions.Engine.OTHER;
    };
  }

  private static UpstreamOptions.Writers writers(Upstream.Writers writers) {
    return switch (writers) {
      case EXCLUSIVE -> UpstreamOptions.Writers.EXCLUSIVE;
      case SHARED -> UpstreamOptions.Writers.SHARED;
      case DAX -> UpstreamOptions.Writers.DAX;
    };
  }

  private static UpstreamOptions.Fill fill(Upstream.Fill fill) {
    return switch (fill) {
      case CONSISTENT -> UpstreamOptions.Fill.CONSISTENT;
      case EVENTUAL -> UpstreamOptions.Fill.EVENTUAL;
    };
  }
}
