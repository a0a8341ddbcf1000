package io.larder.store.lmdb;

import io.larder.store.StoreGauge;
import io.larder.store.lmdb.changes.StreamTail;
import io.larder.store.lmdb.engine.Checkpoints;
import io.larder.store.lmdb.engine.Environment;
import io.larder.store.lmdb.engine.Snapshots;
import io.larder.store.lmdb.tables.StoredAttributeLists;
import io.larder.store.lmdb.writer.OpenJobs;
import io.larder.store.lmdb.writer.Writer;
import io.larder.store.lmdb.writer.WriterCounters;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a store has done since it was opened and how it stands now; cheap to take.
 *
 * @param queuedWrites writes waiting for the writer
 * @param refusedWrites writes refused because the queue was full
 * @param commits groups of writes that were committed
 * @param committedWrites writes in those groups
 * @param largestGroup most writes in one commit
 * @param commitNanos time spent in commits, which includes making them durable
 * @param failedCommits groups that could not be committed
 * @param checkpoints how often LMDB was brought up to what was logged
 * @param failedCheckpoints attempts at that which failed
 * @param openSnapshots reads under way
 * @param mapBytes address space reserved
 * @param usedBytes bytes of it that have ever been in use
 * @param backlog dropped tables and unfinished indexes that the writer still works on
 * @param attributeLists lists of attribute names that have numbers
 * @param attributeListBytes memory that they count for
 * @param streamTailBytes memory that the newest changes of streams take
 */
public record StoreMetrics(
    int queuedWrites,
    long refusedWrites,
    long commits,
    long committedWrites,
    int largestGroup,
    long commitNanos,
    long failedCommits,
    long checkpoints,
    long failedCheckpoints,
    int openSnapshots,
    long mapBytes,
    long usedBytes,
    int backlog,
    int attributeLists,
    long attributeListBytes,
    long streamTailBytes) {

  /** What these say now. */
  static StoreMetrics of(
      Writer writer,
      WriterCounters counters,
      Checkpoints checkpoints,
      Snapshots snapshots,
      Environment environment,
      OpenJobs openJobs,
      StoredAttributeLists attributeLists,
      StreamTail tail) {
    return new StoreMetrics(
        writer.queueSize(),
        counters.refusedWrites(),
        counters.commits(),
        counters.committedWrites(),
        counters.largestGroup(),
        counters.commitNanos(),
        counters.failedCommits(),
        checkpoints.completed(),
        checkpoints.failed(),
        snapshots.openCount(),
        environment.mapSize(),
        environment.usedBytes(),
        openJobs.count(),
        attributeLists.count(),
        attributeLists.bytes(),
        tail.bytes());
  }

  /** Gauges that each look at what {@code metrics} says then. */
  public static List<StoreGauge> gauges(Supplier<StoreMetrics> metrics) {
    return List.of(
        level("write_queue", "Writes that wait for the writer.", metrics, m -> m.queuedWrites),
        count(
            "refused_writes",
            "Writes refused because the queue was full.",
            metrics,
            m -> m.refusedWrites),
        count("commits", "Commits.", metrics, m -> m.commits),
        count("failed_commits", "Commits that failed.", metrics, m -> m.failedCommits),
        count(
            "committed_writes",
            "Writes in all commits; divided by the commits, the size of a group.",
            metrics,
            m -> m.committedWrites),
        level("largest_commit", "Most writes in one commit.", metrics, m -> m.largestGroup),
        count("commit_seconds", "Time spent in commits.", metrics, m -> m.commitNanos / 1e9),
        count(
            "checkpoints",
            "Checkpoints: LMDB was brought up to what was logged.",
            metrics,
            m -> m.checkpoints),
        count(
            "failed_checkpoints",
            "Checkpoints that failed and are tried again.",
            metrics,
            m -> m.failedCheckpoints),
        level("open_snapshots", "Reads of the store under way.", metrics, m -> m.openSnapshots),
        level(
            "store_used_bytes",
            "Bytes of the store's files that have been in use.",
            metrics,
            m -> m.usedBytes),
        level(
            "store_backlog",
            "Dropped tables and unfinished indexes that are still worked on.",
            metrics,
            m -> m.backlog),
        level(
            "attribute_lists",
            "Lists of attribute names that have numbers for DAX clients.",
            metrics,
            m -> m.attributeLists),
        level(
            "attribute_list_bytes",
            "Memory that lists of attribute names count for, which is bounded.",
            metrics,
            m -> m.attributeListBytes),
        level(
            "stream_tail_bytes",
            "Memory that the newest changes of streams take, which is bounded.",
            metrics,
            m -> m.streamTailBytes));
  }

  private static StoreGauge level(
      String name,
      String description,
      Supplier<StoreMetrics> metrics,
      Function<StoreMetrics, Number> value) {
    return new StoreGauge(name, description, false, () -> value.apply(metrics.get()));
  }

  private static StoreGauge count(
      String name,
      String description,
      Supplier<StoreMetrics> metrics,
      Function<StoreMetrics, Number> value) {
    return new StoreGauge(name, description, true, () -> value.apply(metrics.get()));
  }
}
