package io.larder.protocol.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of what is watched. */
public record ListContributorInsightsResponse(
    List<ContributorInsightsSummary> contributorInsightsSummaries, @Nullable String nextToken)
    implements Response {
  public ListContributorInsightsResponse {
    contributorInsightsSummaries = List.copyOf(contributorInsightsSummaries);
  }
}
