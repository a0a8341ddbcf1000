package io.larder.store.lmdb;

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
    int backlog) {}
