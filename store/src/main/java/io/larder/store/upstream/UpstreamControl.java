package io.larder.store.upstream;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.CreateTableRequest;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteResourcePolicyRequest;
import io.larder.protocol.operation.DeleteTableRequest;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.PutResourcePolicyRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContributorInsightsRequest;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.UpdateTimeToLiveRequest;
import io.larder.store.logging.RareLine;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that change tables or that only the upstream understands. Its methods block. */
final class UpstreamControl {
  private static final Logger LOG = LoggerFactory.getLogger(UpstreamControl.class);

  private final UpstreamTables tables;
  private final Upstream upstream;
  private final TableChanges changes;
  private final boolean isOnlyWriter;
  private final RareLine unknownOperations;

  /** {@code isOnlyWriter} if what is kept is current because nobody else writes. */
  UpstreamControl(
      UpstreamTables tables, Upstream upstream, TableChanges changes, boolean isOnlyWriter) {
    this.isOnlyWriter = isOnlyWriter;
    this.tables = tables;
    this.upstream = upstream;
    this.changes = changes;
    this.unknownOperations = new RareLine(upstream::now);
  }

  <R extends Response> R change(Request.Change<R> request) {
    return switch (request) {
      case CreateTableRequest create ->
          changes.make(
              request,
              List.of(create.tableName()),
              TableHold::releaseDefined,
              response ->
                  tables.define(null, ((CreateTableResponse) response).tableDescription(), null));
      case UpdateTableRequest update ->
          changes.make(
              request,
              List.of(update.tableName()),
              TableHold::releaseDefined,
              response ->
                  tables.define(null, ((UpdateTableResponse) response).tableDescription(), null));
      case DeleteTableRequest(var tableName) ->
          changes.make(
              request,
              List.of(tableName),
              TableHold::release,
              _ -> tables.forget(UpstreamTables.nameOf(tableName)));
      case UpdateTimeToLiveRequest timeToLive ->
          changes.make(request, List.of(timeToLive.tableName()), TableHold::release, _ -> {});
      case TagResourceRequest _,
          UntagResourceRequest _,
          PutResourcePolicyRequest _,
          DeleteResourcePolicyRequest _,
          UpdateContinuousBackupsRequest _,
          UpdateContributorInsightsRequest _,
          EnableKinesisStreamingDestinationRequest _,
          DisableKinesisStreamingDestinationRequest _,
          UpdateKinesisStreamingDestinationRequest _ ->
          upstream.tell(request, upstream.now(), false).answer();
    };
  }

  ForwardedResponse forward(ForwardedRequest request, ForwardedEffect effect) {
    return switch (effect) {
      case ForwardedEffect.Looks() -> upstream.ask(request);
      case ForwardedEffect.Beside() -> upstream.tell(request, upstream.now(), false).answer();
      case ForwardedEffect.Defines(var names) ->
          changes.make(request, names, TableHold::release, _ -> {});
      case ForwardedEffect.WritesUnheard() -> {
        if (isOnlyWriter) {
          throw ServiceException.validation(
              request.operationName()
                  + " is refused by this server, which must hear of all writes"
                  + " (upstream.writers: exclusive)");
        }
        yield upstream.tell(request, upstream.now(), false).answer();
      }
      case ForwardedEffect.Anything() -> {
        unknownOperations.log(
            LOG.atInfo().addKeyValue("operation", request.operationName()),
            "Nothing that is kept survives an operation that is not known here");
        yield changes.make(request, List.of(), TableHold::release, _ -> {});
      }
    };
  }
}
