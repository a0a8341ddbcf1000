package io.larder.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/** Everything that can be set. Each group checks its own values; this one checks across groups. */
public record Configuration(
    Listen listen,
    Admin admin,
    Store store,
    Cache cache,
    Limits limits,
    Authentication authentication,
    Service service,
    Server server,
    Logging logging) {
  private static final String REMOTE =
      "is reachable from other machines and callers are not verified; listen on 127.0.0.1 or set"
          + " authentication.allow-unauthenticated-remote to true";

  public Configuration {
    new Problems()
        .require(mayListenOn(listen.host(), authentication), "listen.host", REMOTE)
        .require(mayListenOn(admin.host(), authentication), "admin.host", REMOTE)
        .require(
            listen.port() == 0 || listen.port() != admin.port(),
            "admin.port",
            "must differ from listen.port")
        .require(
            limits.inFlightReads() < store.maxReaders(),
            "limits.in-flight-reads",
            "must be less than store.max-readers (" + store.maxReaders() + ")")
        .throwIfAny();
  }

  private static boolean mayListenOn(String host, Authentication authentication) {
    return authentication.allowUnauthenticatedRemote() || isLoopback(host);
  }

  // A name that does not resolve is not trusted to be local; binding it will say what is wrong.
  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Where clients connect. */
  public record Listen(
      @Setting(byDefault = "127.0.0.1", doc = "Address that DynamoDB clients connect to.")
          String host,
      @Setting(byDefault = "8000", doc = "Its port; 0 takes a free one.") int port) {
    public Listen {
      new Problems().notBlank(host, "host").port(port, "port").throwIfAny();
    }
  }

  /** Where operators connect. */
  public record Admin(
      @Setting(
              byDefault = "127.0.0.1",
              doc = "Address of the health checks, the metrics and the admin endpoints.")
          String host,
      @Setting(byDefault = "8001", doc = "Its port; 0 takes a free one.") int port) {
    public Admin {
      new Problems().notBlank(host, "host").port(port, "port").throwIfAny();
    }
  }

  /** The bundled table store. */
  public record Store(
      @Setting(byDefault = "./data", doc = "Folder of the tables.") Path dataDir,
      @Setting(
              byDefault = "false",
              doc = "Keep the tables in memory only; they are gone when the server stops.")
          boolean inMemory,
      @Setting(
              byDefault = "1 TB",
              doc = "Address space to reserve: the most that the tables can grow to on disk.")
          ByteSize mapSize,
      @Setting(byDefault = "256", doc = "Most reads of the store at the same moment.")
          int maxReaders,
      @Setting(
              byDefault = "16384",
              doc = "Most writes that may wait for the writer; further ones are refused.")
          int writeQueue,
      @Setting(byDefault = "1024", doc = "Most writes in one commit.") int commitGroup,
      @Setting(
              byDefault = "10s",
              doc = "How often items are looked for whose time to live is over.")
          Duration timeToLiveSweep) {
    public Store {
      new Problems()
          .atLeast(1 << 20, mapSize.bytes(), "map-size")
          .atLeast(2, maxReaders, "max-readers")
          .atLeast(1, writeQueue, "write-queue")
          .atLeast(1, commitGroup, "commit-group")
          .require(
              timeToLiveSweep.compareTo(Duration.ofMillis(1)) >= 0,
              "time-to-live-sweep",
              "must be at least 1ms")
          .throwIfAny();
    }
  }

  /** The caches before the store. */
  public record Cache(
      @Setting(
              byDefault = "20%",
              doc =
                  "Most memory for items, in bytes or as a part of the heap; 0 turns the item cache"
                      + " off.")
          ByteSize itemBytes,
      @Setting(byDefault = "5m", doc = "Age at which an item leaves the cache; 0 for never.")
          Duration itemTtl,
      @Setting(
              byDefault = "20%",
              doc =
                  "Most memory for pages of Query and Scan, likewise; 0 turns the query cache off.")
          ByteSize queryBytes,
      @Setting(
              byDefault = "5m",
              doc = "Age at which a page leaves the cache; 0 turns the query cache off.")
          Duration queryTtl,
      @Setting(byDefault = "true", doc = "Remember also that an item is absent or a page empty.")
          boolean negativeEntries) {
    public Cache {
      new Problems()
          .notNegative(itemTtl, "item-ttl")
          .notNegative(queryTtl, "query-ttl")
          .throwIfAny();
    }
  }

  /** What one server accepts at most. */
  public record Limits(
      @Setting(byDefault = "16 MB", doc = "Largest request body.") ByteSize maxBody,
      @Setting(
              byDefault = "20%",
              doc =
                  "Most memory for request bodies over 64 KB, of all connections, in bytes or as a"
                      + " part of the heap; at least one body of the largest size.")
          ByteSize bodyMemory,
      @Setting(byDefault = "16 KB", doc = "Largest request line and largest set of headers.")
          ByteSize maxHeader,
      @Setting(byDefault = "10000", doc = "Most client connections; further ones are closed.")
          int connections,
      @Setting(
              byDefault = "128",
              doc = "Most reads that miss the caches and run at the same moment.")
          int inFlightReads,
      @Setting(
              byDefault = "4096",
              doc = "Most reads that may wait for one of those places; further ones are refused.")
          int queuedReads,
      @Setting(
              byDefault = "64",
              doc = "Requests that one connection may send ahead before it is read from again.")
          int pipelinedRequests) {
    public Limits {
      new Problems()
          .atLeast(1024, maxBody.bytes(), "max-body")
          .require(maxBody.bytes() <= 1 << 30, "max-body", "must be at most 1 GB")
          .atLeast(1024, maxHeader.bytes(), "max-header")
          .require(maxHeader.bytes() <= 1 << 20, "max-header", "must be at most 1 MB")
          .atLeast(1, connections, "connections")
          .atLeast(1, inFlightReads, "in-flight-reads")
          .atLeast(0, queuedReads, "queued-reads")
          .atLeast(1, pipelinedRequests, "pipelined-requests")
          .throwIfAny();
    }
  }

  /** Who may call. */
  public record Authentication(
      @Setting(
              byDefault = "header-form",
              doc =
                  "header-form: a request must be signed in form, the signature is not verified;"
                      + " none: no signature is needed.")
          Mode mode,
      @Setting(
              byDefault = "false",
              doc = "Allow both hosts to be reachable from other machines all the same.")
          boolean allowUnauthenticatedRemote) {
    /** How a caller proves who it is. */
    public enum Mode {
      HEADER_FORM,
      NONE
    }
  }

  /** The service that the server says it is. */
  public record Service(
      @Setting(byDefault = "us-east-1", doc = "Region named in ARNs and by the health check.")
          String region,
      @Setting(byDefault = "000000000000", doc = "Account named in ARNs: twelve digits.")
          String accountId,
      @Setting(
              byDefault = "instant",
              doc =
                  "instant: changes of tables are complete at once; realistic: they take as long as"
                      + " on the service and must keep its distances.")
          ControlPlane controlPlane,
      @Setting(
              byDefault = "all",
              doc =
                  "all: a request whose shape breaks several constraints is told as many of them as"
                      + " in us-east-1; first: only the first. Regions of the service differ.")
          ValidationErrors validationErrors) {
    public Service {
      new Problems()
          .require(
              region.matches("[a-z0-9-]{1,64}"),
              "region",
              "must be a region such as us-east-1, not '" + region + "'")
          .require(
              accountId.matches("\\d{12}"),
              "account-id",
              "must be twelve digits (in quotes), not '" + accountId + "'")
          .throwIfAny();
    }

    /** The pace at which tables change. */
    public enum ControlPlane {
      INSTANT,
      REALISTIC
    }

    /** How many broken constraints an answer names. */
    public enum ValidationErrors {
      ALL,
      FIRST
    }
  }

  /** The process. */
  public record Server(
      @Setting(byDefault = "0", doc = "Threads that serve connections; 0 for two per processor.")
          int eventLoopThreads,
      @Setting(
              byDefault = "auto",
              doc = "Network transport: epoll, nio, or auto for the best that is there.")
          Transport transport,
      @Setting(
              byDefault = "10s",
              doc = "How long a stopping server waits for requests that are under way.")
          Duration shutdownGrace) {
    public Server {
      new Problems()
          .require(
              eventLoopThreads >= 0 && eventLoopThreads <= 1024,
              "event-loop-threads",
              "must be from 0 to 1024, not " + eventLoopThreads)
          .notNegative(shutdownGrace, "shutdown-grace")
          .throwIfAny();
    }

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
