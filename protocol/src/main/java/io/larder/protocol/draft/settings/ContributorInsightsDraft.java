package io.larder.protocol.draft.settings;

import io.larder.protocol.draft.EnumText;
import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ContributorInsightsMode;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of UpdateContributorInsights, DescribeContributorInsights and
 * ListContributorInsights. All checks throw Validation.
 */
public final class ContributorInsightsDraft {
  private static final EnumText<Action> ACTION =
      EnumText.listedAs(List.of(Action.ENABLE, Action.DISABLE));
  private static final EnumText<ContributorInsightsMode> MODE =
      EnumText.listedAs(
          List.of(
              ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS,
              ContributorInsightsMode.THROTTLED_KEYS));

  public @Nullable String tableName;
  public @Nullable String indexName;
  public @Nullable String action;
  public @Nullable String mode;
  public @Nullable String nextToken;
  public @Nullable Integer maxResults;

  private enum Action {
    ENABLE,
    DISABLE
  }

  public UpdateContributorInsightsRequest checkUpdate() {
    String name = ResourceName.requireTable(tableName);
    Violations violations = ofIndex();
    violations.required(action, "contributorInsightsAction");
    violations.memberOf(ACTION, action, "contributorInsightsAction");
    violations.memberOf(MODE, mode, "contributorInsightsMode");
    violations.throwIfAny();
    return new UpdateContributorInsightsRequest(
        name, indexName, ACTION.of(action, Action.DISABLE) == Action.ENABLE, MODE.orNull(mode));
  }

  public DescribeContributorInsightsRequest checkDescribe() {
    String name = ResourceName.requireTable(tableName);
    ofIndex().throwIfAny();
    return new DescribeContributorInsightsRequest(name, indexName);
  }

  /**
   * @throws ServiceException Validation, in the service's words
   */
  public ListContributorInsightsRequest checkList() {
    int most = ListContributorInsightsRequest.MAX_RESULTS;
    String name = tableName == null ? null : ResourceName.requireTable(tableName);
    if (maxResults != null) {
      var violations = new Violations();
      violations.atLeast(maxResults, 1, "maxResults");
      violations.atMost(maxResults, most, "maxResults");
      violations.throwIfAny();
    }
    return new ListContributorInsightsRequest(
        name, nextToken, maxResults == null ? most : maxResults);
  }

  private Violations ofIndex() {
    var violations = new Violations();
    if (indexName != null) {
      ResourceName.checkAll(indexName, "indexName", violations);
    }
    return violations;
  }
}
