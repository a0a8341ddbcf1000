package io.larder.protocol.operation;

/**
 * What reading a page cost: {@code evaluatedBytes} is the sum of the sizes of the evaluated items
 * or index entries, rounded once per page; {@code fetchedBlocks} the number of 4 KB blocks fetched
 * from the table for attributes that a local secondary index does not hold. Not part of the wire
 * answer.
 */
public record PageCost(long evaluatedBytes, long fetchedBlocks) {}
