package io.larder.store.lmdb.settings;

import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.AbsentRequest;
import io.larder.protocol.operation.ForwardedResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.store.Table;
import io.larder.store.lmdb.writer.Tables;

/**
 * What is answered where a feature of the service is asked for that is not here: there is nothing
 * of what it would have made, and nothing is made. A client understands the errors, for they are
 * those of its operation.
 */
public final class AbsentFeatures {
  private static final String TABLE_NAME = "TableName";
  private static final String BACKUP_ARN = "BackupArn";

  private AbsentFeatures() {}

  /**
   * @throws ServiceException unless nothing is the answer
   */
  public static ForwardedResponse answer(Tables tables, AbsentRequest request) {
    return switch (request.operation()) {
      case LIST_BACKUPS -> none("BackupSummaries");
      case LIST_EXPORTS -> none("ExportSummaries");
      case LIST_IMPORTS -> none("ImportSummaryList");
      case LIST_GLOBAL_TABLES -> none("GlobalTables");
      case LIST_BULK_OPERATIONS -> none("BulkOperationsSummaryList");
      case DESCRIBE_TABLE_REPLICA_AUTO_SCALING ->
          AutoScaling.describe(tables.described(request.text(TABLE_NAME)).table());
      default -> throw refusal(tables, request);
    };
  }

  private static ForwardedResponse none(String list) {
    var out = new JsonWriter();
    out.beginObject().name(list).beginArray().endArray().endObject();
    return new ForwardedResponse(JsonBytes.of(out.toByteArray()), null);
  }

  private static ServiceException refusal(Tables tables, AbsentRequest request) {
    Operation operation = request.operation();
    return switch (operation) {
      case CREATE_BACKUP -> {
        Table table = ContinuousBackups.table(tables, request.text(TABLE_NAME)).table();
        yield error(
            "ContinuousBackupsUnavailableException",
            "Backups are not available for the table: "
                + table.name()
                + ". This server makes none");
      }
      case DESCRIBE_BACKUP, DELETE_BACKUP -> noBackup(request);
      case RESTORE_TABLE_FROM_BACKUP -> {
        rejectExisting(tables, request);
        yield noBackup(request);
      }
      case RESTORE_TABLE_TO_POINT_IN_TIME ->
          noRecovery(tables, request.text("SourceTableName") + request.text("SourceTableArn"));
      case EXPORT_TABLE_TO_POINT_IN_TIME -> noRecovery(tables, request.text("TableArn"));
      case DESCRIBE_EXPORT ->
          error("ExportNotFoundException", "Export not found: " + request.text("ExportArn"));
      case DESCRIBE_IMPORT ->
          error("ImportNotFoundException", "Import not found: " + request.text("ImportArn"));
      case CREATE_GLOBAL_TABLE, UPDATE_GLOBAL_TABLE ->
          validation("DynamoDB global tables version 2017.11.29 is not supported");
      case DESCRIBE_GLOBAL_TABLE, DESCRIBE_GLOBAL_TABLE_SETTINGS, UPDATE_GLOBAL_TABLE_SETTINGS ->
          error(
              "GlobalTableNotFoundException",
              "Global table not found: Global table with name: '"
                  + request.text("GlobalTableName")
                  + "' does not exist.");
      case SEARCH_VECTORS -> {
        tables.table(request.text(TABLE_NAME));
        yield validation(
            "The table does not have the specified index: " + request.text("IndexName"));
      }
      case DESCRIBE_BULK_OPERATION, CANCEL_BULK_OPERATION ->
          new ServiceException(
              new ServiceError.ResourceNotFound(
                  Messages.NOT_FOUND
                      + ": BulkOperation: "
                      + request.text("BulkOperationArn")
                      + " not found"));
      case START_BULK_PUT_ITEMS, UPDATE_TABLE_REPLICA_AUTO_SCALING -> {
        tables.described(request.text(TABLE_NAME));
        yield notOffered(operation);
      }
      default -> notOffered(operation);
    };
  }

  private static ServiceException error(String type, String message) {
    return new ServiceException(new ServiceError.Other(ServiceError.DYNAMODB + type, message, 400));
  }

  private static ServiceException notOffered(Operation operation) {
    return validation(operation.wireName() + " is not offered by this server");
  }

  private static ServiceException noBackup(AbsentRequest request) {
    return error("BackupNotFoundException", "Backup not found: " + request.text(BACKUP_ARN));
  }

  private static void rejectExisting(Tables tables, AbsentRequest request) {
    String target = request.text("TargetTableName");
    if (tables.find(target) != null) {
      throw error("TableAlreadyExistsException", "Table already exists: " + target);
    }
  }

  /** Whether or not recovery is set, for nothing is kept of what the table was. */
  private static ServiceException noRecovery(Tables tables, String nameOrArn) {
    Table table = ContinuousBackups.table(tables, nameOrArn).table();
    return error(
        "PointInTimeRecoveryUnavailableException",
        "Point in time recovery is not available for table '"
            + table.name()
            + "': this server keeps the setting, and no earlier states of tables");
  }
}
