package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** What begins to be so. */
public record UpdateContributorInsightsResponse(
    String tableName,
    @Nullable String indexName,
    ContributorInsightsStatus status,
    ContributorInsightsMode mode)
    implements Response {}
