package io.larder.proxy.config;

import io.larder.proxy.config.value.ByteSize;
import io.larder.proxy.config.value.Endpoint;
import io.larder.proxy.config.value.OptionalFile;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/** The server that keeps the tables, if the bundled store does not. */
public record Upstream(
    @Setting(
            byDefault = "none",
            doc =
                "Where it is, such as https://dynamodb.eu-west-1.amazonaws.com or"
                    + " http://10.0.0.1:8000.")
        Endpoint endpoint,
    @Setting(
            byDefault = "none",
            doc =
                "Where its streams are asked for; none for the host that Amazon has for them if the"
                    + " endpoint's name is Amazon's, else for the endpoint itself.")
        Endpoint streamsEndpoint,
    @Setting(
            byDefault = "auto",
            pattern = "auto|[a-z0-9-]{1,64}",
            form = "auto or a region such as us-east-1, of at most 64 characters",
            doc =
                "Region that calls are signed for; auto for the one in the endpoint's name if it is"
                    + " Amazon's, else service.region.")
        String region,
    @Setting(
            byDefault = "auto",
            doc =
                "What it is, which decides what is asked of it; auto for dynamodb if the endpoint's"
                    + " name is Amazon's, else other, of which least is assumed.")
        Engine engine,
    @Setting(
            byDefault = "shared",
            doc =
                "Who writes to it. exclusive: only this server or its cluster, so nothing is ever"
                    + " stale; shared: others too, whose writes are seen by the tables' streams;"
                    + " dax: others too, and the caches promise what DAX does.")
        Writers writers,
    @Setting(
            byDefault = "consistent",
            doc =
                "How misses read what is kept: consistent, or eventual for half of the read units;"
                    + " then nothing is kept for fill-quarantine after a write.")
        Fill fill,
    @Setting(
            byDefault = "2s",
            least = "0",
            most = "1h",
            doc = "How long an eventually consistent read may still see the state before a write.")
        Duration fillQuarantine,
    @Setting(
            byDefault = "1s",
            least = "0",
            most = "1h",
            doc = "The same for global secondary indexes, which are eventually consistent always.")
        Duration gsiQuarantine,
    @Setting(
            byDefault = "15s",
            least = "1ms",
            most = "1h",
            doc =
                "How long after its outcome was lost a write may still happen; at least"
                    + " write-timeout.")
        Duration quietTime,
    @Setting(
            byDefault = "pass-through",
            doc =
                "With shared writers, a table without a stream is not cached (pass-through), or"
                    + " cached for as long as the times to live of the caches say (ttl).")
        WithoutStream withoutStream,
    @Setting(
            byDefault = "30s",
            least = "1s",
            most = "1d",
            doc = "A table whose stream is read with more delay than that is not cached.")
        Duration lagLimit,
    @Setting(
            byDefault = "250ms",
            least = "10ms",
            most = "1h",
            doc = "How often each shard of a stream is asked for what is new.")
        Duration streamPoll,
    @Setting(
            byDefault = "1s",
            least = "1ms",
            most = "1m",
            doc = "Most time in which a connection comes about, TLS included.")
        Duration connectTimeout,
    @Setting(
            byDefault = "5s",
            least = "1ms",
            most = "10m",
            doc = "Most time from a read to the end of its answer.")
        Duration readTimeout,
    @Setting(byDefault = "10s", least = "1ms", most = "10m", doc = "The same of a write.")
        Duration writeTimeout,
    @Setting(
            byDefault = "30s",
            least = "10ms",
            most = "1h",
            doc =
                "How long an idle connection is kept; less than the upstream or anything before it"
                    + " keeps one.")
        Duration keepAlive,
    @Setting(
            byDefault = "512",
            least = "1",
            most = "32767",
            doc =
                "Most reads of the upstream at the same moment; limits.queued-reads may wait for"
                    + " one of those places.")
        int inFlightReads,
    @Setting(
            byDefault = "512",
            least = "1",
            most = "32767",
            doc = "Most writes at the same moment; further ones are refused.")
        int inFlightWrites,
    @Setting(
            byDefault = "64 MB",
            least = "1 MB",
            most = "1 GB",
            doc = "Largest answer that is taken.")
        ByteSize maxAnswer,
    @Setting(
            byDefault = "10%",
            least = "0",
            most = "75%",
            doc =
                "Most memory for answers that are under way, in bytes or as a part of the heap; at"
                    + " least the largest one.")
        ByteSize answerMemory,
    @Setting(
            byDefault = "none",
            doc =
                "File of the certificates in PEM that the upstream's must come from; none for those"
                    + " that Java trusts.")
        OptionalFile caFile,
    @Setting(
            byDefault = "auto",
            doc =
                "What calls are signed with. chain: what AWS's SDK for Java finds, refreshed;"
                    + " environment: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; file: the files"
                    + " below; unverified: made up, for an upstream that verifies nothing; auto:"
                    + " chain for dynamodb, else environment if it has them, else unverified.")
        Credentials credentials,
    @Setting(byDefault = "none", doc = "File of the access key id.") OptionalFile accessKeyFile,
    @Setting(byDefault = "none", doc = "File of the secret access key.") OptionalFile secretKeyFile,
    @Setting(byDefault = "none", doc = "File of the session token, if there is one.")
        OptionalFile sessionTokenFile,
    @Setting(
            byDefault = "larder-control",
            pattern = "[a-zA-Z0-9_.-]{3,255}",
            form = "the name of a table",
            doc =
                "Table of the upstream for what Larder itself must keep there; it is created when"
                    + " it is first needed.")
        String controlTable,
    @Setting(
            byDefault = "false",
            doc =
                "Allow listen.host and dax.host to be reachable from other machines: whoever"
                    + " reaches them may do what the credentials of this server may.")
        boolean trustClients) {

  /** Records what must hold between these keys. */
  void check(Problems problems) {
    problems
        .require(
            quietTime.compareTo(writeTimeout) >= 0,
            "upstream.quiet-time",
            "must be at least upstream.write-timeout (" + Domain.write(writeTimeout) + ")",
            "upstream.write-timeout")
        .require(
            credentials != Credentials.FILE || (accessKeyFile.isGiven() && secretKeyFile.isGiven()),
            "upstream.credentials",
            "needs upstream.access-key-file and upstream.secret-key-file",
            "upstream.access-key-file",
            "upstream.secret-key-file");
  }

  /** Servers that differ in what they do with the same call. */
  public enum Engine {
    AUTO,
    DYNAMODB,
    LARDER,
    ALTERNATOR,
    OTHER
  }

  /** Who changes the upstream's items. */
  public enum Writers {
    EXCLUSIVE,
    SHARED,
    DAX
  }

  /** The consistency of the reads that fill the caches. */
  public enum Fill {
    CONSISTENT,
    EVENTUAL
  }

  /** What becomes of a table that others write to unseen. */
  public enum WithoutStream {
    PASS_THROUGH,
    TTL
  }

  /** Where the key comes from that calls are signed with. */
  public enum Credentials {
    AUTO,
    CHAIN,
    ENVIRONMENT,
    FILE,
    UNVERIFIED
  }

  /** The most bytes that answers take: one of the largest size always has room. */
  public long reservedForAnswers() {
    return Math.max(answerMemory.bytes(), maxAnswer.bytes());
  }

  /** The endpoint's address, of a configuration whose store is the upstream. */
  public URI url() {
    return Objects.requireNonNull(endpoint.url());
  }

  /** Where streams are asked for: Amazon has another host for them. */
  public URI streamsUrl() {
    URI given = streamsEndpoint.url();
    if (given != null) {
      return given;
    }
    URI url = url();
    return endpoint.amazonRegion() == null
        ? url
        : URI.create(url.toString().replaceFirst("://", "://streams."));
  }

  /** What the upstream is, never {@link Engine#AUTO}. */
  public Engine actualEngine() {
    if (engine != Engine.AUTO) {
      return engine;
    }
    return endpoint.amazonRegion() == null ? Engine.OTHER : Engine.DYNAMODB;
  }

  /** The region that calls are signed for. */
  public String signingRegion(Service service) {
    if (!region.equals("auto")) {
      return region;
    }
    String named = endpoint.amazonRegion();
    return named == null ? service.region() : named;
  }
}
