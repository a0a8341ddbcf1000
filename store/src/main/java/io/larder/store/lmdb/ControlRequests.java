package io.larder.store.lmdb;

import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContributorInsightsRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeLimitsRequest;
import io.larder.protocol.operation.DescribeTableRequest;
import io.larder.protocol.operation.DescribeTimeToLiveRequest;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.GetResourcePolicyRequest;
import io.larder.protocol.operation.ListContributorInsightsRequest;
import io.larder.protocol.operation.ListTablesRequest;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.lmdb.settings.AbsentFeatures;
import io.larder.store.lmdb.settings.ContinuousBackups;
import io.larder.store.lmdb.settings.ContributorInsightsUpdates;
import io.larder.store.lmdb.settings.KinesisDestinations;
import io.larder.store.lmdb.streams.StreamLife;
import io.larder.store.lmdb.streams.StreamReads;
import io.larder.store.lmdb.tables.CustomerKeys;
import io.larder.store.lmdb.tables.Pace;
import io.larder.store.lmdb.tables.ResourcePolicies;
import io.larder.store.lmdb.tables.TableChanges;
import io.larder.store.lmdb.tables.TableLookups;
import io.larder.store.lmdb.tables.TableUpdates;
import io.larder.store.lmdb.tables.Tags;
import io.larder.store.lmdb.tables.ThroughputQuotas;
import io.larder.store.lmdb.tables.TimeToLiveUpdates;
import io.larder.store.lmdb.writer.Sizes;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.Writer;
import java.util.concurrent.CompletableFuture;

/** The requests about tables and what belongs to them: which class answers which. */
final class ControlRequests {
  private final Sizes sizes;
  private final StreamLife streamLife;
  private final StreamReads streamReads;
  private final TableChanges tableChanges;
  private final TableUpdates tableUpdates;
  private final TimeToLiveUpdates timeToLiveUpdates;
  private final Tags tags;
  private final ResourcePolicies resourcePolicies;
  private final ContributorInsightsUpdates contributorInsights;
  private final KinesisDestinations kinesisDestinations;
  private final CustomerKeys customerKeys;
  private final Writer writer;

  ControlRequests(
      LmdbOptions options,
      Sizes sizes,
      Pace pace,
      StreamLife streamLife,
      StreamReads streamReads,
      CustomerKeys customerKeys,
      Writer writer) {
    this.sizes = sizes;
    this.streamLife = streamLife;
    this.streamReads = streamReads;
    this.tableChanges = new TableChanges(options.owner(), options.clock(), pace, streamLife);
    this.tableUpdates =
        new TableUpdates(options.owner().region(), options.clock(), sizes, pace, streamLife);
    this.timeToLiveUpdates = new TimeToLiveUpdates(sizes, pace);
    this.tags = new Tags(pace);
    this.resourcePolicies = new ResourcePolicies(options.clock(), pace);
    this.contributorInsights = new ContributorInsightsUpdates(options.clock());
    this.kinesisDestinations =
        new KinesisDestinations(
            streamLife.deliveries(), options.delivery().target().isGiven(), options.controlPlane());
    this.customerKeys = customerKeys;
    this.writer = writer;
  }

  /** Queues what the tables that were found lack; to be called before any write. */
  void begin(Tables tables) {
    if (StreamLife.lacksStreams(tables)) {
      var _ = writer.submit(streamLife::beginMissing);
    }
  }

  @SuppressWarnings("unchecked") // each case answers what its request is answered with
  <R extends Response> CompletableFuture<R> change(Request.Change<R> request) {
    return switch (request) {
      case CreateTableRequest create ->
          (CompletableFuture<R>)
              customerKeys.create(create, tableChanges.create(create), writer::submit);
      case UpdateTableRequest update ->
          (CompletableFuture<R>)
              customerKeys.update(update, tableUpdates.update(update), writer::submit);
      case DeleteTableRequest delete -> submit(tableChanges.delete(delete));
      case UpdateTimeToLiveRequest update -> submit(timeToLiveUpdates.update(update));
      case TagResourceRequest tag -> submit(tags.tag(tag));
      case UntagResourceRequest untag -> submit(tags.untag(untag));
      case PutResourcePolicyRequest put -> submit(resourcePolicies.put(put));
      case DeleteResourcePolicyRequest delete -> submit(resourcePolicies.delete(delete));
      case UpdateContinuousBackupsRequest update -> submit(ContinuousBackups.update(update));
      case UpdateContributorInsightsRequest update -> submit(contributorInsights.update(update));
      case EnableKinesisStreamingDestinationRequest enable ->
          submit(kinesisDestinations.enable(enable));
      case DisableKinesisStreamingDestinationRequest disable ->
          submit(kinesisDestinations.disable(disable));
      case UpdateKinesisStreamingDestinationRequest update ->
          submit(kinesisDestinations.update(update));
    };
  }

  @SuppressWarnings("unchecked") // each request prepares the work that it is answered by
  private <R extends Response> CompletableFuture<R> submit(Work<? extends Response> work) {
    return writer.submit((Work<R>) work);
  }

  @SuppressWarnings("unchecked") // each case answers what its request is answered with
  <R extends Response> R describe(Tables tables, Request.Describe<R> request) {
    return (R)
        switch (request) {
          case DescribeTableRequest table -> TableLookups.describe(tables, sizes, table);
          case ListTablesRequest list -> TableLookups.list(tables, list);
          case DescribeTimeToLiveRequest expiry -> TimeToLiveUpdates.describe(tables, expiry);
          case ListTagsOfResourceRequest list -> Tags.list(tables, list);
          case GetResourcePolicyRequest get -> ResourcePolicies.get(tables, get);
          case DescribeLimitsRequest() -> ThroughputQuotas.LIMITS;
          case DescribeContinuousBackupsRequest backups ->
              ContinuousBackups.describe(tables, backups);
          case DescribeContributorInsightsRequest insights ->
              ContributorInsightsUpdates.describe(tables, insights);
          case ListContributorInsightsRequest list -> ContributorInsightsUpdates.list(tables, list);
          case DescribeKinesisStreamingDestinationRequest destination ->
              KinesisDestinations.describe(tables, destination);
          case Request.OfStream<?> ofStream -> streamReads.answer(tables.streams(), ofStream);
          case AbsentRequest absent -> AbsentFeatures.answer(tables, absent);
        };
  }
}
