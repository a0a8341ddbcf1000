package io.larder.proxy.tracing;

import io.larder.proxy.config.Configuration;
import io.larder.proxy.config.Metrics;
import io.larder.proxy.metrics.otlp.Collector;
import io.larder.store.logging.RareLine;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces requests by <a href="https://opentelemetry.io/docs/specs/otel/trace/sdk/">OpenTelemetry's
 * SDK</a>, which sends finished spans in batches from a thread of its own. What waits to be sent is
 * bounded, and what is too much is dropped: no request waits for its trace. Safe for any number of
 * threads.
 */
public final class Tracing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MAX_BATCH = 512;
  private static final int MAX_VALUE = 1024;
  private static final TextMapGetter<Headers> HEADERS = new Getter();

  /** The exporter tells of its failures here, which {@link ToldExporter} does once. */
  private static final java.util.logging.Logger TALKATIVE =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /**
   * Traces such a part of requests, and has {@code exporter} send them.
   *
   * @param resource attributes of this server
   * @param queue most spans that wait to be sent
   * @param pause between one sending and the next
   * @param nanos is a clock as {@link System#nanoTime} is
   */
  Tracing(
      SpanExporter exporter,
      Map<String, String> resource,
      double ratio,
      int queue,
      Duration pause,
      InstantSource clock,
      LongSupplier nanos) {
    AttributesBuilder attributes = Attributes.builder();
    resource.forEach(attributes::put);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(attributes.build()))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
            .setSpanLimits(SpanLimits.builder().setMaxAttributeValueLength(MAX_VALUE).build())
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(queue)
                    .setMaxExportBatchSize(Math.min(queue, MAX_BATCH))
                    .setScheduleDelay(pause)
                    .setExporterTimeout(TIME)
                    .build())
            .build();
    this.tracer = provider.get("io.larder");
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Traces as that is configured; null if nothing is to be traced. */
  public static @Nullable Tracing start(Configuration configuration) {
    Metrics.Tracing wished = configuration.tracing();
    if (!wished.isOn()) {
      return null;
    }
    TALKATIVE.setLevel(java.util.logging.Level.OFF);
    Path headers = wished.headersFile().path();
    SpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(wished.endpoint())
            .setHeaders(() -> headers(headers))
            .setCompression("gzip")
            .setConnectTimeout(TIME)
            .setTimeout(TIME)
            .build();
    return new Tracing(
        new ToldExporter(exporter, new RareLine(System::nanoTime)),
        Collector.resource(configuration),
        wished.ratio(),
        wished.queue(),
        PAUSE,
        InstantSource.system(),
        System::nanoTime);
  }

  private static Map<String, String> headers(@Nullable Path file) {
    try {
      return Collector.headers(file);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("reason", e).log("The headers for traces cannot be read");
      return Map.of();
    }
  }

  /** The headers of a call. */
  @FunctionalInterface
  public interface Headers {
    /** The value of the first of that name, in lower case; null if there is none. */
    @Nullable String first(String name);
  }

  /**
   * Begins the trace of a call that came at {@code started}, of which the clock told, as the
   * caller's headers wish.
   */
  public CallTrace begin(Headers headers, long started) {
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
    var now = clock.instant();
    // Spans have the time of day; what is measured is told by the other clock.
    long epoch = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - nanos.getAsLong();
    Span span =
        tracer
            .spanBuilder(CallTrace.SERVICE)
            .setSpanKind(SpanKind.SERVER)
            .setParent(parent)
            .setStartTimestamp(epoch + started, TimeUnit.NANOSECONDS)
            .startSpan();
    return new CallTrace(tracer, span, parent.with(span), nanos, epoch);
  }

  /** Sends what waits, for at most as long as one sending may take. */
  @Override
  public void close() {
    provider.shutdown().join(TIME.toSeconds(), TimeUnit.SECONDS);
  }

  private static final class Getter implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      return List.of();
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
      return headers == null ? null : headers.first(name);
    }
  }
}
