package io.larder.proxy.metrics.cloudwatch;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Metrics;
import io.larder.proxy.config.value.PushTarget;
import io.larder.proxy.metrics.Datum;
import io.larder.proxy.metrics.MetricSources;
import io.larder.proxy.metrics.PushThread;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes metrics every so often, on a thread of its own, and a last time when it is closed. */
public final class EmfPush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmfPush.class);
  private static final Duration AGENT_TIMEOUT = Duration.ofSeconds(5);

  private final List<Space> spaces;
  private final List<Changes> changes;
  private final EmfTarget target;
  private final InstantSource clock;
  private @Nullable PushThread thread;

  /**
   * The metrics of a namespace.
   *
   * @param common dimensions that all of them have
   */
  public record Space(
      String namespace, SequencedMap<String, String> common, Supplier<List<Datum>> source) {}

  /** Begins to count from now on, and writes when it is told to {@link #push}. */
  public EmfPush(List<Space> spaces, EmfTarget target, InstantSource clock) {
    this.spaces = List.copyOf(spaces);
    this.changes = spaces.stream().map(_ -> new Changes()).toList();
    this.target = target;
    this.clock = clock;
  }

  /** Writes what {@code sources} tell as that is configured, or nothing. */
  public static EmfPush start(Configuration configuration, MetricSources sources) {
    Metrics wished = configuration.metrics();
    EmfTarget target =
        switch (wished.push()) {
          case PushTarget.None() -> null;
          case PushTarget.Output() -> EmfTarget.to(System.out);
          case PushTarget.File(var path) -> EmfTarget.to(path);
          case PushTarget.Agent(var host, int port) -> EmfTarget.to(host, port, AGENT_TIMEOUT);
        };
    if (target == null) {
      return new EmfPush(List.of(), lines -> {}, InstantSource.system());
    }
    String cluster = configuration.dax().clusterName();
    var dax =
        new Space(
            wished.namespace() + "/DAX",
            Datum.by(
                "ClusterId",
                cluster,
                "NodeId",
                // A server on its own is the first node, as the management API names it.
                configuration.cluster().enabled()
                    ? cluster + "-" + configuration.cluster().advertisedHost()
                    : cluster + "-a"),
            new DaxMetrics(sources));
    var dynamoDb = new Space(wished.namespace() + "/DynamoDB", Datum.by(), sources.dynamoDb());
    return new EmfPush(List.of(dynamoDb, dax), target, InstantSource.system())
        .every(wished.pushInterval());
  }

  /** Writes once in each {@code interval} from now on. */
  public EmfPush every(Duration interval) {
    thread = PushThread.start(this::push, interval);
    return this;
  }

  /** Writes what is new; what cannot be written comes with the next. */
  synchronized void push() {
    try {
      List<String> lines = new ArrayList<>();
      for (int at = 0; at < spaces.size(); at++) {
        Space space = spaces.get(at);
        List<Datum> now = changes.get(at).since(space.source().get());
        lines.addAll(EmfDocuments.lines(space.namespace(), space.common(), now, clock.millis()));
      }
      if (!lines.isEmpty()) {
        target.write(lines);
      }
      changes.forEach(Changes::told);
    } catch (IOException | RuntimeException e) {
      LOG.atWarn().addKeyValue("reason", e).log("Metrics could not be pushed and wait");
    }
  }

  @Override
  public void close() {
    PushThread started = thread;
    if (started != null) {
      started.close();
    }
  }
}
