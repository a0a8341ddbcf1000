package io.larder.protocol.operation;

import org.jspecify.annotations.Nullable;

/**
 * Asks for what is watched of one table, or of all.
 *
 * @param tableName null for all
 * @param nextToken where the last page ended; null for the first
 */
public record ListContributorInsightsRequest(
    @Nullable String tableName, @Nullable String nextToken, int maxResults)
    implements Request.Describe<ListContributorInsightsResponse> {
  public static final int MAX_RESULTS = 100;
}
