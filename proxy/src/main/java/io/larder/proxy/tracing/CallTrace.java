package io.larder.proxy.tracing;

import io.larder.protocol.error.ServiceError;
import io.larder.store.trace.RequestTrace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one call: its span, and those of what it waits for, which end up in it. Owned by
 * whoever has the call, but for what {@link RequestTrace} tells of.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/rpc/">Semantic conventions for
 *     calls</a>
 */
public final class CallTrace implements RequestTrace {
  static final String SERVICE = "DynamoDB";
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> OF_SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<List<String>> TABLES =
      AttributeKey.stringArrayKey("aws.dynamodb.table_names");
  private static final AttributeKey<String> PROTOCOL =
      AttributeKey.stringKey("network.protocol.name");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> CACHE = AttributeKey.stringKey("larder.cache");
  private static final AttributeKey<Long> QUEUED = AttributeKey.longKey("larder.commit.queued_ns");
  private static final String AWS = "aws-api";
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  /** No request waits for more writes of its own. */
  private static final int MAX_WRITES = 100;

  private final Tracer tracer;
  private final Span span;
  private final Context context;
  private final LongSupplier nanos;
  private final long epoch;
  private final List<Wait> waits = new ArrayList<>();

  /** {@code epoch} is what {@code nanos} must be added to for the time of day. */
  CallTrace(Tracer tracer, Span span, Context context, LongSupplier nanos, long epoch) {
    this.tracer = tracer;
    this.span = span;
    this.context = context;
    this.nanos = nanos;
    this.epoch = epoch;
  }

  /** Notes how the call came. */
  public void from(String protocol, @Nullable String client) {
    span.setAttribute(PROTOCOL, protocol);
    if (client != null) {
      span.setAttribute(CLIENT, client);
    }
  }

  /** Notes what is asked for. */
  public void asks(String operation, Collection<String> tables) {
    span.updateName(SERVICE + "." + operation);
    span.setAttribute(METHOD, operation);
    if (!tables.isEmpty()) {
      span.setAttribute(TABLES, List.copyOf(tables));
    }
  }

  /** Notes what the caches did: {@code hit}, {@code miss} or {@code bypass}. */
  public void cache(String result) {
    span.setAttribute(CACHE, result);
  }

  /**
   * The call is answered at that moment of the clock.
   *
   * @param error what it ended in; null if it was done
   */
  public void end(@Nullable ServiceError error, long now) {
    span.setAttribute(SYSTEM, AWS);
    span.setAttribute(OF_SERVICE, SERVICE);
    span.setAttribute(STATUS, error == null ? OK : error.httpStatus());
    if (error != null) {
      span.setAttribute(ERROR, name(error));
      if (error.httpStatus() >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    commits();
    span.end(epoch + now, TimeUnit.NANOSECONDS);
  }

  /** Its name without that of the service. */
  private static String name(ServiceError error) {
    return error.type().substring(error.type().indexOf('#') + 1);
  }

  /** The client has gone, and is not answered any more. */
  public void abandon() {
    span.setAttribute(ERROR, "client_gone");
    commits();
    span.end(epoch + nanos.getAsLong(), TimeUnit.NANOSECONDS);
  }

  private void commits() {
    List<Wait> all;
    synchronized (waits) {
      all = List.copyOf(waits);
      waits.clear();
    }
    for (Wait wait : all) {
      wait.tell();
    }
  }

  @Override
  public @Nullable CommitWait waiting() {
    if (!span.isRecording()) {
      return null;
    }
    synchronized (waits) {
      if (waits.size() == MAX_WRITES) {
        return null;
      }
      var wait = new Wait(nanos.getAsLong());
      waits.add(wait);
      return wait;
    }
  }

  /** The writer only notes the time; spans are made of it when the call ends. */
  private final class Wait implements CommitWait {
    private final long queued;
    private volatile long taken;
    private volatile long ended;
    private volatile boolean hasBegun;
    private volatile boolean hasEnded;

    Wait(long queued) {
      this.queued = queued;
    }

    @Override
    public void taken() {
      if (!hasBegun) {
        taken = nanos.getAsLong();
        hasBegun = true;
      }
    }

    @Override
    public void ended() {
      ended = nanos.getAsLong();
      hasEnded = true;
    }

    void tell() {
      if (hasEnded) {
        Span commit =
            tracer
                .spanBuilder("commit")
                .setParent(context)
                .setStartTimestamp(epoch + queued, TimeUnit.NANOSECONDS)
                .startSpan();
        if (hasBegun) {
          commit.setAttribute(QUEUED, taken - queued);
        }
        commit.end(epoch + ended, TimeUnit.NANOSECONDS);
      }
    }
  }

  @Override
  public OutgoingCall calling(String target) {
    String operation = target.substring(target.indexOf('.') + 1);
    Span client =
        tracer
            .spanBuilder(SERVICE + "." + operation)
            .setSpanKind(SpanKind.CLIENT)
            .setParent(context)
            .setAttribute(SYSTEM, AWS)
            .setAttribute(OF_SERVICE, SERVICE)
            .setAttribute(METHOD, operation)
            .startSpan();
    return new Outgoing(client, context.with(client));
  }

  private record Outgoing(Span client, Context context) implements OutgoingCall {
    @Override
    public Map<String, String> headers() {
      Map<String, String> headers = new HashMap<>();
      W3CTraceContextPropagator.getInstance()
          .inject(context, headers, (_, name, value) -> headers.put(name, value));
      return headers;
    }

    @Override
    public void answered(int status) {
      client.setAttribute(STATUS, status);
      if (status >= 400) {
        client.setStatus(StatusCode.ERROR);
      }
      client.end();
    }

    @Override
    public void failed(Throwable failure) {
      client.setAttribute(ERROR, failure.getClass().getSimpleName());
      client.setStatus(StatusCode.ERROR);
      client.end();
    }
  }
}
