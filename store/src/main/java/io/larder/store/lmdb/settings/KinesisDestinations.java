package io.larder.store.lmdb.settings;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationResponse;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.DisableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.EnableKinesisStreamingDestinationRequest;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.KinesisStreamingDestinationResponse;
import io.larder.protocol.operation.UpdateKinesisStreamingDestinationRequest;
import io.larder.store.lmdb.streams.DeliveryLife;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.tables.ControlPlane;
import io.larder.store.lmdb.tables.Pace;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import io.larder.store.lmdb.writer.WriteGroup;
import java.util.Objects;

/**
 * EnableKinesisStreamingDestination, DisableKinesisStreamingDestination,
 * UpdateKinesisStreamingDestination and DescribeKinesisStreamingDestination. A destination that is
 * enabled or disabled becomes so when its delivery has found that it can. Where nothing can be
 * delivered, enabling one is answered as the service answers it, and found to have failed.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html">
 *     EnableKinesisStreamingDestination</a>
 */
public final class KinesisDestinations {
  private static final String UNREACHABLE =
      "The Kinesis data stream cannot be reached: this server sends changes to none";

  private final DeliveryLife deliveries;
  private final boolean delivers;
  private final ControlPlane pace;

  /** {@code delivers} is false if changes can be sent nowhere. */
  public KinesisDestinations(DeliveryLife deliveries, boolean delivers, ControlPlane pace) {
    this.deliveries = deliveries;
    this.delivers = delivers;
    this.pace = pace;
  }

  public Work<KinesisStreamingDestinationResponse> enable(
      EnableKinesisStreamingDestinationRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      Pace.requireSettled(entry.table());
      if (entry.settings().destinations().stream().anyMatch(KinesisDestinations::isLive)) {
        throw validation(
            "Table is not in a valid state to enable Kinesis Streaming Destination:"
                + " EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform"
                + " ENABLE operation.");
      }
      CreationTimePrecision precision =
          Objects.requireNonNullElse(request.precision(), CreationTimePrecision.MILLISECOND);
      if (delivers) {
        deliveries.begin(group, entry.table(), request.streamArn(), precision);
      }
      put(
          group,
          entry,
          new KinesisDataStreamDestination(
              request.streamArn(),
              delivers ? DestinationStatus.ENABLING : DestinationStatus.ENABLE_FAILED,
              delivers ? null : UNREACHABLE,
              precision));
      return new KinesisStreamingDestinationResponse(
          entry.table().name(),
          request.streamArn(),
          DestinationStatus.ENABLING,
          request.precision());
    };
  }

  private static boolean isLive(KinesisDataStreamDestination destination) {
    return switch (destination.status()) {
      case ENABLING, ACTIVE, DISABLING, UPDATING -> true;
      case DISABLED, ENABLE_FAILED -> false;
    };
  }

  private static void put(
      WriteGroup group, Tables.Entry entry, KinesisDataStreamDestination changed) {
    Catalog.put(group, entry.with(entry.settings().with(changed)));
  }

  public Work<KinesisStreamingDestinationResponse> disable(
      DisableKinesisStreamingDestinationRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      KinesisDataStreamDestination found = destination(entry, request.streamArn());
      if (found.status() != DestinationStatus.ACTIVE) {
        throw validation(
            "Table is not in a valid state to disable Kinesis Streaming Destination:"
                + " KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
      }
      deliveries.end(group, entry.table());
      put(
          group,
          entry,
          new KinesisDataStreamDestination(
              found.streamArn(), DestinationStatus.DISABLING, null, found.precision()));
      return new KinesisStreamingDestinationResponse(
          entry.table().name(), found.streamArn(), DestinationStatus.DISABLING, null);
    };
  }

  public Work<KinesisStreamingDestinationResponse> update(
      UpdateKinesisStreamingDestinationRequest request) {
    return group -> {
      Tables.Entry entry = group.tables().described(request.tableName());
      KinesisDataStreamDestination found = destination(entry, request.streamArn());
      String which = ", kdsArn: " + found.streamArn();
      if (found.status() != DestinationStatus.ACTIVE) {
        throw validation(
            "Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state."
                + " TableName: "
                + entry.table().name()
                + which);
      }
      CreationTimePrecision wanted =
          Objects.requireNonNullElse(request.precision(), found.precision());
      if (wanted == found.precision()) {
        throw validation(
            "Invalid Request: Precision is already set to the desired value of "
                + wanted
                + " for tableId: "
                + entry.table().description().identity().tableId()
                + which);
      }
      DeliveryLife.change(group, entry.table(), wanted);
      put(
          group,
          entry,
          new KinesisDataStreamDestination(
              found.streamArn(),
              pace == ControlPlane.INSTANT ? found.status() : DestinationStatus.UPDATING,
              null,
              wanted));
      return new KinesisStreamingDestinationResponse(
          entry.table().name(), found.streamArn(), DestinationStatus.UPDATING, wanted);
    };
  }

  private static KinesisDataStreamDestination destination(Tables.Entry entry, String streamArn) {
    KinesisDataStreamDestination found = entry.settings().destination(streamArn);
    if (found == null) {
      throw validation(
          "No streaming destination with streamArn: "
              + streamArn
              + " found for table with tableName: "
              + entry.table().name());
    }
    return found;
  }

  public static DescribeKinesisStreamingDestinationResponse describe(
      Tables tables, DescribeKinesisStreamingDestinationRequest request) {
    Tables.Entry entry = tables.described(request.tableName());
    return new DescribeKinesisStreamingDestinationResponse(
        entry.table().name(), entry.settings().destinations());
  }
}
