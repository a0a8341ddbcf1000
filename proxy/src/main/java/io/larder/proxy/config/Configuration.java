package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import io.larder.proxy.net.RequestMemory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that can be set. Each key says which values it takes; this record checks what must
 * hold between keys.
 */
public record Configuration(
    Listen listen,
    Dax dax,
    Tls tls,
    List<ClientListener> listeners,
    List<Tls.ClientPrincipal> clientPrincipals,
    Admin admin,
    Console console,
    Store store,
    Encryption encryption,
    Upstream upstream,
    Kinesis kinesis,
    Cluster cluster,
    Cache cache,
    Limits limits,
    Timeouts timeouts,
    Authentication authentication,
    Iam iam,
    Audit audit,
    Authorization authorization,
    Service service,
    Server server,
    Metrics metrics,
    Metrics.Tracing tracing,
    Logging logging) {
  static final String REMOTE =
      "is reachable from other machines and callers are not verified; listen on 127.0.0.1, or set"
          + " authentication.mode to sigv4 or authentication.allow-unauthenticated-remote to true";
  static final String TRUSTED =
      "is reachable from other machines, all of which may then do what the credentials for the"
          + " upstream may; listen on 127.0.0.1 or set upstream.trust-clients to true";
  private static final String UNENFORCED =
      "lets callers from other machines do what they may not; listen on 127.0.0.1 or set"
          + " authentication.allow-unauthenticated-remote to true";
  private static final String UNVERIFIED_PAGES =
      "lets whoever reaches the admin port change everything; set admin.host to 127.0.0.1 or"
          + " authentication.mode to sigv4";
  static final String TRUST = "upstream.trust-clients";
  static final String VERIFY = "needs an authentication.mode that verifies callers";
  static final String ALLOW_REMOTE = "authentication.allow-unauthenticated-remote";

  /** What writes, reads and answers need is the rest. */
  private static final int MAX_PERCENT_OF_HEAP = 80;

  public Configuration {
    listeners = List.copyOf(listeners);
    clientPrincipals = List.copyOf(clientPrincipals);
    boolean isUpstream = store.kind() == Store.Kind.UPSTREAM;
    long reserved =
        cache.heapForItems()
            + cache.queryBytes().bytes()
            + limits.reservedForRequests()
            + (audit.isOn(authentication) ? audit.queueBytes().bytes() : 0)
            + (isUpstream ? upstream.reservedForAnswers() : 0);
    long heap = Runtime.getRuntime().maxMemory();
    var problems = new Problems();
    upstream.check(problems);
    kinesis.check(problems, store);
    cluster.check(problems, store, upstream);
    tls.check(problems);
    admin.check(problems);
    Tls.check(problems, clientPrincipals, authentication.isVerified());
    ClientListener.check(
        problems,
        listeners,
        authentication.isVerified(),
        host -> mayServe(host, isUpstream, upstream, authentication),
        host -> mayListenOn(host, authentication));
    problems
        .require(
            !isUpstream || upstream.endpoint().isGiven(),
            "upstream.endpoint",
            "must be given if store.kind is upstream",
            "store.kind")
        .require(
            !isUpstream || !service.keepsRegionsApart(),
            "service.regions",
            "must be one if store.kind is upstream, which is in one region",
            "store.kind")
        .require(
            mayServe(listen.host(), isUpstream, upstream, authentication),
            "listen.host",
            TRUSTED,
            TRUST)
        .require(
            mayServe(dax.host(), isUpstream, upstream, authentication), "dax.host", TRUSTED, TRUST)
        .require(mayListenOn(listen.host(), authentication), "listen.host", REMOTE, ALLOW_REMOTE)
        .require(mayListenOn(dax.host(), authentication), "dax.host", REMOTE, ALLOW_REMOTE)
        .require(
            authentication.allowUnauthenticatedRemote() || isLoopback(admin.host()),
            "admin.host",
            REMOTE,
            ALLOW_REMOTE)
        .require(
            console.mode() != Console.Mode.FULL
                || authentication.isVerified()
                || isLoopback(admin.host()),
            "console.mode",
            UNVERIFIED_PAGES,
            "admin.host")
        .require(
            authorization.enforce()
                || authentication.allowUnauthenticatedRemote()
                || (isLoopback(listen.host())
                    && isLoopback(dax.host())
                    && listeners.stream().allMatch(each -> isLoopback(each.host()))),
            "authorization.enforce",
            UNENFORCED,
            ALLOW_REMOTE)
        .require(
            listen.port() == 0 || listen.port() != admin.port(),
            "admin.port",
            "must differ from listen.port",
            "listen.port")
        .require(
            !dax.port().is(listen.port()) && !dax.port().is(admin.port()),
            "dax.port",
            "must differ from listen.port and admin.port",
            "listen.port",
            "admin.port")
        .require(
            dax.advertisedAddress().entries().size() <= 1,
            "dax.advertised-address",
            "must be one address; others belong to dax.nodes")
        .require(
            isUpstream || limits.inFlightReads() < store.maxReaders(),
            "limits.in-flight-reads",
            "must be less than store.max-readers (" + store.maxReaders() + ")",
            "store.max-readers")
        .require(
            !isUpstream || service.throughput() == Service.Throughput.UNLIMITED,
            "service.throughput",
            "must be unlimited if store.kind is upstream, which limits its tables itself",
            "store.kind")
        .require(
            reserved <= heap / 100 * MAX_PERCENT_OF_HEAP,
            "cache.item-bytes",
            "must be at most %d%% of the heap (%s) together with cache.query-bytes and %s, not %s"
                .formatted(
                    MAX_PERCENT_OF_HEAP,
                    megabytes(heap),
                    isUpstream
                        ? "limits.request-memory (three times limits.max-body at least) and"
                            + " upstream.answer-memory (upstream.max-answer at least)"
                        : "limits.request-memory (three times limits.max-body at least)",
                    megabytes(reserved)),
            "cache.query-bytes",
            "limits.request-memory",
            "limits.max-body",
            "upstream.answer-memory",
            "upstream.max-answer")
        .throwIfAny();
  }

  private static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }

  private static boolean mayServe(
      String host, boolean isUpstream, Upstream upstream, Authentication authentication) {
    return !isUpstream
        || upstream.trustClients()
        || authentication.isVerified()
        || isLoopback(host);
  }

  private static boolean mayListenOn(String host, Authentication authentication) {
    return authentication.isVerified()
        || authentication.allowUnauthenticatedRemote()
        || isLoopback(host);
  }

  /** True if only this machine reaches a listener there, as far as the name can be resolved. */
  public static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** What one server accepts at most. */
  public record Limits(
      @Setting(byDefault = "16 MB", least = "1 KB", most = "1 GB", doc = "Largest request body.")
          ByteSize maxBody,
      @Setting(
              byDefault = "20%",
              least = "0",
              most = "75%",
              doc =
                  "Most memory for requests under way and their answers, of all connections, in"
                      + " bytes or as a part of the heap; at least three times the largest body.")
          ByteSize requestMemory,
      @Setting(
              byDefault = "16 KB",
              least = "1 KB",
              most = "1 MB",
              doc = "Largest request line and largest set of headers.")
          ByteSize maxHeader,
      @Setting(
              byDefault = "10000",
              least = "1",
              most = "1000000",
              doc =
                  "Most client connections; for a further one that gives way whose client has let"
                      + " it wait longest.")
          int connections,
      @Setting(
              byDefault = "128",
              least = "1",
              most = "32767",
              doc = "Most reads that miss the caches and run at the same moment.")
          int inFlightReads,
      @Setting(
              byDefault = "4096",
              least = "0",
              most = "1048576",
              doc = "Most reads that may wait for one of those places; further ones are refused.")
          int queuedReads,
      @Setting(
              byDefault = "64",
              least = "1",
              most = "1024",
              doc = "Requests that one connection may send ahead before it is read from again.")
          int pipelinedRequests) {
    /** The most bytes that requests take: one with a body of the largest size always has room. */
    public long reservedForRequests() {
      return Math.max(requestMemory.bytes(), RequestMemory.ofBody(maxBody.toInt()));
    }
  }

  /** How long a connection may keep the server waiting. */
  public record Timeouts(
      @Setting(
              byDefault = "5m",
              least = "10ms",
              most = "1d",
              doc = "Most time between an answer and the next request of a connection.")
          Duration idle,
      @Setting(
              byDefault = "10s",
              least = "10ms",
              most = "1d",
              doc = "Most time from the first byte of a request to the end of its headers.")
          Duration header,
      @Setting(
              byDefault = "20s",
              least = "10ms",
              most = "1d",
              doc = "Most time in which nothing comes of a request body.")
          Duration body,
      @Setting(
              byDefault = "30s",
              least = "10ms",
              most = "1d",
              doc = "Most time in which a client takes nothing of the answers that wait for it.")
          Duration write,
      @Setting(
              byDefault = "64 KB",
              least = "0",
              most = "1 GB",
              doc =
                  "Bytes in a second that must come of a body, or be taken of answers, for it to"
                      + " have more than that time; 0 for any rate.")
          ByteSize minimumRate) {}

  /** The process. */
  public record Server(
      @Setting(
              byDefault = "0",
              least = "0",
              most = "1024",
              doc = "Threads that serve connections; 0 for two per processor.")
          int eventLoopThreads,
      @Setting(
              byDefault = "auto",
              doc = "Network transport: epoll, nio, or auto for the best that is there.")
          Transport transport,
      @Setting(
              byDefault = "10s",
              least = "0",
              most = "1h",
              doc = "How long a stopping server waits for requests that are under way.")
          Duration shutdownGrace) {

    /** The system interface that the network is reached by. */
    public enum Transport {
      AUTO,
      EPOLL,
      NIO
    }
  }

  /** What the server says on its standard output. */
  public record Logging(
      @Setting(byDefault = "text", doc = "text, or json for one JSON object per line.")
          Format format,
      @Setting(
              byDefault = "info",
              doc = "Least level that is logged: error, warn, info, debug or trace.")
          Level level) {
    /** The form of a log line. */
    public enum Format {
      TEXT,
      JSON
    }

    /** SLF4J's levels. */
    public enum Level {
      ERROR,
      WARN,
      INFO,
      DEBUG,
      TRACE
    }
  }
}
