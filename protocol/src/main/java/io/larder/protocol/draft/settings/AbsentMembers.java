package io.larder.protocol.draft.settings;

import static io.larder.protocol.draft.settings.Member.count;
import static io.larder.protocol.draft.settings.Member.oneOf;
import static io.larder.protocol.draft.settings.Member.other;
import static io.larder.protocol.draft.settings.Member.text;
import static io.larder.protocol.draft.settings.Member.time;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of the operations whose features are not here, by the service's model. */
final class AbsentMembers {
  private static final int MAX_ARN = 1024;
  private static final int MAX_PAGE = 25;

  private static final String TABLE_NAME = "TableName";
  private static final String GLOBAL_TABLE_NAME = "GlobalTableName";
  private static final String MAX_RESULTS = "MaxResults";
  private static final String CLIENT_TOKEN = "ClientToken";

  private static final Member TABLE = text(1, MAX_ARN);
  private static final Member NAME =
      text(ServiceQuotas.MIN_RESOURCE_NAME, ServiceQuotas.MAX_RESOURCE_NAME);
  private static final Member ARN = text(37, MAX_ARN);
  private static final Member TEXT = text(0, Integer.MAX_VALUE);
  private static final Map<String, Member> BACKUP = Map.of("BackupArn", ARN.required());
  private static final Map<String, Member> BULK = Map.of("BulkOperationArn", ARN.required());
  private static final Map<String, Member> GLOBAL_TABLE =
      Map.of(GLOBAL_TABLE_NAME, NAME.required());

  private static final Map<Operation, Map<String, Member>> ALL = new EnumMap<>(Operation.class);

  static {
    put(Operation.CANCEL_BULK_OPERATION, BULK);
    put(
        Operation.CREATE_BACKUP,
        Map.of(TABLE_NAME, TABLE.required(), "BackupName", NAME.required()));
    put(
        Operation.CREATE_GLOBAL_TABLE,
        Map.of(GLOBAL_TABLE_NAME, NAME.required(), "ReplicationGroup", other().required()));
    put(Operation.DELETE_BACKUP, BACKUP);
    put(Operation.DESCRIBE_BACKUP, BACKUP);
    put(Operation.DESCRIBE_BULK_OPERATION, BULK);
    put(Operation.DESCRIBE_EXPORT, Map.of("ExportArn", ARN.required()));
    put(Operation.DESCRIBE_GLOBAL_TABLE, GLOBAL_TABLE);
    put(Operation.DESCRIBE_GLOBAL_TABLE_SETTINGS, GLOBAL_TABLE);
    put(Operation.DESCRIBE_IMPORT, Map.of("ImportArn", ARN.required()));
    put(Operation.DESCRIBE_TABLE_REPLICA_AUTO_SCALING, Map.of(TABLE_NAME, TABLE.required()));
    put(
        Operation.EXPORT_TABLE_TO_POINT_IN_TIME,
        Map.ofEntries(
            Map.entry("TableArn", TABLE.required()),
            Map.entry("S3Bucket", text(0, 255).required()),
            Map.entry("S3Prefix", text(0, MAX_ARN)),
            Map.entry("S3SseKmsKeyId", text(1, 2048)),
            Map.entry("S3SseAlgorithm", oneOf("AES256", "KMS")),
            Map.entry("ExportTime", time()),
            Map.entry("ExportFormat", oneOf("DYNAMODB_JSON", "ION")),
            Map.entry("ExportType", oneOf("FULL_EXPORT", "INCREMENTAL_EXPORT")),
            Map.entry(CLIENT_TOKEN, TEXT)));
    put(
        Operation.IMPORT_TABLE,
        Map.of(
            "S3BucketSource",
            other().required(),
            "InputFormat",
            oneOf("DYNAMODB_JSON", "ION", "CSV").required(),
            "InputCompressionType",
            oneOf("GZIP", "ZSTD", "NONE"),
            "TableCreationParameters",
            other().required(),
            CLIENT_TOKEN,
            TEXT));
    put(
        Operation.LIST_BACKUPS,
        Map.of(
            TABLE_NAME,
            TABLE,
            "Limit",
            count(1, 100),
            "TimeRangeLowerBound",
            time(),
            "TimeRangeUpperBound",
            time(),
            "ExclusiveStartBackupArn",
            ARN,
            "BackupType",
            oneOf("USER", "SYSTEM", "AWS_BACKUP", "ALL")));
    put(
        Operation.LIST_BULK_OPERATIONS,
        Map.of(MAX_RESULTS, count(1, MAX_PAGE), "NextToken", text(1, MAX_ARN)));
    put(
        Operation.LIST_EXPORTS,
        Map.of("TableArn", TABLE, MAX_RESULTS, count(1, MAX_PAGE), "NextToken", TEXT));
    put(
        Operation.LIST_GLOBAL_TABLES,
        Map.of(
            "ExclusiveStartGlobalTableName",
            NAME,
            "Limit",
            count(1, Integer.MAX_VALUE),
            "RegionName",
            TEXT));
    put(
        Operation.LIST_IMPORTS,
        Map.of("TableArn", TABLE, "PageSize", count(1, MAX_PAGE), "NextToken", text(112, MAX_ARN)));
    put(
        Operation.RESTORE_TABLE_FROM_BACKUP,
        Map.of(
            "TargetTableName",
            NAME.required(),
            "BackupArn",
            ARN.required(),
            "BillingModeOverride",
            oneOf("PROVISIONED", "PAY_PER_REQUEST")));
    put(
        Operation.RESTORE_TABLE_TO_POINT_IN_TIME,
        Map.of(
            "TargetTableName",
            NAME.required(),
            "SourceTableName",
            NAME,
            "SourceTableArn",
            TABLE,
            "RestoreDateTime",
            time(),
            "BillingModeOverride",
            oneOf("PROVISIONED", "PAY_PER_REQUEST")));
    put(
        Operation.SEARCH_VECTORS,
        Map.of(
            TABLE_NAME,
            TABLE.required(),
            "IndexName",
            NAME.required(),
            "TopK",
            count(1, MAX_PAGE).required()));
    put(
        Operation.START_BULK_PUT_ITEMS,
        Map.of(
            TABLE_NAME,
            TABLE.required(),
            "InputS3Configuration",
            other().required(),
            "OutputS3Configuration",
            other().required(),
            "MaxWriteRequestUnits",
            count(1024, Long.MAX_VALUE),
            "PerformanceTier",
            oneOf("STANDARD", "ACCELERATED"),
            CLIENT_TOKEN,
            TEXT));
    put(
        Operation.UPDATE_GLOBAL_TABLE,
        Map.of(GLOBAL_TABLE_NAME, NAME.required(), "ReplicaUpdates", other().required()));
    put(
        Operation.UPDATE_GLOBAL_TABLE_SETTINGS,
        Map.of(
            GLOBAL_TABLE_NAME,
            NAME.required(),
            "GlobalTableBillingMode",
            oneOf("PROVISIONED", "PAY_PER_REQUEST"),
            "GlobalTableProvisionedWriteCapacityUnits",
            count(1, Long.MAX_VALUE)));
    put(Operation.UPDATE_TABLE_REPLICA_AUTO_SCALING, Map.of(TABLE_NAME, TABLE.required()));
  }

  private AbsentMembers() {}

  /** In an order of their own, so that violations are told in the same one each time. */
  private static void put(Operation operation, Map<String, Member> members) {
    Map<String, Member> ordered = new LinkedHashMap<>();
    members.keySet().stream()
        .sorted()
        .forEach(name -> ordered.put(name, members.getOrDefault(name, TEXT)));
    ALL.put(operation, ordered);
  }

  static Map<String, Member> of(Operation operation) {
    return ALL.getOrDefault(operation, Map.of());
  }
}
