package io.larder.protocol.operation;

/** One share of a parallel scan: 0 ≤ {@code segment} < {@code totalSegments} ≤ 1,000,000. */
public record ScanSegment(int segment, int totalSegments) {}
