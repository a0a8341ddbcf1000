package io.larder.security.access;

import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a call does that is handed to an upstream as it came. Its bytes are read as far as that
 * takes; an operation that is not known here is not allowed.
 */
final class ForwardedAccess {
  /** Where an operation names what it is done to. */
  private enum Target {
    /** A table or stream by its ARN, or a table by its name. */
    RESOURCE_ARN("ResourceArn"),
    TABLE("TableName"),
    TABLE_ARN("TableArn"),
    BACKUP("BackupArn"),
    EXPORT("ExportArn"),
    IMPORT("ImportArn"),
    STREAM("StreamArn"),
    BULK_OPERATION("BulkOperationArn"),
    GLOBAL_TABLE("GlobalTableName"),
    /** Nothing in particular. */
    NOTHING("");

    private final String member;

    Target(String member) {
      this.member = member;
    }
  }

  private static final Map<String, Target> TARGETS =
      Map.ofEntries(
          Map.entry("CancelBulkOperation", Target.BULK_OPERATION),
          Map.entry("CreateBackup", Target.TABLE),
          Map.entry("CreateGlobalTable", Target.GLOBAL_TABLE),
          Map.entry("CreateTable", Target.TABLE),
          Map.entry("DeleteBackup", Target.BACKUP),
          Map.entry("DeleteResourcePolicy", Target.RESOURCE_ARN),
          Map.entry("DeleteTable", Target.TABLE),
          Map.entry("DescribeBackup", Target.BACKUP),
          Map.entry("DescribeBulkOperation", Target.BULK_OPERATION),
          Map.entry("DescribeContinuousBackups", Target.TABLE),
          Map.entry("DescribeContributorInsights", Target.TABLE),
          Map.entry("DescribeEndpoints", Target.NOTHING),
          Map.entry("DescribeExport", Target.EXPORT),
          Map.entry("DescribeGlobalTable", Target.GLOBAL_TABLE),
          Map.entry("DescribeGlobalTableSettings", Target.GLOBAL_TABLE),
          Map.entry("DescribeImport", Target.IMPORT),
          Map.entry("DescribeKinesisStreamingDestination", Target.TABLE),
          Map.entry("DescribeLimits", Target.NOTHING),
          Map.entry("DescribeStream", Target.STREAM),
          Map.entry("DescribeTable", Target.TABLE),
          Map.entry("DescribeTableReplicaAutoScaling", Target.TABLE),
          Map.entry("DescribeTimeToLive", Target.TABLE),
          Map.entry("DisableKinesisStreamingDestination", Target.TABLE),
          Map.entry("EnableKinesisStreamingDestination", Target.TABLE),
          Map.entry("ExportTableToPointInTime", Target.TABLE_ARN),
          Map.entry("GetResourcePolicy", Target.RESOURCE_ARN),
          Map.entry("GetShardIterator", Target.STREAM),
          Map.entry("ListBackups", Target.NOTHING),
          Map.entry("ListBulkOperations", Target.NOTHING),
          Map.entry("ListContributorInsights", Target.NOTHING),
          Map.entry("ListExports", Target.NOTHING),
          Map.entry("ListGlobalTables", Target.NOTHING),
          Map.entry("ListImports", Target.NOTHING),
          Map.entry("ListStreams", Target.NOTHING),
          Map.entry("ListTagsOfResource", Target.RESOURCE_ARN),
          Map.entry("PutResourcePolicy", Target.RESOURCE_ARN),
          Map.entry("SearchVectors", Target.TABLE),
          Map.entry("StartBulkPutItems", Target.TABLE),
          Map.entry("TagResource", Target.RESOURCE_ARN),
          Map.entry("UntagResource", Target.RESOURCE_ARN),
          Map.entry("UpdateContinuousBackups", Target.TABLE),
          Map.entry("UpdateContributorInsights", Target.TABLE),
          Map.entry("UpdateGlobalTable", Target.GLOBAL_TABLE),
          Map.entry("UpdateGlobalTableSettings", Target.GLOBAL_TABLE),
          Map.entry("UpdateKinesisStreamingDestination", Target.TABLE),
          Map.entry("UpdateTable", Target.TABLE),
          Map.entry("UpdateTableReplicaAutoScaling", Target.TABLE),
          Map.entry("UpdateTimeToLive", Target.TABLE));

  /** What a restore does to the table that it makes, and so must be allowed. */
  private static final List<String> RESTORED =
      List.of("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem");

  private static final Set<String> INDEXED =
      Set.of("DescribeContributorInsights", "SearchVectors", "UpdateContributorInsights");

  private static final String TAG_RESOURCE = "TagResource";
  private static final String PUT_RESOURCE_POLICY = "PutResourcePolicy";

  private final Arns arns;

  ForwardedAccess(Arns arns) {
    this.arns = arns;
  }

  /**
   * All that must be allowed for the call to be handed on; at least one.
   *
   * @throws UndeterminedException if that cannot be told
   */
  List<Access> of(ForwardedRequest request) {
    String operation = request.operationName();
    JsonBody body = JsonBody.of(request.body());
    return switch (operation) {
      case "ListTables" -> List.of(Access.on(RequestAccess.SERVICE + operation, arns.allTables()));
      case "CreateTable" -> created(operation, body);
      case "ImportTable" -> List.of(on(operation, table(body.object("TableCreationParameters"))));
      case "RestoreTableFromBackup" ->
          restored(
              Access.on(RequestAccess.SERVICE + operation, body.requiredText("BackupArn")),
              operation,
              body.requiredText("TargetTableName"));
      case "RestoreTableToPointInTime" -> {
        String source =
            body.has("SourceTableArn")
                ? exactly(body, "SourceTableArn", "SourceTableName")
                : exactly(body, "SourceTableName", "SourceTableArn");
        yield restored(on(operation, source), operation, body.requiredText("TargetTableName"));
      }
      case "GetRecords" ->
          List.of(
              Access.onStream(
                  RequestAccess.SERVICE + operation, streamOf(body.requiredText("ShardIterator"))));
      default -> List.of(simple(operation, body));
    };
  }

  private Access simple(String operation, JsonBody body) {
    Target target = TARGETS.get(operation);
    if (target == null) {
      throw new UndeterminedException();
    }
    String action = RequestAccess.SERVICE + operation;
    return switch (target) {
      case NOTHING -> Access.on(action, Arns.ALL);
      case GLOBAL_TABLE -> Access.on(action, arns.globalTable(body.requiredText(target.member)));
      case STREAM -> Access.onStream(action, body.requiredText(target.member));
      case BACKUP, EXPORT, IMPORT, BULK_OPERATION ->
          Access.on(action, body.requiredText(target.member));
      case TABLE, TABLE_ARN, RESOURCE_ARN -> {
        String table = body.requiredText(target.member);
        String index = INDEXED.contains(operation) ? body.text("IndexName") : null;
        yield new Access(
            action,
            arns.index(table, index),
            Arns.withoutStream(table),
            index,
            () -> tagged(new Mentions(), body));
      }
    };
  }

  /** Tags that are set or named by a call. */
  private static Mentions tagged(Mentions mentions, JsonBody body) {
    List<Tag> tags = new ArrayList<>();
    for (JsonBody tag : body.objects("Tags")) {
      tags.add(new Tag(tag.requiredText("Key"), String.valueOf(tag.text("Value"))));
    }
    return mentions.tags(tags).tagKeys(body.texts("TagKeys"));
  }

  private List<Access> created(String operation, JsonBody body) {
    String table = table(body);
    List<Access> all = new ArrayList<>(3);
    for (String action :
        body.has("ResourcePolicy")
            ? List.of(operation, TAG_RESOURCE, PUT_RESOURCE_POLICY)
            : List.of(operation, TAG_RESOURCE)) {
      if (!action.equals(TAG_RESOURCE) || !body.objects("Tags").isEmpty()) {
        all.add(
            new Access(
                RequestAccess.SERVICE + action,
                arns.table(table),
                table,
                null,
                () -> tagged(new Mentions(), body)));
      }
    }
    return all;
  }

  private List<Access> restored(Access source, String operation, String target) {
    List<Access> all = new ArrayList<>();
    all.add(source);
    all.add(on(operation, target));
    RESTORED.forEach(action -> all.add(on(action, target)));
    return all;
  }

  private Access on(String operation, String table) {
    return new Access(
        RequestAccess.SERVICE + operation, arns.table(table), table, null, Mentions::new);
  }

  private static String table(JsonBody body) {
    return body.requiredText(Target.TABLE.member);
  }

  /** A member without the other one, of which nobody here knows which would count. */
  private static String exactly(JsonBody body, String member, String other) {
    if (body.has(other)) {
      throw new UndeterminedException();
    }
    return body.requiredText(member);
  }

  /** The service's iterators begin with the ARN of their stream. */
  static String streamOf(String iterator) {
    int end = iterator.indexOf('|');
    if (end < 0 || !iterator.startsWith("arn:")) {
      throw new UndeterminedException();
    }
    return iterator.substring(0, end);
  }
}
