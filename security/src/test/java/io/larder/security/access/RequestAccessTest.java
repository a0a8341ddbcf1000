package io.larder.security.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestAccessTest {
  private static final String TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/";

  private final RequestAccess access = new RequestAccess(new Arns("us-east-1", "000000000000"));

  private List<String> needs(Request<?> request) {
    return access.of(request).stream().map(need -> need.action() + " " + need.resource()).toList();
  }

  private Mentions mentions(String operation, String body) {
    return access.of(Calls.of(operation, body)).getFirst().mentions().get();
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationNeedsWhatTheServiceChecks(Operation operation) {
    OperationBodies.Example example = OperationBodies.of(operation);

    assertThat(needs(Calls.decoded(operation, example.body())))
        .containsExactlyElementsOf(example.needs());
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatIsHandedOnNeedsTheSame(Operation operation) {
    OperationBodies.Example example = OperationBodies.of(operation);
    boolean isOfItems =
        switch (operation.kind()) {
          case READ, WRITE, STATEMENTS -> true;
          default -> false;
        };
    if (!isOfItems) {
      assertThat(needs(Calls.forwarded(operation.wireName(), example.body())))
          .containsExactlyElementsOf(example.needs());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DescribeBackup | {'BackupArn':'arn:b'} | dynamodb:DescribeBackup arn:b",
        "DescribeStream | {'StreamArn':'arn:s'} | dynamodb:DescribeStream arn:s",
        "ListStreams | {} | dynamodb:ListStreams *",
        "DescribeGlobalTable | {'GlobalTableName':'G'} | dynamodb:DescribeGlobalTable"
            + " arn:aws:dynamodb::000000000000:global-table/G",
        "ExportTableToPointInTime | {'TableArn':'arn:t'} | dynamodb:ExportTableToPointInTime arn:t",
        "ImportTable | {'TableCreationParameters':{'TableName':'T'}} | dynamodb:ImportTable "
            + TABLE
            + "T",
        "DescribeContributorInsights | {'TableName':'T','IndexName':'I'} |"
            + " dynamodb:DescribeContributorInsights "
            + TABLE
            + "T/index/I",
        "PutResourcePolicy | {'ResourceArn':'"
            + TABLE
            + "T/stream/1','Policy':'{}'} |"
            + " dynamodb:PutResourcePolicy "
            + TABLE
            + "T/stream/1",
      })
  void whatOnlyAnUpstreamKnowsIsReadFarEnough(String operation, String body, String need) {
    assertThat(needs(Calls.forwarded(operation, body))).containsExactly(need);
  }

  @Test
  void aStreamBelongsToItsTable() {
    String stream = TABLE + "T/stream/1";

    for (var request :
        List.of(
            Calls.forwarded("DescribeStream", "{'StreamArn':'" + stream + "'}"),
            Calls.forwarded("GetRecords", "{'ShardIterator':'" + stream + "|1|x'}"))) {
      assertThat(access.of(request))
          .allSatisfy(
              need -> {
                assertThat(need.table()).isEqualTo(TABLE + "T");
                assertThat(need.resource()).isEqualTo(stream);
              });
    }
  }

  @Test
  void theServicesIteratorsNameTheirStream() {
    assertThat(needs(Calls.forwarded("GetRecords", "{'ShardIterator':'arn:s|1|x'}")))
        .containsExactly("dynamodb:GetRecords arn:s");
  }

  @Test
  void aRestoreNeedsWhatItDoesToBothTables() {
    var restore =
        Calls.forwarded("RestoreTableFromBackup", "{'BackupArn':'arn:b','TargetTableName':'Back'}");

    assertThat(needs(restore))
        .contains(
            "dynamodb:RestoreTableFromBackup arn:b",
            "dynamodb:RestoreTableFromBackup " + TABLE + "Back",
            "dynamodb:PutItem " + TABLE + "Back",
            "dynamodb:Scan " + TABLE + "Back")
        .hasSize(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DescribeTable | {}",
        "DescribeTable | {'TableName':7}",
        "DescribeTable | {'TableName':'A','TableName':'B'}",
        "DescribeTable | {'TableName':'A'} {}",
        "DescribeTable | []",
        "DescribeTable | {",
        "NeverHeardOf | {'TableName':'A'}",
        "GetRecords | {'ShardIterator':'opaque'}",
        "RestoreTableToPointInTime | {'SourceTableName':'A','SourceTableArn':'arn:b',"
            + "'TargetTableName':'C'}",
        "GetItem | {'TableName':'A'}",
      })
  void whatCannotBeToldIsNotAllowed(String operation, String body) {
    assertThatThrownBy(() -> needs(Calls.forwarded(operation, body)))
        .isInstanceOf(UndeterminedException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u'},'Title':{'S':'t'}},"
            + "'ProjectionExpression':'#a.b[0], c','ExpressionAttributeNames':{'#a':'A'}}"
            + " | UserId,Title,A,c | SPECIFIC_ATTRIBUTES | ",
        "GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u'}}} | UserId | ALL_ATTRIBUTES | ",
        "GetItem | {'TableName':'Games','Key':{'UserId':{'S':'u'}},'AttributesToGet':['a']}"
            + " | UserId,a | SPECIFIC_ATTRIBUTES | ",
        "UpdateItem | {'TableName':'Games','Key':{'UserId':{'S':'u'}},'UpdateExpression':"
            + "'SET a = if_not_exists(b.c, d) REMOVE e ADD f :f DELETE g :g',"
            + "'ConditionExpression':'size(h) > :f','ExpressionAttributeValues':{':f':{'N':'1'},"
            + "':g':{'SS':['x']}},'ReturnValues':'ALL_NEW'} | UserId,a,b,d,e,f,g,h | | ALL_NEW",
        "UpdateItem | {'TableName':'Games','Key':{'UserId':{'S':'u'}},'AttributeUpdates':"
            + "{'a':{'Action':'PUT','Value':{'S':'x'}}},'Expected':{'b':{'Exists':false}}}"
            + " | UserId,a,b | | NONE",
        "PutItem | {'TableName':'Games','Item':{'UserId':{'S':'u'},'x':{'M':{'y':{'S':'z'}}}},"
            + "'ConditionExpression':'attribute_not_exists(q)'} | UserId,x,q | | NONE",
        "DeleteItem | {'TableName':'Games','Key':{'UserId':{'S':'u'}},'ReturnValues':'ALL_OLD'}"
            + " | UserId | | ALL_OLD",
        "Query | {'TableName':'Games','KeyConditionExpression':'UserId = :u','FilterExpression':"
            + "'Mail = :u','ExpressionAttributeValues':{':u':{'S':'u'}},'Select':'COUNT'}"
            + " | Mail,UserId | COUNT | ",
        "Query | {'TableName':'Games','IndexName':'Ind','KeyConditions':{'UserId':{"
            + "'ComparisonOperator':'EQ','AttributeValueList':[{'S':'u'}]}},'QueryFilter':{'m':{"
            + "'ComparisonOperator':'NULL'}}} | m,UserId | ALL_PROJECTED_ATTRIBUTES | ",
        "Scan | {'TableName':'Games','ScanFilter':{'m':{'ComparisonOperator':'NULL'}}}"
            + " | m | ALL_ATTRIBUTES | ",
        "Scan | {'TableName':'Games'} | | ALL_ATTRIBUTES | ",
        "BatchGetItem | {'RequestItems':{'Games':{'Keys':[{'UserId':{'S':'u'}}],"
            + "'ProjectionExpression':'p'}}} | UserId,p | SPECIFIC_ATTRIBUTES | ",
        "BatchWriteItem | {'RequestItems':{'Games':[{'PutRequest':{'Item':{'UserId':{'S':'u'},"
            + "'a':{'S':'x'}}}},{'DeleteRequest':{'Key':{'UserId':{'S':'v'}}}}]}}"
            + " | UserId,a | | ",
        "TransactGetItems | {'TransactItems':[{'Get':{'TableName':'Games','Key':{'UserId':"
            + "{'S':'u'}},'ProjectionExpression':'p'}}]} | UserId,p | SPECIFIC_ATTRIBUTES | ",
        "TransactWriteItems | {'TransactItems':[{'Delete':{'TableName':'Games','Key':{'UserId':"
            + "{'S':'u'}},'ConditionExpression':'attribute_exists(a)',"
            + "'ReturnValuesOnConditionCheckFailure':'ALL_OLD'}}]} | UserId,a | | ALL_OLD",
      })
  void conditionsFindWhatARequestMentions(
      String operation, String body, String attributes, String select, String returnValues) {
    Mentions mentions = mentions(operation, body);

    if (attributes == null) {
      assertThat(mentions.attributes()).isNull();
    } else {
      assertThat(mentions.attributes()).containsExactlyInAnyOrder(attributes.split(","));
    }
    assertThat(mentions.select()).isEqualTo(select);
    assertThat(mentions.returnValues()).isEqualTo(returnValues);
    assertThat(mentions.returnConsumedCapacity()).isEqualTo("NONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TransactGetItems", "TransactWriteItems"})
  void onlyTransactionsEncloseOperations(String transaction) {
    var operation = Operation.of("DynamoDB_20120810." + transaction);

    assertThat(mentions(transaction, OperationBodies.of(operation).body()).enclosingOperation())
        .isEqualTo(transaction);
    assertThat(
            mentions("GetItem", OperationBodies.of(Operation.GET_ITEM).body()).enclosingOperation())
        .isNull();
  }

  @Test
  void entriesOfATransactionThatReturnOtherThingsAreLookedAtApart() {
    String entry =
        "{'Delete':{'TableName':'Games','Key':{'UserId':{'S':'%s'}},"
            + "'ReturnValuesOnConditionCheckFailure':'%s'}}";
    var transaction =
        Calls.of(
            "TransactWriteItems",
            "{'TransactItems':["
                + entry.formatted("a", "NONE")
                + ","
                + entry.formatted("b", "ALL_OLD")
                + ","
                + entry.formatted("c", "NONE")
                + "]}");

    assertThat(access.of(transaction))
        .extracting(need -> need.mentions().get().returnValues())
        .containsExactly("NONE", "ALL_OLD");
  }

  @Test
  void tagsThatDifferInTheirCaseOnlyCannotBeTold() {
    Mentions mentions =
        mentions(
            "TagResource",
            "{'ResourceArn':'"
                + TABLE
                + "Tab','Tags':[{'Key':'Owner','Value':'a'},{'Key':'owner','Value':'b'},"
                + "{'Key':'Team','Value':'c'}]}");

    assertThat(mentions.tag("team")).isEqualTo("c");
    assertThat(mentions.tag("none")).isNull();
    assertThat(mentions.tagKeys()).containsExactly("Owner", "owner", "Team");
    assertThatThrownBy(() -> mentions.tag("owner")).isInstanceOf(UndeterminedException.class);
  }
}
