package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.protocol.dax.value.RandomValues;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ContributorInsights;
import io.larder.protocol.operation.ContributorInsightsMode;
import io.larder.protocol.operation.ContributorInsightsStatus;
import io.larder.protocol.operation.ContributorInsightsSummary;
import io.larder.protocol.operation.CreationTimePrecision;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.DeleteResourcePolicyResponse;
import io.larder.protocol.operation.DescribeContinuousBackupsResponse;
import io.larder.protocol.operation.DescribeContributorInsightsResponse;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeKinesisStreamingDestinationResponse;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.DescribeStreamResponse;
import io.larder.protocol.operation.DescribeTimeToLiveResponse;
import io.larder.protocol.operation.DestinationStatus;
import io.larder.protocol.operation.ForwardedRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.GetRecordsResponse;
import io.larder.protocol.operation.GetResourcePolicyResponse;
import io.larder.protocol.operation.GetShardIteratorResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeySchemaElement;
import io.larder.protocol.operation.KeyType;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.KinesisDataStreamDestination;
import io.larder.protocol.operation.KinesisStreamingDestinationResponse;
import io.larder.protocol.operation.ListContributorInsightsResponse;
import io.larder.protocol.operation.ListStreamsResponse;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PointInTimeRecovery;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.PutResourcePolicyResponse;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.Shard;
import io.larder.protocol.operation.StreamDescription;
import io.larder.protocol.operation.StreamRecord;
import io.larder.protocol.operation.StreamStatus;
import io.larder.protocol.operation.StreamSummary;
import io.larder.protocol.operation.StreamViewType;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.TimeToLiveSpecification;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.UntagResourceResponse;
import io.larder.protocol.operation.UpdateContinuousBackupsResponse;
import io.larder.protocol.operation.UpdateContributorInsightsResponse;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.UpdateTimeToLiveResponse;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service writes is read as what it was. A failure names the seed of its response. */
class ResponseReaderTest {
  private static final int SEEDS = 2_000;
  private static final String MARKS = "\"\\{}[],:1n";

  /** A body with single quotes for legibility. */
  private static Response quoted(Operation operation, String body) {
    return read(operation, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Response read(Operation operation, byte[] body) {
    return ResponseReader.read(Requests.of(operation), body, 0, body.length);
  }

  private static byte[] encode(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return out.toByteArray();
  }

  /** Responses of all kinds from a seed. */
  private static final class RandomResponse {
    private final Random random;
    private final RandomValues values;

    RandomResponse(long seed) {
      random = new Random(seed);
      values = new RandomValues(random);
    }

    private <T> @Nullable T orNot(Supplier<T> value) {
      return random.nextBoolean() ? value.get() : null;
    }

    private <T> List<T> some(Supplier<T> value) {
      return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> value.get()).toList();
    }

    private <T> Map<String, T> byTable(Supplier<T> value) {
      Map<String, T> all = new LinkedHashMap<>();
      for (String table : List.of("abc", "xyz")) {
        if (random.nextBoolean()) {
          all.put(table, value.get());
        }
      }
      return all;
    }

    private Map<String, AttributeValue> attributes() {
      return values.attributes(random.nextInt(4));
    }

    private Item item() {
      return Item.of(attributes());
    }

    private Capacity capacity() {
      return new Capacity(
          random.nextInt(40) / 2.0,
          orNot(() -> (double) random.nextInt(9)),
          orNot(() -> 1e9 * random.nextInt(9)));
    }

    private ConsumedCapacity consumed() {
      return random.nextBoolean()
          ? new ConsumedCapacity("abc", capacity(), null, null, null)
          : new ConsumedCapacity("abc", capacity(), capacity(), indexes(), indexes());
    }

    private Map<String, Capacity> indexes() {
      return random.nextBoolean() ? Map.of() : Map.of(values.name(), capacity());
    }

    private ItemCollectionMetrics metrics() {
      return new ItemCollectionMetrics(attributes(), random.nextInt(3), random.nextInt(5));
    }

    private WriteRequest write() {
      return random.nextBoolean()
          ? new WriteRequest.Put(item())
          : new WriteRequest.Delete(attributes());
    }

    private ItemPage page(boolean countsOnly) {
      // Without capacity, the cost is what the items take.
      List<Item> items = some(this::item);
      return new ItemPage(
          countsOnly ? null : items,
          items.size(),
          items.size() + random.nextInt(9),
          orNot(this::attributes),
          new PageCost(countsOnly ? 0 : items.stream().mapToInt(Item::size).sum(), 0));
    }

    private KeysAndAttributes unprocessed(String table) {
      var batch = (BatchGetItemRequest) Requests.of(Operation.BATCH_GET_ITEM);
      KeysAndAttributes asked = batch.requestItems().get(table);
      return new KeysAndAttributes(
          some(this::attributes),
          asked.projection(),
          asked.consistentRead(),
          asked.projectionExpression(),
          asked.expressionAttributeNames(),
          asked.attributesToGet());
    }

    private <E extends Enum<E>> E oneOf(E[] all) {
      return all[random.nextInt(all.length)];
    }

    private StreamDescription stream() {
      return new StreamDescription(
          values.text(),
          values.text(),
          oneOf(StreamStatus.values()),
          orNot(() -> oneOf(StreamViewType.values())),
          orNot(() -> Instant.ofEpochMilli(random.nextInt())),
          values.name(),
          some(() -> new KeySchemaElement(values.name(), oneOf(KeyType.values()))),
          some(
              () ->
                  new Shard(
                      values.text(), orNot(values::text), values.text(), orNot(values::text))),
          orNot(values::text));
    }

    private StreamRecord change() {
      return new StreamRecord(
          values.text(),
          oneOf(StreamRecord.EventName.values()),
          values.text(),
          orNot(() -> Instant.ofEpochSecond(random.nextInt())),
          item(),
          orNot(this::item),
          orNot(this::item),
          values.text(),
          random.nextInt(),
          orNot(() -> oneOf(StreamViewType.values())),
          random.nextBoolean());
    }

    private PointInTimeRecovery recovery() {
      return new PointInTimeRecovery(1 + random.nextInt(PointInTimeRecovery.MAX_DAYS));
    }

    private ContributorInsights insights(@Nullable String index) {
      return new ContributorInsights(
          index, insightsStatus(), insightsMode(), Instant.ofEpochMilli(random.nextInt()));
    }

    private ContributorInsightsStatus insightsStatus() {
      return oneOf(ContributorInsightsStatus.values());
    }

    private ContributorInsightsMode insightsMode() {
      return oneOf(ContributorInsightsMode.values());
    }

    private DestinationStatus destinationStatus() {
      return oneOf(DestinationStatus.values());
    }

    private CreationTimePrecision precision() {
      return oneOf(CreationTimePrecision.values());
    }

    Response answerTo(Operation operation) {
      return switch (operation) {
        case GET_ITEM -> new GetItemResponse(orNot(this::item), orNot(this::consumed));
        case PUT_ITEM ->
            new PutItemResponse(orNot(this::item), orNot(this::consumed), orNot(this::metrics));
        case UPDATE_ITEM ->
            new UpdateItemResponse(orNot(this::item), orNot(this::consumed), orNot(this::metrics));
        case DELETE_ITEM ->
            new DeleteItemResponse(orNot(this::item), orNot(this::consumed), orNot(this::metrics));
        case QUERY -> new QueryResponse(page(false), null);
        case SCAN -> new ScanResponse(page(true), null);
        case BATCH_GET_ITEM -> {
          Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
          byTable(() -> "").keySet().forEach(name -> unprocessed.put(name, unprocessed(name)));
          yield new BatchGetItemResponse(
              byTable(() -> some(this::item)), unprocessed, orNot(() -> some(this::consumed)));
        }
        case BATCH_WRITE_ITEM ->
            new BatchWriteItemResponse(
                byTable(() -> some(this::write)),
                orNot(() -> some(this::consumed)),
                orNot(() -> byTable(() -> some(this::metrics))));
        case TRANSACT_GET_ITEMS -> {
          List<@Nullable Item> items = new ArrayList<>();
          for (int i = random.nextInt(4); i > 0; i--) {
            items.add(orNot(this::item));
          }
          yield new TransactGetItemsResponse(items, orNot(() -> some(this::consumed)));
        }
        case TRANSACT_WRITE_ITEMS ->
            new TransactWriteItemsResponse(
                orNot(() -> some(this::consumed)), orNot(() -> byTable(() -> some(this::metrics))));
        case EXECUTE_STATEMENT, BATCH_EXECUTE_STATEMENT, EXECUTE_TRANSACTION ->
            throw new IllegalArgumentException("is not sent");
        case DESCRIBE_LIMITS ->
            new DescribeLimitsResponse(random.nextInt(), 80_000, 40_000, random.nextInt());
        case DESCRIBE_ENDPOINTS -> new DescribeEndpointsResponse(values.text(), 1440);
        case DESCRIBE_CONTINUOUS_BACKUPS ->
            new DescribeContinuousBackupsResponse(orNot(this::recovery));
        case UPDATE_CONTINUOUS_BACKUPS ->
            new UpdateContinuousBackupsResponse(orNot(this::recovery));
        case UPDATE_CONTRIBUTOR_INSIGHTS ->
            new UpdateContributorInsightsResponse(
                values.name(), orNot(values::name), insightsStatus(), insightsMode());
        case DESCRIBE_CONTRIBUTOR_INSIGHTS -> {
          String index = orNot(values::name);
          ContributorInsights insights = orNot(() -> insights(index));
          yield new DescribeContributorInsightsResponse(
              values.name(), index, insights, insights == null ? List.of() : some(values::name));
        }
        case LIST_CONTRIBUTOR_INSIGHTS ->
            new ListContributorInsightsResponse(
                some(
                    () ->
                        new ContributorInsightsSummary(
                            values.name(), orNot(values::name), insightsStatus(), insightsMode())),
                orNot(values::text));
        case ENABLE_KINESIS_STREAMING_DESTINATION,
            DISABLE_KINESIS_STREAMING_DESTINATION,
            UPDATE_KINESIS_STREAMING_DESTINATION ->
            new KinesisStreamingDestinationResponse(
                values.name(), values.text(), destinationStatus(), orNot(this::precision));
        case DESCRIBE_KINESIS_STREAMING_DESTINATION ->
            new DescribeKinesisStreamingDestinationResponse(
                values.name(),
                some(
                    () ->
                        new KinesisDataStreamDestination(
                            values.text(), destinationStatus(), orNot(values::text), precision())));
        case DESCRIBE_TIME_TO_LIVE -> new DescribeTimeToLiveResponse(orNot(values::name));
        case UPDATE_TIME_TO_LIVE ->
            new UpdateTimeToLiveResponse(
                new TimeToLiveSpecification(values.name(), random.nextBoolean()));
        case LIST_TABLES -> new ListTablesResponse(some(values::name), orNot(values::name));
        case LIST_TAGS_OF_RESOURCE ->
            new ListTagsOfResourceResponse(
                some(() -> new Tag(values.text(), values.text())), orNot(values::text));
        case TAG_RESOURCE -> new TagResourceResponse();
        case UNTAG_RESOURCE -> new UntagResourceResponse();
        case PUT_RESOURCE_POLICY -> new PutResourcePolicyResponse(values.text());
        case GET_RESOURCE_POLICY -> new GetResourcePolicyResponse(values.text(), values.text());
        case DELETE_RESOURCE_POLICY -> new DeleteResourcePolicyResponse(orNot(values::text));
        case LIST_STREAMS ->
            new ListStreamsResponse(
                some(() -> new StreamSummary(values.text(), values.name(), values.text())),
                orNot(values::text));
        case DESCRIBE_STREAM -> new DescribeStreamResponse(stream());
        case GET_SHARD_ITERATOR -> new GetShardIteratorResponse(values.text());
        case GET_RECORDS -> new GetRecordsResponse(some(this::change), orNot(values::text));
        // Their descriptions are for another test, or their answers told as they came.
        default -> throw new IllegalArgumentException(operation.wireName());
      };
    }
  }

  private static boolean isOnTable(Operation operation) {
    return switch (operation) {
      case CREATE_TABLE, UPDATE_TABLE, DELETE_TABLE, DESCRIBE_TABLE -> true;
      default -> false;
    };
  }

  private static void assertIsReadAsItWas(long seed) {
    Operation[] operations = Requests.SENT;
    Operation operation = operations[(int) (seed % operations.length)];
    if (isOnTable(operation) || operation.kind() == Operation.Kind.ABSENT) {
      return;
    }
    Response response = new RandomResponse(seed).answerTo(operation);
    byte[] body = encode(response);

    Response read = read(operation, body);

    String description = "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8);
    assertThat(read).as(description).isEqualTo(response);
    // Sizes are no part of an item's equality, and the form of its JSON neither.
    assertThat(encode(read)).as(description).isEqualTo(body);
    assertThat(read.itemBytes()).as(description).isEqualTo(response.itemBytes());
  }

  @Test
  void whatTheServiceWritesIsReadAsItWas() {
    LongStream.range(0, SEEDS).forEach(ResponseReaderTest::assertIsReadAsItWas);
  }

  @Test
  void sizesAreThoseOfTheItemsThatWereWritten() {
    for (long seed = 0; seed < 200; seed++) {
      Item item = new RandomResponse(seed).item();
      byte[] body = encode(new GetItemResponse(item, null));

      var read = (GetItemResponse) read(Operation.GET_ITEM, body);

      assertThat(read.item().size()).as("seed %d", seed).isEqualTo(item.size());
    }
  }

  @Test
  void itemsInAnotherFormBecomeCanonical() {
    var read =
        (GetItemResponse)
            quoted(
                Operation.GET_ITEM,
                " { 'New' : [ { 'x' : -1.5e3 } , null , true ] , 'Item' : null , 'Item' : {\n"
                    + "'a' : { 'N' : '1.50E2' } , '\\u0062\\/' : {'SS':['b','a']} ,"
                    + "'c':{'M':{'d':{'L':[{'NULL':true},{'B':'AQI='},{'NS':['2','1E0']},"
                    + "{'BOOL':false},{'BS':['Ag==','AQ==']}]}}}} } ");

    byte[] json = encode(read);
    assertThat(new String(json, StandardCharsets.UTF_8).replace('"', '\''))
        .isEqualTo(
            "{'Item':{'a':{'N':'150'},'b/':{'SS':['a','b']},'c':{'M':{'d':{'L':[{'NULL':true},"
                + "{'B':'AQI='},{'NS':['1','2']},{'BOOL':false},{'BS':['AQ==','Ag==']}]}}}}}");
    assertThat(read.item().size()).isEqualTo(Item.of(read.item().attributes()).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'S':'x','N':'1'}",
        "{'X':'x'}",
        "{'S':1}",
        "{'N':'one'}",
        "{'N':1}",
        "{'N':'1e400'}",
        "{'B':'?'}",
        "{'BOOL':'true'}",
        "{'NULL':false}",
        "{'SS':[]}",
        "{'NS':['1','1.0']}",
        "{'L':{}}",
        "{'L':[{'S':'x'},]}",
        "{'M':[]}",
        "{'S':'\\ud800'}",
        "{'S':'\\x'}",
        "{'S':'\u0001'}",
        "'x'",
      })
  void valuesThatNobodyCanKeepAreMalformed(String value) {
    // An exponent, so that this is not for the scanner alone to find.
    String item = "{'Item':{'a':" + value + ",'b':{'N':'1E1'}}}";

    assertThatThrownBy(() -> quoted(Operation.GET_ITEM, item)).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void valuesAreNestedAsDeepAsTheServiceAllows() {
    String inner = "{'N':'1E1'}";
    String atMost = "{'L':[".repeat(31) + inner + "]}".repeat(31);

    assertThat(quoted(Operation.GET_ITEM, "{'Item':{'a':" + atMost + "}}")).isNotNull();
    assertThatThrownBy(() -> quoted(Operation.GET_ITEM, "{'Item':{'a':{'L':[" + atMost + "]}}}"))
        .isInstanceOf(MalformedAnswer.class)
        .hasMessageContaining("nested");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{'Item':{}} {}",
        "{'Item':{},}",
        "{'Item' {}}",
        "{'x':1 2}",
        "{'x':tru}",
        "{'x':[1,]}",
        "{'x':--1}",
        "{'x':'\\ud800'}",
        "{'x':'\\q'}",
        "{'ConsumedCapacity':{'CapacityUnits':1e999}}",
        "{'ConsumedCapacity':{'CapacityUnits':'1'}}",
        "{'ConsumedCapacity':[]}",
      })
  void whatIsNotTheJsonOfAnAnswerIsMalformed(String body) {
    assertThatThrownBy(() -> quoted(Operation.GET_ITEM, body)).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void whatIsNestedTooDeepForAnyAnswerIsMalformed() {
    assertThat(quoted(Operation.GET_ITEM, "{'x':" + "[".repeat(100) + "]".repeat(100) + "}"))
        .isEqualTo(new GetItemResponse(null, null));
    assertThatThrownBy(() -> quoted(Operation.GET_ITEM, "{'x':" + "[".repeat(1_000_000)))
        .isInstanceOf(MalformedAnswer.class)
        .hasMessageContaining("nested");
  }

  @Test
  void moreItemsThanAPageCanHaveAreMalformed() {
    String items = "{},".repeat(1024 * 1024);

    assertThatThrownBy(() -> quoted(Operation.QUERY, "{'Items':[" + items + "{}]}"))
        .isInstanceOf(MalformedAnswer.class)
        .hasMessageContaining("too many");
  }

  @Test
  void anAnswerCutOffAnywhereOrWithAnyByteChangedIsReadOrMalformed() {
    for (Operation operation : Requests.SENT) {
      if (operation.kind() == Operation.Kind.ABSENT) {
        continue;
      }
      byte[] body =
          isOnTable(operation)
              ? encode(TableAnswersTest.answerTo(operation))
              : encode(shortAnswerTo(operation));
      Request<?> request = Requests.of(operation);
      var random = new Random(1);
      for (int at = 0; at < body.length; at++) {
        assertIsMalformed(request, body, at);
        byte[] changed = body.clone();
        for (int i = 0; i < 3; i++) {
          changed[at] =
              (byte) (i == 0 ? random.nextInt() : MARKS.charAt(random.nextInt(MARKS.length())));
          readOrMalformed(request, changed);
        }
      }
    }
  }

  private static Response shortAnswerTo(Operation operation) {
    return LongStream.iterate(1, seed -> seed + 1)
        .mapToObj(seed -> new RandomResponse(seed).answerTo(operation))
        .filter(response -> isShort(encode(response).length))
        .findFirst()
        .orElseThrow();
  }

  /** Short enough to be read at every byte, and not without anything in it; some have no body. */
  private static boolean isShort(int bytes) {
    return bytes == 0 || (bytes > 40 && bytes < 2_000);
  }

  private static void assertIsMalformed(Request<?> request, byte[] body, int length) {
    assertThatThrownBy(() -> ResponseReader.read(request, body, 0, length))
        .as("%s, %d bytes", request, length)
        .isInstanceOf(MalformedAnswer.class);
  }

  private static void readOrMalformed(Request<?> request, byte[] body) {
    try {
      ResponseReader.read(request, body, 0, body.length);
    } catch (MalformedAnswer e) {
      // As it should be.
    }
  }

  @Test
  void whatIsUnprocessedIsToldInTheClientsOwnWords() {
    // Given
    String ours =
        "{'UnprocessedKeys':{'abc':{'Keys':[{'a':{'S':'y'}}],'ProjectionExpression':'a,#0',"
            + "'ExpressionAttributeNames':{'#0':'b'},'ConsistentRead':true}}}";

    // When
    var read = (BatchGetItemResponse) quoted(Operation.BATCH_GET_ITEM, ours);

    // Then
    KeysAndAttributes unprocessed = read.unprocessedKeys().get("abc");
    assertThat(unprocessed.projectionExpression()).isEqualTo("a, #b");
    assertThat(unprocessed.expressionAttributeNames()).isEqualTo(Map.of("#b", "b"));
    assertThat(unprocessed.keys()).hasSize(1);
  }

  @Test
  void keysOfATableThatWasNotAskedForAreMalformed() {
    assertThatThrownBy(
            () -> quoted(Operation.BATCH_GET_ITEM, "{'UnprocessedKeys':{'other':{'Keys':[]}}}"))
        .isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void whatIsForwardedIsTakenAsItCame() {
    byte[] body = "? not JSON ?".getBytes(StandardCharsets.UTF_8);
    var request = new ForwardedRequest("DynamoDB_20120810.New", JsonBytes.of(new byte[0]));

    byte[] read = encode(ResponseReader.read(request, body, 2, 8));

    assertThat(new String(read, StandardCharsets.UTF_8)).isEqualTo("not JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // Members of the request | capacity of the answer | bytes | blocks
        "'ConsistentRead':true | 'CapacityUnits':3.0 | 12288 | 0",
        "'ConsistentRead':false | 'CapacityUnits':1.5 | 12288 | 0",
        "'ConsistentRead':false | 'CapacityUnits':1.5,'Table':{'CapacityUnits':1.5} | 12288 | 0",
        "'IndexName':'idx' | 'CapacityUnits':2.5,'Table':{'CapacityUnits':2.0},"
            + "'LocalSecondaryIndexes':{'idx':{'CapacityUnits':0.5}} | 4096 | 4",
        "'IndexName':'idx','ConsistentRead':true | 'CapacityUnits':5.0,'Table':"
            + "{'CapacityUnits':4.0},'LocalSecondaryIndexes':{'idx':{'CapacityUnits':1.0}}"
            + " | 4096 | 4",
        "'IndexName':'idx' | 'CapacityUnits':2.0,'Table':{'CapacityUnits':0.0},"
            + "'GlobalSecondaryIndexes':{'idx':{'CapacityUnits':2.0}} | 16384 | 0",
        "'IndexName':'idx' | 'CapacityUnits':2.0 | 16384 | 0",
      })
  void aPageCostsWhatTheUpstreamCharged(String members, String capacity, long bytes, long blocks) {
    // Given
    var request =
        Requests.quoted(
            Operation.QUERY,
            "{'TableName':'abc','KeyConditionExpression':'a = :a','ExpressionAttributeValues':"
                + "{':a':{'S':'x'}},"
                + members
                + "}");
    byte[] body =
        ("{'Items':[],'Count':0,'ScannedCount':7,'ConsumedCapacity':{'TableName':'abc',"
                + capacity
                + "}}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);

    // When
    var read = (QueryResponse) (Response) ResponseReader.read(request, body, 0, body.length);

    // Then
    assertThat(read.page().cost()).isEqualTo(new PageCost(bytes, blocks));
    assertThat(read.page().scannedCount()).isEqualTo(7);
  }
}
