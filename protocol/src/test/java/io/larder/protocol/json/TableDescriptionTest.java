package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.CreateTableResponse;
import io.larder.protocol.operation.DeleteTableResponse;
import io.larder.protocol.operation.DescribeTableResponse;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.GlobalSecondaryIndexUpdate;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Table descriptions as clients see them. */
class TableDescriptionTest {
  private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/Music";
  private static final Instant CREATED = Instant.ofEpochMilli(1_763_665_200_123L);
  private static final List<KeySchemaElement> KEY =
      List.of(new KeySchemaElement("p", KeyType.HASH));
  private static final List<AttributeDefinition> DEFINITIONS =
      List.of(new AttributeDefinition("p", ScalarAttributeType.S));
  private static final TableOptions PLAIN =
      new TableOptions(null, new ProvisionedThroughput(5, 6), null, null, null, null, null, null);

  private static TableDescription plain(TableOptions options) {
    return new TableDescription(
        new TableIdentity("Music", ARN, "0f0f", CREATED),
        TableStatus.ACTIVE,
        new TableSchema(DEFINITIONS, KEY, List.of(), List.of()),
        options,
        TableHistory.NONE,
        new StoredSize(3, 400));
  }

  private static TableDescription rich() {
    return new TableDescription(
        new TableIdentity("Music", ARN, "0f0f", CREATED.plusNanos(456)),
        TableStatus.UPDATING,
        new TableSchema(
            DEFINITIONS,
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
                        new WarmThroughput(7L, 8L)),
                    ARN + "/index/glo",
                    IndexStatus.CREATING,
                    true,
                    new StoredSize(3, 4),
                    new ThroughputChanges(CREATED, null, 0)))),
        new TableOptions(
            BillingMode.PAY_PER_REQUEST,
            new ProvisionedThroughput(0, 0),
            new OnDemandThroughput(1L, 2L),
            new WarmThroughput(20_000L, 10_000L),
            new StreamSpecification(true, "NEW_AND_OLD_IMAGES"),
            new SseSpecification(true, "KMS", null),
            TableClass.STANDARD_INFREQUENT_ACCESS,
            true),
        new TableHistory(
            CREATED,
            CREATED,
            "2025-11-20T19:00:00.123",
            new ThroughputChanges(CREATED, CREATED.plusSeconds(1), 2)),
        new StoredSize(5, 6));
  }

  private static String encoded(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  @Test
  void aPlainTableShowsOnlyWhatEveryTableHas() {
    assertThat(encoded(new DescribeTableResponse(plain(PLAIN))))
        .isEqualTo(
            "{'Table':{'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
                + "'TableName':'Music','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'TableStatus':'ACTIVE','CreationDateTime':1.763665200123E9,"
                + "'ProvisionedThroughput':{'NumberOfDecreasesToday':0,'ReadCapacityUnits':5,"
                + "'WriteCapacityUnits':6},'TableSizeBytes':400,'ItemCount':3,'TableArn':'"
                + ARN
                + "','TableId':'0f0f','DeletionProtectionEnabled':false,'WarmThroughput':{"
                + "'ReadUnitsPerSecond':5,'WriteUnitsPerSecond':6,'Status':'ACTIVE'}}}");
  }

  @Test
  void aTableThatIsBeingCreatedShowsWarmThroughputOnlyIfItWasOrdered() {
    assertThat(encoded(new CreateTableResponse(plain(PLAIN))))
        .isEqualTo(
            "{'TableDescription':{'AttributeDefinitions':[{'AttributeName':'p','AttributeType':"
                + "'S'}],'TableName':'Music','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'TableStatus':'ACTIVE','CreationDateTime':1.763665200123E9,"
                + "'ProvisionedThroughput':{'NumberOfDecreasesToday':0,'ReadCapacityUnits':5,"
                + "'WriteCapacityUnits':6},'TableSizeBytes':400,'ItemCount':3,'TableArn':'"
                + ARN
                + "','TableId':'0f0f','DeletionProtectionEnabled':false}}");
    assertThat(encoded(new CreateTableResponse(rich())))
        .endsWith(
            "'WarmThroughput':{'ReadUnitsPerSecond':20000,'WriteUnitsPerSecond':10000,'Status':"
                + "'UPDATING'}}}")
        .contains("/index/glo','OnDemandThroughput':{'MaxWriteRequestUnits':9}}]");
  }

  @Test
  void aTableThatIsBeingDeletedShowsNothingOfItsKeysAndIndexes() {
    assertThat(encoded(new DeleteTableResponse(plain(PLAIN))))
        .isEqualTo(
            "{'TableDescription':{'TableName':'Music','TableStatus':'ACTIVE',"
                + "'ProvisionedThroughput':{'NumberOfDecreasesToday':0,'ReadCapacityUnits':5,"
                + "'WriteCapacityUnits':6},'TableSizeBytes':400,'ItemCount':3,'TableArn':'"
                + ARN
                + "','TableId':'0f0f','DeletionProtectionEnabled':false}}");
  }

  private static UpdateTableRequest change(TableOptions options) {
    return new UpdateTableRequest("Music", List.of(), List.of(), options);
  }

  @Test
  void warmThroughputThatWasOrderedIsBeingChanged() {
    var warm = new WarmThroughput(20_000L, null);
    var ofTable = change(new TableOptions(null, null, null, warm, null, null, null, null));
    var ofIndex =
        new UpdateTableRequest(
            "Music",
            List.of(),
            List.of(new GlobalSecondaryIndexUpdate.Update("glo", null, null, warm)),
            PLAIN);

    assertThat(encoded(new UpdateTableResponse(plain(PLAIN), ofTable)))
        .contains("'WriteUnitsPerSecond':6,'Status':'UPDATING'}");
    assertThat(encoded(new UpdateTableResponse(plain(PLAIN), ofIndex)))
        .contains("'WriteUnitsPerSecond':6,'Status':'ACTIVE'}");
    assertThat(encoded(new UpdateTableResponse(rich(), ofIndex)))
        .contains("'WriteUnitsPerSecond':4000,'Status':'UPDATING'}");
  }

  @Test
  void encryptionThatIsBeingChangedShowsTheOldKey() {
    var change =
        change(
            new TableOptions(
                null, null, null, null, null, new SseSpecification(true, null, null), null, null));

    assertThat(encoded(new UpdateTableResponse(plain(PLAIN), change)))
        .contains("'SSEDescription':{'Status':'UPDATING'}");
    assertThat(encoded(new UpdateTableResponse(rich(), change)))
        .contains(
            "'SSEDescription':{'Status':'UPDATING','SSEType':'KMS','KMSMasterKeyArn':"
                + "'arn:aws:kms:us-east-1:123456789012:key/0f0f'}");
  }

  @Test
  void definitionsAndProjectedAttributesAreShownByName() {
    // Given
    var projection = new Projection(ProjectionType.INCLUDE, List.of("zz", "aa", "mm"));
    var table =
        new TableDescription(
            new TableIdentity("Music", ARN, "0f0f", CREATED),
            TableStatus.ACTIVE,
            new TableSchema(
                Stream.of("z", "p", "a")
                    .map(name -> new AttributeDefinition(name, ScalarAttributeType.S))
                    .toList(),
                KEY,
                List.of(
                    new LocalSecondaryIndexDescription(
                        new LocalSecondaryIndex("loc", KEY, projection), ARN, StoredSize.EMPTY)),
                List.of(
                    new GlobalSecondaryIndexDescription(
                        new GlobalSecondaryIndex("glo", KEY, projection, null, null, null),
                        ARN,
                        IndexStatus.ACTIVE,
                        null))),
            PLAIN,
            TableHistory.NONE,
            StoredSize.EMPTY);

    // When
    String text = encoded(new DescribeTableResponse(table));

    // Then
    assertThat(text)
        .contains(
            "'AttributeDefinitions':[{'AttributeName':'a','AttributeType':'S'},{'AttributeName':"
                + "'p','AttributeType':'S'},{'AttributeName':'z','AttributeType':'S'}]");
    assertThat(text.split("'NonKeyAttributes':\\['aa','mm','zz'\\]", -1)).hasSize(3);
  }

  @Test
  void aTableShowsEverythingThatWasAskedFor() {
    assertThat(encoded(new DescribeTableResponse(rich())))
        .isEqualTo(
            "{'Table':{'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],"
                + "'TableName':'Music','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'TableStatus':'UPDATING','CreationDateTime':1.763665200123E9,"
                + "'ProvisionedThroughput':{'LastIncreaseDateTime':1.763665200123E9,"
                + "'LastDecreaseDateTime':1.763665201123E9,'NumberOfDecreasesToday':2,"
                + "'ReadCapacityUnits':0,'WriteCapacityUnits':0},'TableSizeBytes':6,'ItemCount':5,"
                + "'TableArn':'"
                + ARN
                + "','TableId':'0f0f','BillingModeSummary':{'BillingMode':'PAY_PER_REQUEST',"
                + "'LastUpdateToPayPerRequestDateTime':1.763665200123E9},"
                + "'TableThroughputModeSummary':{'TableThroughputMode':'PAY_PER_REQUEST',"
                + "'LastUpdateToPayPerRequestDateTime':1.763665200123E9},'LocalSecondaryIndexes':[{"
                + "'IndexName':'loc','KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
                + "'Projection':{'ProjectionType':'ALL'},'IndexSizeBytes':2,'ItemCount':1,"
                + "'IndexArn':'"
                + ARN
                + "/index/loc'}],'GlobalSecondaryIndexes':[{'IndexName':'glo','KeySchema':[{"
                + "'AttributeName':'p','KeyType':'HASH'}],'Projection':{'ProjectionType':'INCLUDE',"
                + "'NonKeyAttributes':['a','b']},'IndexStatus':'CREATING','Backfilling':true,"
                + "'ProvisionedThroughput':{'LastIncreaseDateTime':1.763665200123E9,"
                + "'NumberOfDecreasesToday':0,'ReadCapacityUnits':1,'WriteCapacityUnits':2},"
                + "'IndexSizeBytes':4,'ItemCount':3,'IndexArn':'"
                + ARN
                + "/index/glo','OnDemandThroughput':{'MaxWriteRequestUnits':9},'WarmThroughput':{"
                + "'ReadUnitsPerSecond':12000,'WriteUnitsPerSecond':4000,'Status':'UPDATING'}}],"
                + "'StreamSpecification':{'StreamEnabled':true,'StreamViewType':"
                + "'NEW_AND_OLD_IMAGES'},'LatestStreamLabel':'2025-11-20T19:00:00.123',"
                + "'LatestStreamArn':'"
                + ARN
                + "/stream/2025-11-20T19:00:00.123','SSEDescription':{'Status':'ENABLED','SSEType':"
                + "'KMS','KMSMasterKeyArn':'arn:aws:kms:us-east-1:123456789012:key/0f0f'},"
                + "'TableClassSummary':{'TableClass':'STANDARD_INFREQUENT_ACCESS',"
                + "'LastUpdateDateTime':1.763665200123E9},"
                + "'DeletionProtectionEnabled':true,'OnDemandThroughput':{'MaxReadRequestUnits':1,"
                + "'MaxWriteRequestUnits':2},'WarmThroughput':{'ReadUnitsPerSecond':20000,"
                + "'WriteUnitsPerSecond':10000,'Status':'ACTIVE'}}}");
  }
}
