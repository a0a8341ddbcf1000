package io.larder.protocol.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is set about watching the keys of a table or of one of its indexes.
 *
 * @param indexName null for the table itself
 */
public record ContributorInsights(
    @Nullable String indexName,
    ContributorInsightsStatus status,
    ContributorInsightsMode mode,
    Instant lastUpdate) {}
