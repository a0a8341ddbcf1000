package io.larder.store.lmdb.settings;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsMode;
import io.larder.protocol.operation.ContributorInsightsStatus;
import io.larder.protocol.operation.ContributorInsightsSummary;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeContributorInsightsResponse;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListContributorInsightsResponse;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsResponse;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * UpdateContributorInsights, DescribeContributorInsights and ListContributorInsights: what is set
 * is kept and shown, and no keys are counted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html">
 *     UpdateContributorInsights</a>
 */
public final class ContributorInsightsUpdates {
  /** Between a table and its index in the token of a page; in the name of neither. */
  private static final char OF = '/';

  private final InstantSource clock;

  public ContributorInsightsUpdates(InstantSource clock) {
    this.clock = clock;
  }

  public Work<UpdateContributorInsightsResponse> update(UpdateContributorInsightsRequest request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return group -> {
      Tables.Entry entry = resource(group.tables(), request.tableName(), request.indexName());
      if (entry.table().description().tableStatus() != TableStatus.ACTIVE) {
        throw validation(
            "Table or Index is not in a valid state to update Key Access Insights: TableStatus must"
                + " be ACTIVE to enable ContributorInsights.");
      }
      ContributorInsights before = entry.settings().insightsOf(request.indexName());
      ContributorInsightsMode mode = mode(request, before);
      ContributorInsightsStatus status =
          request.enable() ? ContributorInsightsStatus.ENABLED : ContributorInsightsStatus.DISABLED;
      boolean wasNeverOn = before == null && !request.enable();
      if (!wasNeverOn && (before == null || before.status() != status || before.mode() != mode)) {
        Catalog.put(
            group,
            entry.with(
                entry
                    .settings()
                    .with(new ContributorInsights(request.indexName(), status, mode, now))));
      }
      return new UpdateContributorInsightsResponse(
          entry.table().name(),
          request.indexName(),
          request.enable()
              ? ContributorInsightsStatus.ENABLING
              : ContributorInsightsStatus.DISABLING,
          mode);
    };
  }

  private static ContributorInsightsMode mode(
      UpdateContributorInsightsRequest request, @Nullable ContributorInsights before) {
    if (request.mode() != null) {
      return request.mode();
    }
    return before == null || request.enable()
        ? ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS
        : before.mode();
  }

  public static DescribeContributorInsightsResponse describe(
      Tables tables, DescribeContributorInsightsRequest request) {
    Tables.Entry entry = resource(tables, request.tableName(), request.indexName());
    ContributorInsights insights = entry.settings().insightsOf(request.indexName());
    return new DescribeContributorInsightsResponse(
        entry.table().name(),
        request.indexName(),
        insights,
        insights == null ? List.of() : rules(entry.table(), insights));
  }

  /** One for each key attribute and for each of what it is counted for. */
  private static List<String> rules(Table table, ContributorInsights insights) {
    if (insights.status() != ContributorInsightsStatus.ENABLED) {
      return List.of();
    }
    String name = insights.indexName();
    Index index = name == null ? null : table.index(name);
    boolean hasSortKey = (index == null ? table.keySchema() : index.keySchema()).hasSortKey();
    boolean isFull = insights.mode() == ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS;
    List<String> rules = new ArrayList<>();
    for (String key : hasSortKey ? List.of("PK", "SK") : List.of("PK")) {
      for (String what : isFull ? List.of("C", "T") : List.of("T")) {
        rules.add(
            "DynamoDBContributorInsights-%s%s-%s%s-%d"
                .formatted(
                    key,
                    what,
                    table.name(),
                    name == null ? "" : "-" + name,
                    insights.lastUpdate().toEpochMilli()));
      }
    }
    return rules;
  }

  /** Those that are on, in the order of tables and indexes. */
  public static ListContributorInsightsResponse list(
      Tables tables, ListContributorInsightsRequest request) {
    List<ContributorInsightsSummary> page = new ArrayList<>();
    for (Tables.Entry entry : entries(tables, request)) {
      for (ContributorInsightsSummary each : summaries(entry)) {
        boolean isBefore =
            request.nextToken() != null && place(each).compareTo(request.nextToken()) <= 0;
        if (isBefore) {
          continue;
        }
        if (page.size() == request.maxResults()) {
          return new ListContributorInsightsResponse(page, place(page.getLast()));
        }
        page.add(each);
      }
    }
    return new ListContributorInsightsResponse(page, null);
  }

  private static Iterable<Tables.Entry> entries(
      Tables tables, ListContributorInsightsRequest request) {
    if (request.tableName() != null) {
      return List.of(tables.described(request.tableName()));
    }
    NavigableMap<String, Tables.Entry> all = tables.byName();
    String token = request.nextToken();
    int end = token == null ? -1 : token.indexOf(OF);
    return token == null || end < 0
        ? all.values()
        : all.tailMap(token.substring(0, end), true).values();
  }

  private static List<ContributorInsightsSummary> summaries(Tables.Entry entry) {
    String table = entry.table().name();
    return entry.settings().insights().stream()
        .filter(each -> each.status() == ContributorInsightsStatus.ENABLED)
        .map(
            each ->
                new ContributorInsightsSummary(table, each.indexName(), each.status(), each.mode()))
        .sorted(Comparator.comparing(ContributorInsightsUpdates::place))
        .toList();
  }

  private static String place(ContributorInsightsSummary summary) {
    return summary.tableName() + OF + Objects.requireNonNullElse(summary.indexName(), "");
  }

  /** The table, which must have the index, and that must be a global one. */
  private static Tables.Entry resource(
      Tables tables, String nameOrArn, @Nullable String indexName) {
    Tables.Entry entry = tables.described(nameOrArn);
    Index index = indexName == null ? null : entry.table().index(indexName);
    if (indexName != null && (index == null || !index.isGlobal())) {
      throw new ServiceException(
          new ServiceError.ResourceNotFound(
              Messages.NOT_FOUND
                  + ": Index: "
                  + indexName
                  + " of table: "
                  + entry.table().name()
                  + " not found"));
    }
    return entry;
  }
}
