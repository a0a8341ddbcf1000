package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ProvisionedThroughput;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScalarAttributeType;
import io.larder.protocol.operation.SseSpecification;
import io.larder.protocol.operation.StoredSize;
import io.larder.protocol.operation.StreamSpecification;
import io.larder.protocol.operation.TableClass;
import io.larder.protocol.operation.TableDescription;
import io.larder.protocol.operation.TableHistory;
import io.larder.protocol.operation.TableIdentity;
import io.larder.protocol.operation.TableOptions;
import io.larder.protocol.operation.TableSchema;
import io.larder.protocol.operation.TableStatus;
import io.larder.protocol.operation.ThroughputChanges;
import io.larder.protocol.operation.UpdateTableRequest;
import io.larder.protocol.operation.UpdateTableResponse;
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the service says of tables is read as what it said. */
class TableAnswersTest {
  private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/abc";
  private static final Instant CREATED = Instant.ofEpochMilli(1_763_665_200_123L);
  private static final List<KeySchemaElement> KEY =
      List.of(new KeySchemaElement("p", KeyType.HASH), new KeySchemaElement("s", KeyType.RANGE));

  private static TableDescription table() {
    return new TableDescription(
        new TableIdentity("abc", ARN, "0f0f", CREATED),
        TableStatus.UPDATING,
        new TableSchema(
            List.of(
                new AttributeDefinition("p", ScalarAttributeType.S),
                new AttributeDefinition("s", ScalarAttributeType.B)),
            KEY,
            List.of(
                new LocalSecondaryIndexDescription(
                    new LocalSecondaryIndex("loc", KEY, new Projection(ProjectionType.ALL, null)),
                    ARN + "/index/loc",
                    new StoredSize(1, 2))),
            List.of(
                new GlobalSecondaryIndexDescription(
                    new GlobalSecondaryIndex(
                        "glo",
                        KEY,
                        new Projection(ProjectionType.INCLUDE, List.of("a", "b")),
                        new ProvisionedThroughput(1, 2),
                        new OnDemandThroughput(null, 9L),
                        new WarmThroughput(12_007L, 4_008L)),
                    ARN + "/index/glo",
                    IndexStatus.CREATING,
                    true,
                    new StoredSize(3, 4),
                    new ThroughputChanges(CREATED, null, 0)))),
        new TableOptions(
            BillingMode.PAY_PER_REQUEST,
            null,
            new OnDemandThroughput(1L, 2L),
            new WarmThroughput(20_000L, 10_000L),
            new StreamSpecification(true, "NEW_AND_OLD_IMAGES"),
            new SseSpecification(true, "KMS", "arn:aws:kms:us-east-1:123456789012:key/0f0f"),
            TableClass.STANDARD_INFREQUENT_ACCESS,
            true),
        new TableHistory(
            CREATED,
            CREATED,
            "2025-11-20T19:00:00.123",
            new ThroughputChanges(CREATED, CREATED.plusSeconds(1), 2)),
        new StoredSize(5, 6));
  }

  static Response answerTo(Operation operation) {
    return switch (operation) {
      case CREATE_TABLE -> new CreateTableResponse(table());
      case UPDATE_TABLE ->
          new UpdateTableResponse(table(), (UpdateTableRequest) Requests.of(operation));
      case DELETE_TABLE -> new DeleteTableResponse(table());
      case DESCRIBE_TABLE -> new DescribeTableResponse(table());
      default -> throw new IllegalArgumentException();
    };
  }

  private static byte[] encode(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return out.toByteArray();
  }

  private static Response read(Operation operation, byte[] body) {
    return ResponseReader.read(Requests.of(operation), body, 0, body.length);
  }

  /** A body with single quotes for legibility. */
  private static Response quoted(Operation operation, String body) {
    return read(operation, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aDescriptionIsReadAsItWas() {
    assertThat(read(Operation.DESCRIBE_TABLE, encode(answerTo(Operation.DESCRIBE_TABLE))))
        .isEqualTo(answerTo(Operation.DESCRIBE_TABLE));
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATE_TABLE", "UPDATE_TABLE", "DELETE_TABLE", "DESCRIBE_TABLE"})
  void whatIsReadIsToldInTheSameWordsAgain(Operation operation) {
    byte[] body = encode(answerTo(operation));

    assertThat(new String(encode(read(operation, body)), StandardCharsets.UTF_8))
        .isEqualTo(new String(body, StandardCharsets.UTF_8));
  }

  @Test
  void aTableMaySayNoMoreThanItsName() {
    var read =
        (DescribeTableResponse)
            quoted(Operation.DESCRIBE_TABLE, "{'Table':{'TableName':'abc','TableStatus':'NEW'}}");

    assertThat(read.table().tableStatus()).isEqualTo(TableStatus.UPDATING);
    assertThat(read.table().schema().keySchema()).isEmpty();
  }

  @Test
  void tablesWithoutAnIdAreToldApartByTheirCreation() {
    String first = "{'Table':{'TableName':'abc','TableArn':'x','CreationDateTime':1.5}}";
    String second = "{'Table':{'TableName':'abc','TableArn':'x','CreationDateTime':1.501}}";

    assertThat(idOf(first)).isEqualTo(idOf(first)).isNotEqualTo(idOf(second));
  }

  private static String idOf(String body) {
    return ((DescribeTableResponse) quoted(Operation.DESCRIBE_TABLE, body))
        .table()
        .identity()
        .tableId();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"ENABLED, t", "ENABLING, t", "DISABLED, null", "DISABLING, null"})
  void itemsExpireWhileExpiryIsOnOrBeingSwitchedOn(String status, String attribute) {
    assertThat(
            quoted(
                Operation.DESCRIBE_TIME_TO_LIVE,
                "{'TimeToLiveDescription':{'TimeToLiveStatus':'"
                    + status
                    + "','AttributeName':'t'}}"))
        .isEqualTo(new DescribeTimeToLiveResponse(attribute));
  }
}
