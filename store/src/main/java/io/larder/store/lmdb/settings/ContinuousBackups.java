package io.larder.store.lmdb.settings;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.DescribeContinuousBackupsRequest;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.UpdateContinuousBackupsRequest;
import io.larder.protocol.operation.UpdateContinuousBackupsResponse;
import io.larder.store.lmdb.tables.Catalog;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.Work;
import java.util.Objects;

/**
 * UpdateContinuousBackups and DescribeContinuousBackups: the setting is kept and shown, and nothing
 * is kept of what tables were.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html">
 *     UpdateContinuousBackups</a>
 */
public final class ContinuousBackups {
  private ContinuousBackups() {}

  public static Work<UpdateContinuousBackupsResponse> update(
      UpdateContinuousBackupsRequest request) {
    PointInTimeRecovery recovery =
        request.pointInTimeRecoveryEnabled()
            ? new PointInTimeRecovery(
                Objects.requireNonNullElse(
                    request.recoveryPeriodInDays(), PointInTimeRecovery.MAX_DAYS))
            : null;
    return group -> {
      Tables.Entry entry = table(group.tables(), request.tableName());
      if (!Objects.equals(recovery, entry.settings().recovery())) {
        Catalog.put(group, entry.with(entry.settings().with(recovery)));
      }
      return new UpdateContinuousBackupsResponse(recovery);
    };
  }

  public static DescribeContinuousBackupsResponse describe(
      Tables tables, DescribeContinuousBackupsRequest request) {
    return new DescribeContinuousBackupsResponse(
        table(tables, request.tableName()).settings().recovery());
  }

  /** A table that is being created is not there yet. */
  static Tables.Entry table(Tables tables, String nameOrArn) {
    Tables.Entry entry = tables.find(nameOrArn);
    if (entry == null || entry.table().description().tableStatus() == TableStatus.CREATING) {
      throw new ServiceException(
          new ServiceError.TableNotFound("Table not found: " + Tables.nameOf(nameOrArn)));
    }
    return entry;
  }
}
