package io.larder.store.lmdb.layout;

import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsMode;
import io.larder.protocol.operation.ContributorInsightsStatus;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.store.settings.TableSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a table as they are stored: days of recovery, 0 for none (1); insights (2 for
 * their number; each index name, empty for the table, status, mode, and when in milliseconds); and
 * destinations (2; each stream, status, description, precision). Texts are as {@link
 * DataOutputStream#writeUTF} has them, constants by their names.
 */
public final class SettingsRecord {
  private SettingsRecord() {}

  public static byte[] write(TableSettings settings) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      PointInTimeRecovery recovery = settings.recovery();
      out.writeByte(recovery == null ? 0 : recovery.recoveryPeriodInDays());
      out.writeShort(settings.insights().size());
      for (ContributorInsights each : settings.insights()) {
        out.writeUTF(each.indexName() == null ? "" : each.indexName());
        out.writeUTF(each.status().name());
        out.writeUTF(each.mode().name());
        out.writeLong(each.lastUpdate().toEpochMilli());
      }
      out.writeShort(settings.destinations().size());
      for (KinesisDataStreamDestination each : settings.destinations()) {
        out.writeUTF(each.streamArn());
        out.writeUTF(each.status().name());
        out.writeUTF(each.statusDescription() == null ? "" : each.statusDescription());
        out.writeUTF(each.precision().name());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static TableSettings read(byte[] value) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      int days = in.readByte();
      List<ContributorInsights> insights = new ArrayList<>();
      for (int left = in.readShort(); left > 0; left--) {
        String index = in.readUTF();
        insights.add(
            new ContributorInsights(
                index.isEmpty() ? null : index,
                ContributorInsightsStatus.valueOf(in.readUTF()),
                ContributorInsightsMode.valueOf(in.readUTF()),
                Instant.ofEpochMilli(in.readLong())));
      }
      List<KinesisDataStreamDestination> destinations = new ArrayList<>();
      for (int left = in.readShort(); left > 0; left--) {
        String stream = in.readUTF();
        DestinationStatus status = DestinationStatus.valueOf(in.readUTF());
        String description = in.readUTF();
        destinations.add(
            new KinesisDataStreamDestination(
                stream,
                status,
                description.isEmpty() ? null : description,
                CreationTimePrecision.valueOf(in.readUTF())));
      }
      return new TableSettings(
          days == 0 ? null : new PointInTimeRecovery(days), insights, destinations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
