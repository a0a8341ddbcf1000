package io.larder.protocol.operation;

/** A stream in a list of streams; the label is that of the table's description while it is new. */
public record StreamSummary(String streamArn, String tableName, String streamLabel) {}
