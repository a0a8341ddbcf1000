package io.larder.store.lmdb.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.operation.AttributeDefinition;
import io.larder.protocol.operation.BillingMode;
import io.larder.protocol.operation.GlobalSecondaryIndex;
import io.larder.protocol.operation.GlobalSecondaryIndexDescription;
import io.larder.protocol.operation.IndexStatus;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.LocalSecondaryIndex;
import io.larder.protocol.operation.LocalSecondaryIndexDescription;
import io.larder.protocol.operation.OnDemandThroughput;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.ProvisionedThroughput;
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
import io.larder.protocol.operation.WarmThroughput;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Table descriptions as the store keeps them. */
final class StoredTableDescriptionTest {
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

  private static String stored(TableDescription table) {
    var out = new JsonWriter();
    TableDescriptionWriter.write(table, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  @Test
  void whatIsStoredKeepsItsForm() {
    assertThat(stored(plain(PLAIN)))
        .isEqualTo(
            """
            {'TableName':'Music',\
            'TableArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','TableId':'0f0f',\
            'TableStatus':'ACTIVE','CreationDateTime':'2025-11-20T19:00:00.123Z',\
            'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],\
            'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'LocalSecondaryIndexes':[],\
            'GlobalSecondaryIndexes':[],'ProvisionedThroughput':{'ReadCapacityUnits':5,\
            'WriteCapacityUnits':6},'ItemCount':3,'TableSizeBytes':400,\
            'ThroughputChanges':{'NumberOfDecreasesToday':0}}\
            """);
    assertThat(stored(rich()))
        .isEqualTo(
            """
            {'TableName':'Music',\
            'TableArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music','TableId':'0f0f',\
            'TableStatus':'UPDATING','CreationDateTime':'2025-11-20T19:00:00.123000456Z',\
            'AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],\
            'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],\
            'LocalSecondaryIndexes':[{'IndexName':'loc','KeySchema':[{'AttributeName':'p',\
            'KeyType':'HASH'}],'Projection':{'ProjectionType':'ALL'},\
            'IndexArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music/index/loc',\
            'ItemCount':1,'IndexSizeBytes':2}],'GlobalSecondaryIndexes':[{'IndexName':'glo',\
            'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],\
            'Projection':{'ProjectionType':'INCLUDE','NonKeyAttributes':['a','b']},\
            'ProvisionedThroughput':{'ReadCapacityUnits':1,'WriteCapacityUnits':2},\
            'OnDemandThroughput':{'MaxWriteRequestUnits':9},\
            'WarmThroughput':{'ReadUnitsPerSecond':7,'WriteUnitsPerSecond':8},\
            'IndexStatus':'CREATING','Backfilling':true,\
            'IndexArn':'arn:aws:dynamodb:us-east-1:123456789012:table/Music/index/glo',\
            'ItemCount':3,'IndexSizeBytes':4,\
            'ThroughputChanges':{'LastIncreaseDateTime':'2025-11-20T19:00:00.123Z',\
            'NumberOfDecreasesToday':0}}],'BillingMode':'PAY_PER_REQUEST',\
            'ProvisionedThroughput':{'ReadCapacityUnits':0,'WriteCapacityUnits':0},\
            'OnDemandThroughput':{'MaxReadRequestUnits':1,'MaxWriteRequestUnits':2},\
            'WarmThroughput':{'ReadUnitsPerSecond':20000,'WriteUnitsPerSecond':10000},\
            'StreamSpecification':{'StreamEnabled':true,'StreamViewType':'NEW_AND_OLD_IMAGES'},\
            'SSESpecification':{'Enabled':true,'SSEType':'KMS'},\
            'TableClass':'STANDARD_INFREQUENT_ACCESS','DeletionProtectionEnabled':true,\
            'LastUpdateToPayPerRequestDateTime':'2025-11-20T19:00:00.123Z',\
            'LastTableClassUpdateDateTime':'2025-11-20T19:00:00.123Z',\
            'LatestStreamLabel':'2025-11-20T19:00:00.123','ItemCount':5,'TableSizeBytes':6,\
            'ThroughputChanges':{'LastIncreaseDateTime':'2025-11-20T19:00:00.123Z',\
            'LastDecreaseDateTime':'2025-11-20T19:00:01.123Z','NumberOfDecreasesToday':2}}\
            """);
  }

  @Test
  void whatIsStoredIsReadBackExactly() {
    for (TableDescription table : List.of(plain(PLAIN), rich())) {
      // When
      var out = new JsonWriter();
      TableDescriptionWriter.write(table, out);

      // Then
      assertThat(TableDescriptionReader.read(out.toByteArray())).isEqualTo(table);
    }
  }
}
