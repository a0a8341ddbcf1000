package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Begins or ends watching the keys of a table or index.
 *
 * @param mode null if nothing was said of it
 */
public record UpdateContributorInsightsRequest(
    String tableName,
    @Nullable String indexName,
    boolean enable,
    @Nullable ContributorInsightsMode mode)
    implements Request.Change<UpdateContributorInsightsResponse> {}
