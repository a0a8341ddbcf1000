package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.Num;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.DynamoNumber;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DescribeEndpointsResponse;
import io.larder.protocol.operation.DescribeLimitsResponse;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ListTablesResponse;
import io.larder.protocol.operation.ListTagsOfResourceResponse;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.operation.TagResourceResponse;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.WriteRequest;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of responses, byte for byte. */
class ResponseEncoderTest {
  private static final Map<String, AttributeValue> KEY = Map.of("a", new Str("x"));
  private static final Item ITEM = Item.of(KEY);
  private static final PageCost COST = new PageCost(0, 0);
  private static final ConsumedCapacity HALF =
      new ConsumedCapacity("T", new Capacity(0.5, null, null), null, null, null);

  private static ItemPage page(
      @Nullable List<Item> items, @Nullable Map<String, AttributeValue> lastEvaluatedKey) {
    return new ItemPage(items, 1, 2, lastEvaluatedKey, COST);
  }

  static Stream<Arguments> responses() {
    return Stream.of(
        Arguments.of(new GetItemResponse(null, null), "{}"),
        Arguments.of(
            new GetItemResponse(Item.of(Map.of()), HALF),
            "{'Item':{},'ConsumedCapacity':{'TableName':'T','CapacityUnits':0.5}}"),
        Arguments.of(
            new PutItemResponse(ITEM, null, new ItemCollectionMetrics(KEY, 0, 1)),
            "{'Attributes':{'a':{'S':'x'}},'ItemCollectionMetrics':{'ItemCollectionKey':{'a':{'S':"
                + "'x'}},'SizeEstimateRangeGB':[0.0,1.0]}}"),
        Arguments.of(
            new QueryResponse(page(List.of(ITEM, ITEM), KEY), null),
            "{'Items':[{'a':{'S':'x'}},{'a':{'S':'x'}}],'Count':1,'ScannedCount':2,"
                + "'LastEvaluatedKey':{'a':{'S':'x'}}}"),
        Arguments.of(
            new QueryResponse(page(List.of(), null), null),
            "{'Items':[],'Count':1,'ScannedCount':2}"),
        Arguments.of(
            new ScanResponse(page(null, null), HALF),
            "{'Count':1,'ScannedCount':2,'ConsumedCapacity':{'TableName':'T','CapacityUnits':0.5}}"),
        Arguments.of(
            new BatchGetItemResponse(Map.of("T", List.of(ITEM)), Map.of(), null),
            "{'Responses':{'T':[{'a':{'S':'x'}}]},'UnprocessedKeys':{}}"),
        Arguments.of(
            new BatchGetItemResponse(
                Map.of(),
                Map.of(
                    "T",
                    new KeysAndAttributes(List.of(KEY), null, true, "#a", Map.of("#a", "a"), null)),
                List.of(HALF)),
            "{'Responses':{},'UnprocessedKeys':{'T':{'Keys':[{'a':{'S':'x'}}],'ConsistentRead':true,"
                + "'ProjectionExpression':'#a','ExpressionAttributeNames':{'#a':'a'}}},"
                + "'ConsumedCapacity':[{'TableName':'T','CapacityUnits':0.5}]}"),
        Arguments.of(
            new BatchWriteItemResponse(
                Map.of(
                    "T", List.of(new WriteRequest.Put(Item.of(KEY)), new WriteRequest.Delete(KEY))),
                null,
                Map.of("T", List.of(new ItemCollectionMetrics(KEY, 1, 2)))),
            "{'UnprocessedItems':{'T':[{'PutRequest':{'Item':{'a':{'S':'x'}}}},{'DeleteRequest':"
                + "{'Key':{'a':{'S':'x'}}}}]},'ItemCollectionMetrics':{'T':[{'ItemCollectionKey':"
                + "{'a':{'S':'x'}},'SizeEstimateRangeGB':[1.0,2.0]}]}}"),
        Arguments.of(
            new TransactGetItemsResponse(Arrays.asList(ITEM, null), null),
            "{'Responses':[{'Item':{'a':{'S':'x'}}},{}]}"),
        Arguments.of(
            new TransactWriteItemsResponse(
                List.of(
                    new ConsumedCapacity(
                        "T",
                        new Capacity(3, null, 3.0),
                        new Capacity(2, null, 2.0),
                        Map.of(),
                        Map.of("g", new Capacity(1, null, 1.0)))),
                null),
            "{'ConsumedCapacity':[{'TableName':'T','CapacityUnits':3.0,'WriteCapacityUnits':3.0,"
                + "'Table':{'CapacityUnits':2.0,'WriteCapacityUnits':2.0},'GlobalSecondaryIndexes':"
                + "{'g':{'CapacityUnits':1.0,'WriteCapacityUnits':1.0}}}]}"),
        Arguments.of(
            new ListTablesResponse(List.of("a", "b"), "b"),
            "{'TableNames':['a','b'],'LastEvaluatedTableName':'b'}"),
        Arguments.of(
            new ListTagsOfResourceResponse(List.of(new Tag("k", "v")), null),
            "{'Tags':[{'Key':'k','Value':'v'}]}"),
        Arguments.of(
            new DescribeLimitsResponse(1, 2, 3, 4),
            "{'AccountMaxReadCapacityUnits':1,'AccountMaxWriteCapacityUnits':2,"
                + "'TableMaxReadCapacityUnits':3,'TableMaxWriteCapacityUnits':4}"),
        Arguments.of(
            new DescribeEndpointsResponse("localhost:8000", 1440),
            "{'Endpoints':[{'Address':'localhost:8000','CachePeriodInMinutes':1440}]}"),
        Arguments.of(new TagResourceResponse(), ""));
  }

  private static String encoded(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responsesAreWrittenAsTheServiceWritesThem(Response response, String body) {
    assertThat(encoded(response)).isEqualTo(body);
  }

  @Test
  void whatABatchLeavesUndoneCanBeSentAgain() {
    // Given
    String request =
        "{'RequestItems':{'abc':[{'PutRequest':{'Item':{'a':{'N':'1'},'b':{'L':[{'S':'é'}]}}}}]}}";
    var decoded = Decoding.decode(Operation.BATCH_WRITE_ITEM, request, BatchWriteItemRequest.class);

    // When
    String echo = encoded(new BatchWriteItemResponse(decoded.requestItems(), null, null));

    // Then
    assertThat(echo).isEqualTo(request.replace("RequestItems", "UnprocessedItems"));
    assertThat(new Num(DynamoNumber.parse("1")))
        .isEqualTo(
            ((WriteRequest.Put) decoded.requestItems().get("abc").getFirst())
                .item()
                .attributes()
                .get("a"));
  }
}
