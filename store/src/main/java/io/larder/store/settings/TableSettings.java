package io.larder.store.settings;

import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.PointInTimeRecovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a table beside its definition. Immutable.
 *
 * @param recovery null if it is off
 * @param insights of the table and of its indexes, one for each at most
 * @param destinations one for each stream at most, the latest last
 */
public record TableSettings(
    @Nullable PointInTimeRecovery recovery,
    List<ContributorInsights> insights,
    List<KinesisDataStreamDestination> destinations) {
  /** Of a table of which nothing was ever set. */
  public static final TableSettings NONE = new TableSettings(null, List.of(), List.of());

  /** So many streams are remembered of a table. */
  public static final int MAX_DESTINATIONS = 10;

  public TableSettings {
    insights = List.copyOf(insights);
    destinations = List.copyOf(destinations);
  }

  public TableSettings with(@Nullable PointInTimeRecovery changed) {
    return new TableSettings(changed, insights, destinations);
  }

  /** What is set of an index; of the table itself if {@code indexName} is null. */
  public @Nullable ContributorInsights insightsOf(@Nullable String indexName) {
    return insights.stream()
        .filter(each -> Objects.equals(each.indexName(), indexName))
        .findFirst()
        .orElse(null);
  }

  public TableSettings with(ContributorInsights changed) {
    List<ContributorInsights> all = new ArrayList<>(insights);
    all.removeIf(each -> Objects.equals(each.indexName(), changed.indexName()));
    all.add(changed);
    return new TableSettings(recovery, all, destinations);
  }

  /** Without what was set of indexes that are none of these. */
  public TableSettings withIndexes(Set<String> names) {
    List<ContributorInsights> kept =
        insights.stream()
            .filter(each -> each.indexName() == null || names.contains(each.indexName()))
            .toList();
    return kept.size() == insights.size() ? this : new TableSettings(recovery, kept, destinations);
  }

  public @Nullable KinesisDataStreamDestination destination(String streamArn) {
    return destinations.stream()
        .filter(each -> each.streamArn().equals(streamArn))
        .findFirst()
        .orElse(null);
  }

  /** With that stream as the latest; the oldest is forgotten where there are too many. */
  public TableSettings with(KinesisDataStreamDestination changed) {
    List<KinesisDataStreamDestination> all = new ArrayList<>(destinations);
    all.removeIf(each -> each.streamArn().equals(changed.streamArn()));
    all.add(changed);
    int tooMany = Math.max(0, all.size() - MAX_DESTINATIONS);
    return new TableSettings(recovery, insights, all.subList(tooMany, all.size()));
  }
}
