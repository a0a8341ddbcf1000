package io.larder.security.audit.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import io.larder.security.audit.AuditAction;
import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.Events;
import io.larder.security.auth.Network;
import io.larder.security.auth.Principal;
import io.larder.security.auth.Principal.Federation;
import io.larder.security.auth.Principal.Session;
import io.larder.security.auth.RequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordWriterTest {
  private final RecordWriter writer =
      new RecordWriter(Events.SITE, Events::key, new SplittableRandom(1));

  private String record(AuditEvent event) {
    var out = new JsonWriter();
    writer.write(event, out);
    return new String(out.buffer(), 0, out.length(), UTF_8);
  }

  private String parameters(Operation operation, String json) {
    String record = record(Events.of(operation.wireName(), Events.request(operation, json), null));
    return record.substring(
        record.indexOf("\"requestParameters\":") + "\"requestParameters\":".length(),
        record.indexOf(",\"responseElements\":"));
  }

  @Test
  void howACallWasKeptSecretIsTold() {
    AuditEvent call = Events.of("ListTables", null, null);
    var secret =
        new AuditEvent(
            call.timeMillis(),
            call.requestId(),
            call.principal(),
            new AuditEvent.Origin(
                null,
                null,
                Network.MAIN,
                new RequestContext.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256")),
            call.action(),
            null,
            1000);

    assertThat(record(secret))
        .endsWith(
            ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\","
                + "\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\"}}");
    assertThat(record(call)).doesNotContain("tlsDetails");
  }

  @Test
  void aCallOnAnItemIsToldAsCloudTrailTellsIt() {
    Request<?> request =
        Events.request(
            Operation.UPDATE_ITEM,
            """
            {"TableName":"Orders","Key":{"pk":{"S":"c#17"},"sk":{"N":"9"}},
             "UpdateExpression":"SET #s = :s","ConditionExpression":"attribute_exists(pk)",
             "ExpressionAttributeNames":{"#s":"state"},
             "ExpressionAttributeValues":{":s":{"S":"sent"}},"ReturnConsumedCapacity":"TOTAL"}
            """);

    String record =
        record(
            Events.of(
                "UpdateItem",
                request,
                new ServiceError.ConditionalCheckFailed("The conditional request failed", null)));

    assertThat(record)
        .startsWith(
            "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"IAMUser\","
                + "\"principalId\":\"AIDA0000000000000001\","
                + "\"arn\":\"arn:aws:iam::000000000000:user/ann\","
                + "\"accountId\":\"000000000000\",\"accessKeyId\":\"AKIA0000000000000001\","
                + "\"userName\":\"ann\"},"
                + "\"eventTime\":\"2026-11-30T12:00:00Z\","
                + "\"eventSource\":\"dynamodb.amazonaws.com\",\"eventName\":\"UpdateItem\","
                + "\"awsRegion\":\"eu-west-1\",\"sourceIPAddress\":\"10.1.2.3\","
                + "\"userAgent\":\"aws-sdk-java/2.56.0\","
                + "\"errorCode\":\"ConditionalCheckFailedException\","
                + "\"errorMessage\":\"The conditional request failed\","
                + "\"requestParameters\":{\"tableName\":\"Orders\","
                + "\"key\":{\"pk\":\"c#17\",\"sk\":\"9\"},\"updateExpression\":")
        .doesNotContain("sent")
        .contains(
            "\"responseElements\":null,\"resources\":[{\"accountId\":\"000000000000\","
                + "\"type\":\"AWS::DynamoDB::Table\","
                + "\"ARN\":\"arn:aws:dynamodb:eu-west-1:000000000000:table/Orders\"}],"
                + "\"apiVersion\":\"2012-08-10\",\"requestID\":\"ID\",\"eventID\":\"")
        .endsWith(
            "\"readOnly\":false,\"eventType\":\"AwsApiCall\",\"managementEvent\":false,"
                + "\"recipientAccountId\":\"000000000000\",\"eventCategory\":\"Data\"}");
  }

  @Test
  void whatIsReadOfAStreamIsToldAsThat() {
    String stream = "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/2026-11-30";
    var request =
        Events.request(
            Operation.GET_RECORDS, "{\"ShardIterator\":\"" + stream + "|1|AAAA\",\"Limit\":7}");

    assertThat(record(Events.of("GetRecords", request, null)))
        .contains(
            "\"requestParameters\":{\"shardIterator\":\"" + stream + "|1|AAAA\",\"limit\":7}",
            "\"responseElements\":null,\"resources\":[{\"accountId\":\"000000000000\","
                + "\"type\":\"AWS::DynamoDB::Stream\",\"ARN\":\""
                + stream
                + "\"}]",
            "\"readOnly\":true",
            "\"managementEvent\":false",
            "\"eventCategory\":\"Data\"");
  }

  @Test
  void ofAnItemThatIsPutTheKeyIsToldAndTheNames() {
    assertThat(
            parameters(
                Operation.PUT_ITEM,
                """
                {"TableName":"Orders","Item":{"pk":{"S":"a"},"sk":{"N":"1.50"},
                 "card":{"M":{"number":{"S":"SECRET"}}},"list":{"L":[{"S":"SECRET"}]}}}
                """))
        .isEqualTo(
            "{\"tableName\":\"Orders\",\"key\":{\"pk\":\"a\",\"sk\":\"1.5\"},"
                + "\"item\":[\"pk\",\"sk\",\"card\",\"list\"]}");
  }

  @Test
  void ofATableThatIsNotKnownNoValueIsTold() {
    assertThat(
            parameters(
                Operation.PUT_ITEM,
                "{\"TableName\":\"Unknown\",\"Item\":{\"pk\":{\"S\":\"SECRET\"}}}"))
        .isEqualTo("{\"tableName\":\"Unknown\",\"item\":[\"pk\"]}");
    assertThat(
            parameters(
                Operation.DELETE_ITEM,
                "{\"TableName\":\"Unknown\",\"Key\":{\"pk\":{\"S\":\"SECRET\"}}}"))
        .isEqualTo("{\"tableName\":\"Unknown\",\"key\":{}}");
  }

  @Test
  void whatIsGivenAsKeyAndIsNoneIsNotTold() {
    assertThat(
            parameters(
                Operation.GET_ITEM,
                """
                {"TableName":"Orders","Key":{"pk":{"M":{"x":{"S":"SECRET"}}},"mail":{"S":"SECRET"}}}
                """))
        .isEqualTo("{\"tableName\":\"Orders\",\"key\":{}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "QUERY | {'TableName':'Orders','KeyConditionExpression':'pk = :p',"
            + "'FilterExpression':'mail = :m','ExpressionAttributeValues':"
            + "{':p':{'S':'SECRET'},':m':{'S':'SECRET'}},'Limit':5} | filterExpression",
        "QUERY | {'TableName':'Orders','IndexName':'Idx','KeyConditions':{'mail':"
            + "{'ComparisonOperator':'EQ','AttributeValueList':[{'S':'SECRET'}]}}} | indexName",
        "SCAN | {'TableName':'Orders','ExclusiveStartKey':{'pk':{'S':'a'},'sk':{'N':'1'},"
            + "'mail':{'S':'SECRET'}},'ScanFilter':{'mail':{'ComparisonOperator':'EQ',"
            + "'AttributeValueList':[{'S':'SECRET'}]}}} | exclusiveStartKey",
        "BATCH_WRITE_ITEM | {'RequestItems':{'Orders':[{'PutRequest':{'Item':{'pk':{'S':'a'},"
            + "'sk':{'N':'1'},'mail':{'S':'SECRET'}}}},{'DeleteRequest':{'Key':{'pk':{'S':'b'},"
            + "'sk':{'N':'1'}}}}]}} | \"key\":{\"pk\":\"b\"",
        "BATCH_GET_ITEM | {'RequestItems':{'Orders':{'Keys':[{'pk':{'S':'b'},'sk':{'N':'1'}}],"
            + "'ProjectionExpression':'mail'}}} | projectionExpression",
        "TRANSACT_GET_ITEMS | {'TransactItems':[{'Get':{'TableName':'Orders','Key':"
            + "{'pk':{'S':'b'},'sk':{'N':'1'}}}}]} | \"operation\":\"Get\"",
        "TRANSACT_WRITE_ITEMS | {'TransactItems':[{'Put':{'TableName':'Orders','Item':"
            + "{'pk':{'S':'b'},'sk':{'N':'1'},'mail':{'S':'SECRET'}}}},{'Update':{'TableName':'Other','Key':{'pk':{'S':'c'},'sk':{'N':'1'}},'UpdateExpression':'SET"
            + " mail = :m',"
            + "'ExpressionAttributeValues':{':m':{'S':'SECRET'}}}},{'ConditionCheck':{'TableName':'Other','Key':{'pk':{'S':'d'},'sk':{'N':'1'}},'ConditionExpression':'mail"
            + " = :m','ExpressionAttributeValues':{':m':{'S':'SECRET'}}}}]} |"
            + " \"operation\":\"ConditionCheck\"",
        "DELETE_ITEM | {'TableName':'Orders','Key':{'pk':{'S':'c'},'sk':{'N':'1'}},'Expected':"
            + "{'mail':{'Value':{'S':'SECRET'}}},'ReturnValues':'ALL_OLD'} | returnValues",
        "UPDATE_ITEM | {'TableName':'Orders','Key':{'pk':{'S':'c'},'sk':{'N':'1'}},"
            + "'AttributeUpdates':{'mail':{'Action':'PUT','Value':{'S':'SECRET'}}}} | update"
      })
  void valuesAreNeverTold(Operation operation, String json, String told) {
    assertThat(parameters(operation, json.replace('\'', '"')))
        .contains(told)
        .doesNotContain("SECRET");
  }

  @Test
  void allTablesOfATransactionAreResourcesOnce() {
    Request<?> request =
        Events.request(
            Operation.TRANSACT_GET_ITEMS,
            """
            {"TransactItems":[
             {"Get":{"TableName":"Aaa","Key":{"pk":{"S":"b"},"sk":{"N":"1"}}}},
             {"Get":{"TableName":"Bbb",
                     "Key":{"pk":{"S":"b"},"sk":{"N":"1"}}}},
             {"Get":{"TableName":"Aaa","Key":{"pk":{"S":"c"},"sk":{"N":"1"}}}}]}
            """);

    assertThat(record(Events.of("TransactGetItems", request, null)))
        .containsOnlyOnce(":table/Aaa\"}")
        .containsOnlyOnce(":table/Bbb\"}");
  }

  @Test
  void aTableThatIsCalledByItsArnHasThatArn() {
    String arn = "arn:aws:dynamodb:us-east-1:111111111111:table/Aaa";

    assertThat(Events.SITE.tableArn(arn)).isEqualTo(arn);
    assertThat(Events.SITE.tableArn(arn + "/index/Bbb")).isEqualTo(arn);
  }

  @Test
  void aCallThatChangesTablesIsToldWhole() {
    assertThat(
            parameters(
                Operation.CREATE_TABLE,
                """
                {"TableName":"Tab","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
                 "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
                 "BillingMode":"PAY_PER_REQUEST"}
                """))
        .contains("\"tableName\":\"Tab\"")
        .contains("\"keySchema\":[{\"attributeName\":\"pk\",\"keyType\":\"HASH\"}]")
        .contains("\"billingMode\":\"PAY_PER_REQUEST\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Invented | {\"TableName\":\"Orders\",\"Thing\":{\"S\":\"SECRET\"}} |"
            + " {\"tableName\":\"Orders\"}",
        "UpdateContinuousBackups | {\"TableName\":\"Orders\",\"PointInTimeRecoverySpecification\":"
            + "{\"PointInTimeRecoveryEnabled\":true}} | pointInTimeRecoveryEnabled\":true",
        "DescribeBackup | no JSON | \"requestParameters\":null",
        "DescribeBackup | [1] | \"requestParameters\":null"
      })
  void ofWhatIsHandedOnOnlyIsToldWhatIsKnownToBeNoValue(String name, String body, String told) {
    var request =
        new ForwardedRequest("DynamoDB_20120810." + name, JsonBytes.of(body.getBytes(UTF_8)));

    assertThat(record(Events.of(name, request, null)))
        .contains(told)
        .doesNotContain("SECRET", "4711");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "EXECUTE_STATEMENT | {\"Statement\":\"SELECT * FROM \\\"Orders\\\" WHERE mail='SECRET' AND"
            + " n=4711 AND pk=?\",\"Parameters\":[{\"S\":\"SECRET\"}]} | \"statement\":\"SELECT *"
            + " FROM \\\"Orders\\\" WHERE mail=***(Redacted) AND n=***(Redacted) AND pk=?\"",
        "BATCH_EXECUTE_STATEMENT | {\"Statements\":[{\"Statement\":\"INSERT INTO Orders VALUE"
            + " {'pk':'SECRET'}\",\"Parameters\":[{\"S\":\"SECRET\"}]},"
            + "{\"Statement\":\"no 'SECRET\"}]} | INSERT INTO Orders",
        "EXECUTE_TRANSACTION | {\"TransactStatements\":[{\"Statement\":\"DELETE /*SECRET*/ FROM"
            + " Orders WHERE pk='SECRET'\"}]} | DELETE FROM Orders WHERE pk=***(Redacted)"
      })
  void ofStatementsIsToldWhatTheyDoButNoValue(Operation operation, String body, String told) {
    assertThat(record(Events.of(operation.wireName(), Events.request(operation, body), null)))
        .contains(told)
        .doesNotContain("SECRET", "4711");
  }

  @Test
  void aDenialIsToldAsCloudTrailTellsIt() {
    var denied =
        new ServiceError.AccessDenied("User: u is not authorized to perform: d:ListTables");

    assertThat(record(Events.of("ListTables", Events.request(Operation.LIST_TABLES, "{}"), denied)))
        .contains("\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User: u is not authorized");
  }

  @Test
  void whatAMessageMayRepeatOfItemsOrTokensIsNotTold() {
    assertThat(
            record(Events.of("PutItem", null, new ServiceError.Validation("not a number: SECRET"))))
        .contains("\"errorCode\":\"ValidationException\"")
        .doesNotContain("SECRET");
    assertThat(
            record(
                unproven(
                    new ServiceError.InvalidSignature(
                        "The request signature we calculated does not match.\n\nThe Canonical"
                            + " String should have been\n'x-amz-security-token:SECRET'"))))
        .contains("\"userIdentity\":{\"type\":\"Unknown\"}")
        .contains("we calculated does not match.\"")
        .doesNotContain("SECRET");
  }

  private static AuditEvent unproven(@Nullable ServiceError error) {
    return new AuditEvent(
        Events.NOON,
        "ID",
        null,
        Events.ORIGIN,
        AuditAction.Tables.of("GetItem", null, null),
        error,
        1);
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(
            record(Events.of("ListTables", null, new ServiceError.AccessDenied("x".repeat(5000)))))
        .hasSizeLessThan(2500);
  }

  @Test
  void aSessionOfARoleIsToldWithItsIssuer() {
    var role =
        new Principal.AssumedRole(
            "000000000000",
            "arn:aws:iam::000000000000:role/Shop",
            "AROA0000000000000001",
            "Shop",
            "ASIA00000000000000AA",
            new Session(
                "app1",
                Instant.parse("2026-11-29T09:00:00.5Z"),
                Instant.parse("2026-11-29T10:00:00Z"),
                Map.of(),
                Set.of(),
                List.of(),
                "ann",
                new Federation("accounts.example.com", Map.of("sub", List.of("s")))));
    var event =
        new AuditEvent(
            Events.NOON,
            "ID",
            role,
            Events.ORIGIN,
            AuditAction.Tables.of("GetItem", null, null),
            null,
            1);

    assertThat(record(event))
        .contains(
            "{\"type\":\"AssumedRole\",\"principalId\":\"AROA0000000000000001:app1\","
                + "\"arn\":\"arn:aws:sts::000000000000:assumed-role/Shop/app1\","
                + "\"accountId\":\"000000000000\",\"accessKeyId\":\"ASIA00000000000000AA\","
                + "\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\","
                + "\"principalId\":\"AROA0000000000000001\","
                + "\"arn\":\"arn:aws:iam::000000000000:role/Shop\","
                + "\"accountId\":\"000000000000\",\"userName\":\"Shop\"},"
                + "\"webIdFederationData\":{\"federatedProvider\":\"accounts.example.com\","
                + "\"attributes\":{\"sub\":\"s\"}},"
                + "\"attributes\":{\"creationDate\":\"2026-11-29T09:00:00Z\","
                + "\"mfaAuthenticated\":\"false\"},\"sourceIdentity\":\"ann\"}}");
  }

  @Test
  void anAnswerWithSecretsIsToldWithoutThem() {
    var action =
        new AuditAction.Api(
            "iam.amazonaws.com",
            "2010-05-08",
            "CreateAccessKey",
            JsonBytes.of("{\"userName\":\"ann\"}".getBytes(UTF_8)),
            JsonBytes.of(
                "{\"accessKey\":{\"accessKeyId\":\"AKIA1\",\"secretAccessKey\":\"SECRET\"}}"
                    .getBytes(UTF_8)));

    assertThat(
            record(new AuditEvent(Events.NOON, "ID", Events.USER, Events.ORIGIN, action, null, 1)))
        .contains("\"eventSource\":\"iam.amazonaws.com\"")
        .contains("\"responseElements\":{\"accessKey\":{\"accessKeyId\":\"AKIA1\"}}")
        .contains("\"readOnly\":false")
        .doesNotContain("SECRET");
  }
}
