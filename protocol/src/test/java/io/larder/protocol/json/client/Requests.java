package io.larder.protocol.json.client;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** A request of each operation. */
final class Requests {
  private static final String KEY = "'TableName':'abc','Key':{'a':{'S':'x'}}";
  private static final String ARN = "'arn:aws:dynamodb:us-east-1:123456789012:table/abc'";
  private static final String STREAM =
      "'StreamArn':" + ARN.substring(0, ARN.length() - 1) + "/stream/2026-11-29T10:00:00.123'";
  private static final Map<Operation, String> BODIES = new EnumMap<>(Operation.class);

  static {
    BODIES.put(Operation.GET_ITEM, KEY);
    BODIES.put(Operation.PUT_ITEM, "'TableName':'abc','Item':{'a':{'S':'x'}}");
    BODIES.put(Operation.UPDATE_ITEM, KEY);
    BODIES.put(Operation.DELETE_ITEM, KEY);
    BODIES.put(
        Operation.QUERY,
        "'TableName':'abc','KeyConditionExpression':'a = :a','ExpressionAttributeValues':"
            + "{':a':{'S':'x'}}");
    BODIES.put(Operation.SCAN, "'TableName':'abc','Select':'COUNT'");
    BODIES.put(
        Operation.BATCH_GET_ITEM,
        "'RequestItems':{'abc':{'Keys':[{'a':{'S':'x'}}],'ConsistentRead':true,"
            + "'ProjectionExpression':'a, #b','ExpressionAttributeNames':{'#b':'b'}},"
            + "'xyz':{'Keys':[{'a':{'S':'x'}}]}}");
    BODIES.put(
        Operation.BATCH_WRITE_ITEM,
        "'RequestItems':{'abc':[{'DeleteRequest':{'Key':{'a':{'S':'x'}}}}]}");
    BODIES.put(Operation.TRANSACT_GET_ITEMS, "'TransactItems':[{'Get':{" + KEY + "}}]");
    BODIES.put(Operation.TRANSACT_WRITE_ITEMS, "'TransactItems':[{'Delete':{" + KEY + "}}]");
    BODIES.put(
        Operation.CREATE_TABLE,
        "'TableName':'abc','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':"
            + "'PAY_PER_REQUEST'");
    BODIES.put(Operation.UPDATE_TABLE, "'TableName':'abc','DeletionProtectionEnabled':true");
    BODIES.put(Operation.DELETE_TABLE, "'TableName':'abc'");
    BODIES.put(Operation.DESCRIBE_TABLE, "'TableName':'abc'");
    BODIES.put(Operation.DESCRIBE_TIME_TO_LIVE, "'TableName':'abc'");
    BODIES.put(Operation.DESCRIBE_CONTINUOUS_BACKUPS, "'TableName':'abc'");
    BODIES.put(Operation.DESCRIBE_LIMITS, "");
    BODIES.put(Operation.DESCRIBE_ENDPOINTS, "");
    BODIES.put(Operation.LIST_TABLES, "");
    BODIES.put(
        Operation.UPDATE_TIME_TO_LIVE,
        "'TableName':'abc','TimeToLiveSpecification':{'AttributeName':'t','Enabled':true}");
    BODIES.put(Operation.LIST_TAGS_OF_RESOURCE, "'ResourceArn':" + ARN);
    BODIES.put(
        Operation.TAG_RESOURCE, "'ResourceArn':" + ARN + ",'Tags':[{'Key':'a','Value':'b'}]");
    BODIES.put(Operation.UNTAG_RESOURCE, "'ResourceArn':" + ARN + ",'TagKeys':['a']");
    BODIES.put(Operation.PUT_RESOURCE_POLICY, "'ResourceArn':" + ARN + ",'Policy':'{}'");
    BODIES.put(Operation.GET_RESOURCE_POLICY, "'ResourceArn':" + ARN);
    BODIES.put(Operation.DELETE_RESOURCE_POLICY, "'ResourceArn':" + ARN);
    BODIES.put(Operation.LIST_STREAMS, "'TableName':'abc'");
    BODIES.put(Operation.DESCRIBE_STREAM, STREAM);
    BODIES.put(
        Operation.GET_SHARD_ITERATOR,
        STREAM + ",'ShardId':'shardId-00000001414562045508-2bac9cd2','ShardIteratorType':'LATEST'");
    BODIES.put(Operation.GET_RECORDS, "'ShardIterator':'arn:1|1|AAAA'");
    BODIES.put(
        Operation.UPDATE_CONTINUOUS_BACKUPS,
        "'TableName':'abc','PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true}");
    BODIES.put(
        Operation.UPDATE_CONTRIBUTOR_INSIGHTS,
        "'TableName':'abc','ContributorInsightsAction':'ENABLE'");
    BODIES.put(Operation.DESCRIBE_CONTRIBUTOR_INSIGHTS, "'TableName':'abc'");
    BODIES.put(Operation.LIST_CONTRIBUTOR_INSIGHTS, "");
    BODIES.put(
        Operation.ENABLE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'abc','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/changes'");
    BODIES.put(
        Operation.DISABLE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'abc','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/changes'");
    BODIES.put(
        Operation.UPDATE_KINESIS_STREAMING_DESTINATION,
        "'TableName':'abc','StreamArn':'arn:aws:kinesis:us-east-1:123456789012:stream/cha"
            + "nges','UpdateKinesisStreamingConfiguration':{'ApproximateCreationDateTimePrecisi"
            + "on':'MICROSECOND'}");
    BODIES.put(Operation.DESCRIBE_KINESIS_STREAMING_DESTINATION, "'TableName':'abc'");
    BODIES.put(
        Operation.CANCEL_BULK_OPERATION,
        "'BulkOperationArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/bulk/1'");
    BODIES.put(Operation.CREATE_BACKUP, "'TableName':'abc','BackupName':'friday'");
    BODIES.put(Operation.CREATE_GLOBAL_TABLE, "'GlobalTableName':'abc','ReplicationGroup':[]");
    BODIES.put(
        Operation.DELETE_BACKUP,
        "'BackupArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/backup/0157661636"
            + "6715-b4e58d3a'");
    BODIES.put(
        Operation.DESCRIBE_BACKUP,
        "'BackupArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/backup/0157661636"
            + "6715-b4e58d3a'");
    BODIES.put(
        Operation.DESCRIBE_BULK_OPERATION,
        "'BulkOperationArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/bulk/1'");
    BODIES.put(
        Operation.DESCRIBE_EXPORT,
        "'ExportArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/export/0157661636"
            + "6715-b4e58d3a'");
    BODIES.put(Operation.DESCRIBE_GLOBAL_TABLE, "'GlobalTableName':'abc'");
    BODIES.put(Operation.DESCRIBE_GLOBAL_TABLE_SETTINGS, "'GlobalTableName':'abc'");
    BODIES.put(
        Operation.DESCRIBE_IMPORT,
        "'ImportArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc/import/0157661636"
            + "6715-b4e58d3a'");
    BODIES.put(Operation.DESCRIBE_TABLE_REPLICA_AUTO_SCALING, "'TableName':'abc'");
    BODIES.put(
        Operation.EXPORT_TABLE_TO_POINT_IN_TIME,
        "'TableArn':'arn:aws:dynamodb:us-east-1:123456789012:table/abc','S3Bucket':'bucket'");
    BODIES.put(
        Operation.IMPORT_TABLE,
        "'S3BucketSource':{'S3Bucket':'bucket'},'InputFormat':'CSV','TableCreationParamet"
            + "ers':{'TableName':'abc'}");
    BODIES.put(Operation.LIST_BACKUPS, "");
    BODIES.put(Operation.LIST_BULK_OPERATIONS, "");
    BODIES.put(Operation.LIST_EXPORTS, "");
    BODIES.put(Operation.LIST_GLOBAL_TABLES, "");
    BODIES.put(Operation.LIST_IMPORTS, "");
    BODIES.put(
        Operation.RESTORE_TABLE_FROM_BACKUP,
        "'TargetTableName':'xyz','BackupArn':'arn:aws:dynamodb:us-east-1:123456789012:tab"
            + "le/abc/backup/01576616366715-b4e58d3a'");
    BODIES.put(
        Operation.RESTORE_TABLE_TO_POINT_IN_TIME,
        "'SourceTableName':'abc','TargetTableName':'xyz','UseLatestRestorableTime':true");
    BODIES.put(
        Operation.SEARCH_VECTORS,
        "'TableName':'abc','IndexName':'near','SearchVector':[{'N':'1'}],'TopK':3");
    BODIES.put(
        Operation.START_BULK_PUT_ITEMS,
        "'TableName':'abc','InputS3Configuration':{},'OutputS3Configuration':{}");
    BODIES.put(Operation.UPDATE_GLOBAL_TABLE, "'GlobalTableName':'abc','ReplicaUpdates':[]");
    BODIES.put(Operation.UPDATE_GLOBAL_TABLE_SETTINGS, "'GlobalTableName':'abc'");
    BODIES.put(Operation.UPDATE_TABLE_REPLICA_AUTO_SCALING, "'TableName':'abc'");
  }

  /** Those that clients of an upstream send. */
  static final Operation[] SENT =
      Arrays.stream(Operation.values())
          .filter(operation -> operation.kind() != Operation.Kind.STATEMENTS)
          .toArray(Operation[]::new);

  private Requests() {}

  static Request<? extends Response> of(Operation operation) {
    return quoted(operation, "{" + Objects.requireNonNull(BODIES.get(operation)) + "}");
  }

  /** A body with single quotes for legibility. */
  static Request<? extends Response> quoted(Operation operation, String body) {
    return decode(operation, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static Request<? extends Response> decode(Operation operation, byte[] body) {
    return RequestDecoder.decode(operation, body, 0, body.length, ValidationReport.ALL);
  }
}
