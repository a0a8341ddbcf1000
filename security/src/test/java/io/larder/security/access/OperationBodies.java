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
