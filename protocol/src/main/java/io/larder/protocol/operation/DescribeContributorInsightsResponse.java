package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether they are.
 *
 * @param insights null if that was never set
 * @param rules the names of those that count keys
 */
public record DescribeContributorInsightsResponse(
    String tableName,
    @Nullable String indexName,
    @Nullable ContributorInsights insights,
    List<String> rules)
    implements Response {
  public DescribeContributorInsightsResponse {
    rules = List.copyOf(rules);
  }
}
