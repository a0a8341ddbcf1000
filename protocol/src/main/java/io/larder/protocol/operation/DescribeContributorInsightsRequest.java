package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** Asks whether the keys of a table or index are watched. */
public record DescribeContributorInsightsRequest(String tableName, @Nullable String indexName)
    implements Request.Describe<DescribeContributorInsightsResponse> {}
