package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/** One element of a list of {@link ContributorInsights}. */
public record ContributorInsightsSummary(
    String tableName,
    @Nullable String indexName,
    ContributorInsightsStatus status,
    ContributorInsightsMode mode) {}
