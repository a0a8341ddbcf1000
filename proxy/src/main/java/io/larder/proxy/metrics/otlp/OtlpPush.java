package io.larder.proxy.metrics.otlp;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Metrics;
import io.larder.proxy.metrics.MetricsExport;
import io.larder.proxy.metrics.PushThread;
import io.larder.store.logging.RareLine;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends all meters to a collector of OpenTelemetry by HTTP every so often, and a last time when it
 * is closed. What is not taken is not sent again: the next request says all of it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
public final class OtlpPush implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpPush.class);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int MAX_ANSWER = 64 << 10;

  private final Supplier<MetricSnapshots> source;
  private final Target target;
  private final InstantSource clock;
  private final Instant start;
  private final RareLine failed = new RareLine(System::nanoTime);
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIME)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private @Nullable PushThread thread;

  /**
   * Whom to send to.
   *
   * @param headers a file of further headers, {@code name: value} on a line, which is read each
   *     time; null for none
   * @param resource attributes of this server
   */
  public record Target(URI url, @Nullable Path headers, Map<String, String> resource) {
    public Target {
      resource = Map.copyOf(resource);
    }
  }

  /** Counts from now on, and sends when it is told to {@link #push}. */
  public OtlpPush(Supplier<MetricSnapshots> source, Target target, InstantSource clock) {
    this.source = source;
    this.target = target;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Sends what {@code export} tells as that is configured; null if nothing is to be sent. */
  public static @Nullable OtlpPush start(Configuration configuration, MetricsExport export) {
    Metrics wished = configuration.metrics();
    if (wished.otlpEndpoint().equals(Metrics.NONE)) {
      return null;
    }
    var target =
        new Target(
            URI.create(wished.otlpEndpoint()),
            wished.otlpHeadersFile().path(),
            Collector.resource(configuration));
    return new OtlpPush(export::snapshots, target, InstantSource.system())
        .every(wished.otlpInterval());
  }

  /** Sends once in each {@code interval} from now on. */
  OtlpPush every(Duration interval) {
    thread = PushThread.start(this::push, interval);
    return this;
  }

  void push() {
    try {
      byte[] body = OtlpDocument.of(source.get(), target.resource(), start, clock.instant());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(target.url())
              .timeout(TIME)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(body));
      Collector.headers(target.headers()).forEach(request::setHeader);
      int status =
          client
              .send(
                  request.build(),
                  HttpResponse.BodyHandlers.limiting(
                      HttpResponse.BodyHandlers.discarding(), MAX_ANSWER))
              .statusCode();
      if (status / 100 != 2) {
        throw new IOException("the answer has status " + status);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      failed.log(
          LOG.atWarn().addKeyValue("endpoint", target.url().getHost()).addKeyValue("reason", e),
          "Metrics could not be sent");
    }
  }

  @Override
  public void close() {
    PushThread started = thread;
    if (started != null) {
      started.close();
    }
    client.shutdownNow();
  }
}
