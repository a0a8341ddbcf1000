package io.larder.protocol.json.client;

import io.larder.protocol.item.Item;
import io.larder.protocol.item.TenAttributes;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.GetItemRequest;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Request;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a call to an upstream takes of the codec, on items of 1.2 KB. */
@State(Scope.Thread)
public class ClientBenchmark {
  private final Item item = TenAttributes.item();
  private final ConsumedCapacity consumed =
      new ConsumedCapacity("bench", new Capacity(1, null, null), null, null, null);
  private final GetItemRequest getItem =
      (GetItemRequest) request(Operation.GET_ITEM, "'Key':" + TenAttributes.KEY);
  private final PutItemRequest putItem =
      (PutItemRequest) request(Operation.PUT_ITEM, "'Item':" + TenAttributes.JSON);
  private final QueryRequest query =
      (QueryRequest)
          request(
              Operation.QUERY,
              "'KeyConditionExpression':'pk = :p','ExpressionAttributeValues':"
                  + "{':p':{'S':'partition-00007'}}");
  private final byte[] oneItem = encode(new GetItemResponse(item, consumed));
  private final byte[] tenItems =
      encode(
          new QueryResponse(
              new ItemPage(Collections.nCopies(10, item), 10, 10, null, new PageCost(0, 0)),
              consumed));
  private final JsonWriter out = new JsonWriter(4096);

  private static Request<?> request(Operation operation, String members) {
    return Requests.quoted(operation, "{'TableName':'bench'," + members + "}");
  }

  private static byte[] encode(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return out.toByteArray();
  }

  private int written(Request<?> request) {
    out.clear();
    RequestWriter.write(request, out);
    return out.length();
  }

  @Benchmark
  public int writeGetItem() {
    return written(getItem);
  }

  @Benchmark
  public int writePutItem() {
    return written(putItem);
  }

  @Benchmark
  public int writeQuery() {
    return written(query);
  }

  @Benchmark
  public GetItemResponse readGetItem() {
    return ResponseReader.read(getItem, oneItem, 0, oneItem.length);
  }

  @Benchmark
  public QueryResponse readQueryOfTen() {
    return ResponseReader.read(query, tenItems, 0, tenItems.length);
  }
}
