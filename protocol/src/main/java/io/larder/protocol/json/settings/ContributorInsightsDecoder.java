package io.larder.protocol.json.settings;

import io.larder.protocol.draft.settings.ContributorInsightsDraft;
import io.larder.protocol.json.reader.RequestReader;

/** Reads UpdateContributorInsights, DescribeContributorInsights and ListContributorInsights. */
public final class ContributorInsightsDecoder {
  private ContributorInsightsDecoder() {}

  public static ContributorInsightsDraft read(RequestReader in) {
    var draft = new ContributorInsightsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "TableName" -> draft.tableName = in.string();
        case "IndexName" -> draft.indexName = in.string();
        case "ContributorInsightsAction" -> draft.action = in.string();
        case "ContributorInsightsMode" -> draft.mode = in.string();
        case "NextToken" -> draft.nextToken = in.string();
        case "MaxResults" -> draft.maxResults = in.int32();
        default -> in.skip();
      }
    }
    return draft;
  }
}
