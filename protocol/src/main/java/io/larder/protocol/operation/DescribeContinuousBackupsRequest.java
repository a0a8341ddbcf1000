package io.larder.protocol.operation;

/** Asks whether a table can be restored to an earlier moment. */
public record DescribeContinuousBackupsRequest(String tableName)
    implements Request.Describe<DescribeContinuousBackupsResponse> {}
