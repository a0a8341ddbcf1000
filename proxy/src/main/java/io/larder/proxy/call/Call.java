package io.larder.proxy.call;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.proxy.metrics.ClientProtocol;
import io.larder.proxy.metrics.Outcome;
import io.larder.proxy.metrics.RequestMetrics;
import io.larder.proxy.net.Peer;
import io.larder.proxy.net.RequestMemory;
import io.larder.proxy.tracing.CallTrace;
import io.larder.proxy.tracing.Tracing;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and what is known of it so far, whatever protocol it came by. Whoever
 * handles the call owns it until its {@link Answer} is told. A connection that answers one request
 * after another has one of these and uses it again.
 */
public final class Call implements RequestContext {
  private final Source source;
  private final RequestMemory memory;
  private final Headers headers;

  private long startedNanos;
  private @Nullable Operation operation;
  private @Nullable String operationName;
  private @Nullable Principal principal;
  private @Nullable Request<?> request;
  private int size;
  private @Nullable String region;
  private CacheResult cacheResult = CacheResult.NONE;
  private Outcome outcome = Outcome.SUCCESS;

  /** Memory taken for the call besides that of its body as it came. */
  private long held;

  private boolean awaitsRecord;
  private boolean isRecorded;
  private @Nullable String requestId;

  /** Null if the call is not traced, and once it is answered. */
  private @Nullable CallTrace trace;

  private @Nullable ServiceError error;

  /** A call of a protocol whose requests have no headers. */
  public Call(Source source, RequestMemory memory) {
    this(source, memory, name -> null);
  }

  /** A call with the headers that {@code headers} finds. */
  public Call(Source source, RequestMemory memory, Headers headers) {
    this.source = source;
    this.memory = memory;
    this.headers = headers;
  }

  /** The headers of the request under way. */
  @FunctionalInterface
  public interface Headers {
    /** The value of the first of that name, in lower case; null if there is none. */
    @Nullable String first(String name);
  }

  /** Begins anew: a request has begun to come. */
  public void begin() {
    operation = null;
    operationName = null;
    principal = null;
    region = null;
    size = 0;
    awaitsRecord = false;
    isRecorded = false;
    requestId = null;
    trace = null;
    error = null;
    cacheResult = CacheResult.NONE;
    outcome = Outcome.SUCCESS;
  }

  /** Notes that the request is there at that moment, of which {@link System#nanoTime} tells. */
  public void start(long nanoTime) {
    startedNanos = nanoTime;
  }

  /** Begins to trace the call, which has started. */
  void trace(Tracing tracing) {
    InetAddress client = source.internetAddress();
    CallTrace begun = tracing.begin(headers::first, startedNanos);
    begun.from(source.protocol().tag(), client == null ? null : client.getHostAddress());
    trace = begun;
  }

  /** What is told how the call goes on; null if nothing is. */
  @Nullable CallTrace trace() {
    return trace;
  }

  /** Notes what the client asks for by name; null for what only an upstream knows. */
  public void name(@Nullable Operation named) {
    operation = named;
    operationName = named == null ? null : named.wireName();
  }

  /** Notes the name of what only an upstream knows, or of what is no operation on tables. */
  public void name(String named) {
    operation = null;
    operationName = named;
  }

  /** Notes who asks, as soon as that is proven. */
  public void authenticated(Principal caller) {
    principal = caller;
  }

  /** Notes who asks for what. The request was {@code bytes} long as it came. */
  public void decoded(Principal caller, Request<?> decoded, int bytes) {
    principal = caller;
    request = decoded;
    size = bytes;
  }

  /** Notes that the call is for another region than the server's own. */
  void in(String other) {
    region = other;
  }

  /** The region that the call is for; null for the server's own. */
  @Nullable String region() {
    return region;
  }

  /** The connection that the call came by. */
  public Source source() {
    return source;
  }

  @Override
  public @Nullable InetAddress sourceAddress() {
    return source.internetAddress();
  }

  @Override
  public boolean isSecure() {
    return source.isSecure();
  }

  @Override
  public @Nullable Tls tls() {
    Peer.TlsSession session = source.peer().tls();
    return session == null ? null : new Tls(session.version(), session.cipherSuite());
  }

  @Override
  public boolean isDax() {
    return source.protocol() == ClientProtocol.DAX;
  }

  @Override
  public Network network() {
    return source.network();
  }

  @Override
  public @Nullable String userAgent() {
    return headers.first("user-agent");
  }

  @Override
  public @Nullable String referer() {
    return headers.first("referer");
  }

  /** Null until the request is known to name one. */
  public @Nullable Operation operation() {
    return operation;
  }

  /** Who asks; only when the call is decoded. */
  public Principal principal() {
    return Objects.requireNonNull(principal);
  }

  /** What is asked for; only when the call is decoded. */
  public Request<?> request() {
    return Objects.requireNonNull(request);
  }

  /** True if the call is decoded, and its answer may be large. */
  public boolean asksForMuch() {
    return request instanceof Request.Read<?> || request instanceof ForwardedRequest;
  }

  /** What is called, as AWS spells it; null until that is known. */
  @Nullable String operationName() {
    return operationName;
  }

  /** Who asks; null if that is not proven. */
  @Nullable Principal knownPrincipal() {
    return principal;
  }

  /** What is asked for; null if it was refused before it was read. */
  @Nullable Request<?> knownRequest() {
    return request;
  }

  /** Notes that the call is to be recorded however it ends. */
  void willBeRecorded() {
    awaitsRecord = true;
  }

  /** True if room was taken for the record of the call, which is not made yet. */
  public boolean awaitsRecord() {
    return awaitsRecord;
  }

  /** Notes the record that is made of the call, under that id. */
  void recorded(String id) {
    awaitsRecord = false;
    isRecorded = true;
    requestId = id;
  }

  /** True if nothing is recorded of the call any more. */
  boolean isRecorded() {
    return isRecorded;
  }

  /** The id that the call was recorded under, which its answer is to have; null if it was not. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** Bytes of the request as it came. */
  int size() {
    return size;
  }

  /** Notes that the call ends in that error. */
  public void fail(ServiceError why) {
    error = why;
    fail(Outcome.of(why));
  }

  /** Notes that the call ends in an error. */
  public void fail(Outcome how) {
    cacheResult = CacheResult.NONE;
    outcome = how;
  }

  /** Counts the call, which is answered at that moment, of which {@link System#nanoTime} tells. */
  public void count(RequestMetrics.Recorder metrics, long nanoTime) {
    int index =
        operation == null && request instanceof ForwardedRequest
            ? MeasuredOperations.FORWARDED
            : MeasuredOperations.indexOf(operation);
    metrics.record(index, outcome, nanoTime - startedNanos);
    if (trace != null) {
      Traced.end(this, trace, error, nanoTime);
      trace = null;
    }
  }

  public CacheResult cacheResult() {
    return cacheResult;
  }

  /** Notes what the caches did. */
  public void cacheResult(CacheResult result) {
    cacheResult = result;
  }

  /**
   * Takes memory until the call ends.
   *
   * @throws io.larder.protocol.error.ServiceException Throttling, if there is not so much
   */
  public void hold(long bytes) {
    memory.require(bytes);
    held += bytes;
  }

  /** Lets go of the request and of what the call holds; may be done again. */
  public void end() {
    if (trace != null) {
      trace.abandon();
      trace = null;
    }
    principal = null;
    request = null;
    memory.giveBack(held);
    held = 0;
  }
}
