package io.larder.security.access;

import io.larder.protocol.operation.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A body for every operation, and what it needs. */
public final class OperationBodies {
  private static final Map<Operation, Example> ALL = new EnumMap<>(Operation.class);
  private static final String GAMES = "arn:aws:dynamodb:us-east-1:000000000000:table/Games";
  private static final String STREAM = GAMES + "/stream/2026-11-29T10:00:00.123";
  private static final String KEY = "'Key':{'UserId':{'S':'u1'},'Title':{'S':'t'}}";
  private static final String GET = "'TableName':'Games'," + KEY;

  private OperationBodies() {}

  /**
   * A call and what it needs.
   *
   * @param needs actions and resources, each with a blank between
   */
  public record Example(Operation operation, String body, List<String> needs) {}

  static {
    add(Operation.GET_ITEM, "{" + GET + "}", "dynamodb:GetItem " + GAMES);
    add(
        Operation.PUT_ITEM,
        "{'TableName':'Games','Item':{'UserId':{'S':'u1'},'Title':{'S':'t'}}}",
        "dynamodb:PutItem " + GAMES);
    add(Operation.UPDATE_ITEM, "{" + GET + "}", "dynamodb:UpdateItem " + GAMES);
    add(Operation.DELETE_ITEM, "{" + GET + "}", "dynamodb:DeleteItem " + GAMES);
    add(
        Operation.QUERY,
        "{'TableName':'Games','IndexName':'Scores','KeyConditionExpression':'Score = :s',"
            + "'ExpressionAttributeValues':{':s':{'N':'1'}}}",
        "dynamodb:Query " + GAMES + "/index/Scores");
    add(
        Operation.EXECUTE_STATEMENT,
        "{'Statement':'SELECT * FROM Games.Scores'}",
        "dynamodb:PartiQLSelect " + GAMES + "/index/Scores");
    add(
        Operation.BATCH_EXECUTE_STATEMENT,
        "{'Statements':[{'Statement':'DELETE FROM Games'}]}",
        "dynamodb:PartiQLDelete " + GAMES);
    add(
        Operation.EXECUTE_TRANSACTION,
        "{'TransactStatements':[{'Statement':'UPDATE Games SET a = 1'}]}",
        "dynamodb:PartiQLUpdate " + GAMES);
    add(Operation.LIST_STREAMS, "{'TableName':'Games'}", "dynamodb:ListStreams *");
    add(
        Operation.DESCRIBE_STREAM,
        "{'StreamArn':'" + STREAM + "'}",
        "dynamodb:DescribeStream " + STREAM);
    add(
        Operation.GET_SHARD_ITERATOR,
        "{'StreamArn':'"
            + STREAM
            + "','ShardId':'shardId-00000001414562045508-2bac9cd2',"
            + "'ShardIteratorType':'TRIM_HORIZON'}",
        "dynamodb:GetShardIterator " + STREAM);
    add(
        Operation.GET_RECORDS,
        "{'ShardIterator':'" + STREAM + "|1|AAAA'}",
        "dynamodb:GetRecords " + STREAM);
    add(Operation.SCAN, "{'TableName':'Games'}", "dynamodb:Scan " + GAMES);
    add(
        Operation.BATCH_GET_ITEM,
        "{'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u1'},'Title':{'S':'t'}}]},"
            + "'Other':{'Keys':[{'p':{'S':'x'}}]}}}",
        "dynamodb:BatchGetItem " + GAMES,
        "dynamodb:BatchGetItem " + GAMES.replace("Games", "Other"));
    add(
        Operation.BATCH_WRITE_ITEM,
        "{'RequestItems':{'Games':[{'DeleteRequest':{"
            + KEY
            + "}}],"
            + "'Other':[{'PutRequest':{'Item':{'p':{'S':'x'}}}}]}}",
        "dynamodb:BatchWriteItem " + GAMES,
        "dynamodb:BatchWriteItem " + GAMES.replace("Games", "Other"));
    add(
        Operation.TRANSACT_GET_ITEMS,
        "{'TransactItems':[{'Get':{" + GET + "}}]}",
        "dynamodb:GetItem " + GAMES);
    add(
        Operation.TRANSACT_WRITE_ITEMS,
        "{'TransactItems':[{'Put':{'TableName':'Games','Item':{'UserId':{'S':'u1'},"
            + "'Title':{'S':'a'}}}},{'Update':{'TableName':'Games','Key':{'UserId':{'S':'u1'},"
            + "'Title':{'S':'b'}},'UpdateExpression':'SET Wins = Losses'}},"
            + "{'Delete':{'TableName':'Games','Key':{'UserId':{'S':'u1'},'Title':{'S':'c'}}}},"
            + "{'ConditionCheck':{'TableName':'Other','Key':{'p':{'S':'x'}},"
            + "'ConditionExpression':'attribute_exists(p)'}}]}",
        "dynamodb:PutItem " + GAMES,
        "dynamodb:UpdateItem " + GAMES,
        "dynamodb:DeleteItem " + GAMES,
        "dynamodb:ConditionCheckItem " + GAMES.replace("Games", "Other"));
    add(
        Operation.CREATE_TABLE,
        "{'TableName':'Games','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
            + "'BillingMode':'PAY_PER_REQUEST','Tags':[{'Key':'a','Value':'b'}],"
            + "'ResourcePolicy':'{}'}",
        "dynamodb:CreateTable " + GAMES,
        "dynamodb:TagResource " + GAMES,
        "dynamodb:PutResourcePolicy " + GAMES);
    table(Operation.UPDATE_TABLE, "'TableName':'Games','DeletionProtectionEnabled':true");
    table(Operation.DELETE_TABLE, "'TableName':'" + GAMES + "'");
    table(Operation.DESCRIBE_TABLE, "'TableName':'Games'");
    table(Operation.DESCRIBE_TIME_TO_LIVE, "'TableName':'Games'");
    table(Operation.DESCRIBE_CONTINUOUS_BACKUPS, "'TableName':'Games'");
    table(
        Operation.UPDATE_TIME_TO_LIVE,
        "'TableName':'Games','TimeToLiveSpecification':{'AttributeName':'t','Enabled':true}");
    table(Operation.TAG_RESOURCE, "'ResourceArn':'" + GAMES + "','Tags':[{'Key':'a','Value':'b'}]");
    table(Operation.UNTAG_RESOURCE, "'ResourceArn':'" + GAMES + "','TagKeys':['a']");
    table(Operation.LIST_TAGS_OF_RESOURCE, "'ResourceArn':'" + GAMES + "'");
    table(
        Operation.PUT_RESOURCE_POLICY,
        "'ResourceArn':'" + GAMES + "','Policy':'{}','ConfirmRemoveSelfResourceAccess':true");
    table(Operation.GET_RESOURCE_POLICY, "'ResourceArn':'" + GAMES + "'");
    table(Operation.DELETE_RESOURCE_POLICY, "'ResourceArn':'" + GAMES + "'");
    table(
        Operation.UPDATE_CONTINUOUS_BACKUPS,
        "'TableName':'Games','PointInTimeRecoverySpecification':{'PointInTimeRe"
            + "coveryEnabled':true}");
    table(
        Operation.UPDATE_CONTRIBUTOR_INSIGHTS,
        "'TableName':'Games','ContributorInsightsAction':'ENABLE'");
    table(Operation.DESCRIBE_CONTRIBUTOR_INSIGHTS, "'TableName':'Games'");
    add(Operation.LIST_CONTRIBUTOR_INSIGHTS, "{}", "dynamodb:ListContributorInsights *");
    table(
        Operation.ENABLE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'Games','StreamArn':'arn:aws:kinesis:us-east-1:00000000000"
            + "0:stream/changes'");
    table(
        Operation.DISABLE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'Games','StreamArn':'arn:aws:kinesis:us-east-1:00000000000"
            + "0:stream/changes'");
    table(
        Operation.UPDATE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'Games','StreamArn':'arn:aws:kinesis:us-east-1:00000000000"
            + "0:stream/changes','UpdateKinesisStreamingConfiguration':{'ApproximateC"
            + "reationDateTimePrecision':'MICROSECOND'}");
    table(Operation.DESCRIBE_KINESIS_STREAMING_DESTINATION, "'TableName':'Games'");
    add(
        Operation.CANCEL_BULK_OPERATION,
        "{'BulkOperationArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Gam" + "es/bulk/1'}",
        "dynamodb:CancelBulkOperation arn:aws:dynamodb:us-east-1:000000000000:t"
            + "able/Games/bulk/1");
    table(Operation.CREATE_BACKUP, "'TableName':'Games','BackupName':'friday'");
    add(
        Operation.CREATE_GLOBAL_TABLE,
        "{'GlobalTableName':'Games','ReplicationGroup':[]}",
        "dynamodb:CreateGlobalTable arn:aws:dynamodb::000000000000:global-table" + "/Games");
    add(
        Operation.DELETE_BACKUP,
        "{'BackupArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Games/back"
            + "up/01576616366715-b4e58d3a'}",
        "dynamodb:DeleteBackup arn:aws:dynamodb:us-east-1:000000000000:table/Ga"
            + "mes/backup/01576616366715-b4e58d3a");
    add(
        Operation.DESCRIBE_BACKUP,
        "{'BackupArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Games/back"
            + "up/01576616366715-b4e58d3a'}",
        "dynamodb:DescribeBackup arn:aws:dynamodb:us-east-1:000000000000:table/"
            + "Games/backup/01576616366715-b4e58d3a");
    add(
        Operation.DESCRIBE_BULK_OPERATION,
        "{'BulkOperationArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Gam" + "es/bulk/1'}",
        "dynamodb:DescribeBulkOperation arn:aws:dynamodb:us-east-1:000000000000"
            + ":table/Games/bulk/1");
    add(
        Operation.DESCRIBE_EXPORT,
        "{'ExportArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Games/expo"
            + "rt/01576616366715-b4e58d3a'}",
        "dynamodb:DescribeExport arn:aws:dynamodb:us-east-1:000000000000:table/"
            + "Games/export/01576616366715-b4e58d3a");
    add(
        Operation.DESCRIBE_GLOBAL_TABLE,
        "{'GlobalTableName':'Games'}",
        "dynamodb:DescribeGlobalTable arn:aws:dynamodb::000000000000:global-tab" + "le/Games");
    add(
        Operation.DESCRIBE_GLOBAL_TABLE_SETTINGS,
        "{'GlobalTableName':'Games'}",
        "dynamodb:DescribeGlobalTableSettings arn:aws:dynamodb::000000000000:gl"
            + "obal-table/Games");
    add(
        Operation.DESCRIBE_IMPORT,
        "{'ImportArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Games/impo"
            + "rt/01576616366715-b4e58d3a'}",
        "dynamodb:DescribeImport arn:aws:dynamodb:us-east-1:000000000000:table/"
            + "Games/import/01576616366715-b4e58d3a");
    table(Operation.DESCRIBE_TABLE_REPLICA_AUTO_SCALING, "'TableName':'Games'");
    table(
        Operation.EXPORT_TABLE_TO_POINT_IN_TIME,
        "'TableArn':'arn:aws:dynamodb:us-east-1:000000000000:table/Games','S3Bu"
            + "cket':'bucket'");
    table(
        Operation.IMPORT_TABLE,
        "'S3BucketSource':{'S3Bucket':'bucket'},'InputFormat':'CSV','TableCreat"
            + "ionParameters':{'TableName':'Games'}");
    add(Operation.LIST_BACKUPS, "{}", "dynamodb:ListBackups *");
    add(Operation.LIST_BULK_OPERATIONS, "{}", "dynamodb:ListBulkOperations *");
    add(Operation.LIST_EXPORTS, "{}", "dynamodb:ListExports *");
    add(Operation.LIST_GLOBAL_TABLES, "{}", "dynamodb:ListGlobalTables *");
    add(Operation.LIST_IMPORTS, "{}", "dynamodb:ListImports *");
    add(
        Operation.RESTORE_TABLE_FROM_BACKUP,
        "{'TargetTableName':'xyz','BackupArn':'arn:aws:dynamodb:us-east-1:00000"
            + "0000000:table/Games/backup/01576616366715-b4e58d3a'}",
        "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:us-east-1:00000000000"
            + "0:table/Games/backup/01576616366715-b4e58d3a",
        "dynamodb:RestoreTableFromBackup arn:aws:dynamodb:us-east-1:00000000000" + "0:table/xyz",
        "dynamodb:BatchWriteItem arn:aws:dynamodb:us-east-1:000000000000:table/" + "xyz",
        "dynamodb:DeleteItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:GetItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:PutItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:Query arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:Scan arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:UpdateItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz");
    add(
        Operation.RESTORE_TABLE_TO_POINT_IN_TIME,
        "{'SourceTableName':'Games','TargetTableName':'xyz','UseLatestRestorabl" + "eTime':true}",
        "dynamodb:RestoreTableToPointInTime arn:aws:dynamodb:us-east-1:00000000"
            + "0000:table/Games",
        "dynamodb:RestoreTableToPointInTime arn:aws:dynamodb:us-east-1:00000000" + "0000:table/xyz",
        "dynamodb:BatchWriteItem arn:aws:dynamodb:us-east-1:000000000000:table/" + "xyz",
        "dynamodb:DeleteItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:GetItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:PutItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:Query arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:Scan arn:aws:dynamodb:us-east-1:000000000000:table/xyz",
        "dynamodb:UpdateItem arn:aws:dynamodb:us-east-1:000000000000:table/xyz");
    add(
        Operation.SEARCH_VECTORS,
        "{'TableName':'Games','IndexName':'near','SearchVector':[{'N':'1'}],'To" + "pK':3}",
        "dynamodb:SearchVectors arn:aws:dynamodb:us-east-1:000000000000:table/G"
            + "ames/index/near");
    table(
        Operation.START_BULK_PUT_ITEMS,
        "'TableName':'Games','InputS3Configuration':{},'OutputS3Configuration':" + "{}");
    add(
        Operation.UPDATE_GLOBAL_TABLE,
        "{'GlobalTableName':'Games','ReplicaUpdates':[]}",
        "dynamodb:UpdateGlobalTable arn:aws:dynamodb::000000000000:global-table" + "/Games");
    add(
        Operation.UPDATE_GLOBAL_TABLE_SETTINGS,
        "{'GlobalTableName':'Games'}",
        "dynamodb:UpdateGlobalTableSettings arn:aws:dynamodb::000000000000:glob"
            + "al-table/Games");
    table(Operation.UPDATE_TABLE_REPLICA_AUTO_SCALING, "'TableName':'Games'");
    add(Operation.LIST_TABLES, "{}", "dynamodb:ListTables " + GAMES.replace("Games", "*"));
    add(Operation.DESCRIBE_LIMITS, "{}", "dynamodb:DescribeLimits *");
    add(Operation.DESCRIBE_ENDPOINTS, "{}", "dynamodb:DescribeEndpoints *");
  }

  private static void table(Operation operation, String members) {
    add(operation, "{" + members + "}", "dynamodb:" + operation.wireName() + " " + GAMES);
  }

  private static void add(Operation operation, String body, String... needs) {
    ALL.put(operation, new Example(operation, body, List.of(needs)));
  }

  /** A call of that operation, which every operation has. */
  public static Example of(Operation operation) {
    return Objects.requireNonNull(ALL.get(operation), () -> "no example of " + operation);
  }
}
