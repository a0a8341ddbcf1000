package io.larder.store.upstream;

import io.larder.store.upstream.streams.StreamOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream is used.
 *
 * @param engine what it is
 * @param writers who else writes to its tables
 * @param fill how what is kept is read
 * @param controlTable a table of the upstream that holds what servers must agree on; made when it
 *     is first needed
 * @param streams how is seen what others write; null if it is not
 */
public record UpstreamOptions(
    Engine engine,
    Writers writers,
    Fill fill,
    Lags lags,
    Limits limits,
    String controlTable,
    @Nullable StreamOptions streams) {

  public static final UpstreamOptions DEFAULT =
      new UpstreamOptions(
          Engine.OTHER,
          Writers.SHARED,
          Fill.CONSISTENT,
          Lags.DEFAULT,
          Limits.DEFAULT,
          "larder-control",
          null);

  public UpstreamOptions with(Engine other) {
    return new UpstreamOptions(other, writers, fill, lags, limits, controlTable, streams);
  }

  public UpstreamOptions with(Writers others) {
    return new UpstreamOptions(engine, others, fill, lags, limits, controlTable, streams);
  }

  public UpstreamOptions with(Fill other) {
    return new UpstreamOptions(engine, writers, other, lags, limits, controlTable, streams);
  }

  public UpstreamOptions with(Lags others) {
    return new UpstreamOptions(engine, writers, fill, others, limits, controlTable, streams);
  }

  public UpstreamOptions with(Limits others) {
    return new UpstreamOptions(engine, writers, fill, lags, others, controlTable, streams);
  }

  public UpstreamOptions with(StreamOptions others) {
    return new UpstreamOptions(engine, writers, fill, lags, limits, controlTable, others);
  }

  /** For who keeps nothing that others may change. */
  public UpstreamOptions withoutStreams() {
    return new UpstreamOptions(engine, writers, fill, lags, limits, controlTable, null);
  }

  /** What is known of an upstream decides what may be concluded from its answers. */
  public enum Engine {
    DYNAMODB,
    LARDER,
    /** To ask ScyllaDB for images makes a dear write of a cheap one, or is refused. */
    ALTERNATOR,
    /** Nothing is known: it may spell numbers otherwise than they are sent. */
    OTHER;

    /** True if items are there as they were sent, and images of them may be asked for. */
    boolean keepsItemsAsSent() {
      return this == DYNAMODB || this == LARDER;
    }
  }

  /** Who writes to the tables of the upstream. */
  public enum Writers {
    /**
     * Only this server, or the servers of its cluster. Of tables whose items expire nothing is
     * kept: the upstream deletes them, and nobody hears of it.
     */
    EXCLUSIVE,
    /** Others too; what they write is seen when it is told. */
    SHARED,
    /** Others too, and nothing more is promised than DAX does. */
    DAX
  }

  /** How items and pages are read that are kept. */
  public enum Fill {
    CONSISTENT,
    /** At half the price; what was just written is then not kept for a while. */
    EVENTUAL
  }

  /**
   * How long after something has happened it may still show otherwise.
   *
   * @param gsiQuarantine how long after a write global secondary indexes may not know it
   * @param fillQuarantine how long after a write an eventually consistent read may not see it
   * @param quiet how long after a call of unknown end the upstream may still carry it out
   */
  public record Lags(Duration gsiQuarantine, Duration fillQuarantine, Duration quiet) {
    public static final Lags DEFAULT =
        new Lags(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Limits.DEFAULT.writeTimeout().plusSeconds(5));
  }

  /**
   * Bounds of what is asked of the upstream.
   *
   * @param readTimeout of one read, to the end of its answer, repetition included
   * @param writeTimeout of one write
   * @param reads most reads under way; more are refused
   * @param writes most writes under way; more are refused
   */
  public record Limits(Duration readTimeout, Duration writeTimeout, int reads, int writes) {
    public static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10), 512, 512);
  }
}
