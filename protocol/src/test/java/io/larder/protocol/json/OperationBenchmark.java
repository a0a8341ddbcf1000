package io.larder.protocol.json;

import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.item.TenAttributes;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.Request;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading request bodies. */
@State(Scope.Thread)
public class OperationBenchmark {
  private final byte[] getItem = body("'Key':" + TenAttributes.KEY);
  private final byte[] putItem = body("'Item':" + TenAttributes.JSON);
  private final byte[] updateItem =
      body(
          "'Key':"
              + TenAttributes.KEY
              + ",'UpdateExpression':'SET n = n + :one, #o = :o'"
              + ",'ConditionExpression':'attribute_exists(pk) AND n >= :zero'"
              + ",'ExpressionAttributeNames':{'#o':'owner'}"
              + ",'ExpressionAttributeValues':"
              + "{':one':{'N':'1'},':zero':{'N':'0'},':o':{'S':'abcdefghijabcdefghij'}}");
  private final byte[] query =
      body(
          "'KeyConditionExpression':'pk = :p'"
              + ",'ExpressionAttributeValues':{':p':{'S':'partition-00007'}}");

  private static byte[] body(String members) {
    return ("{'TableName':'bench'," + members + "}")
        .replace('\'', '"')
        .getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  public Request<?> getItem() {
    return RequestDecoder.decode(
        Operation.GET_ITEM, getItem, 0, getItem.length, ValidationReport.ALL);
  }

  @Benchmark
  public Request<?> putItem() {
    return RequestDecoder.decode(
        Operation.PUT_ITEM, putItem, 0, putItem.length, ValidationReport.ALL);
  }

  @Benchmark
  public Request<?> updateItemWithCondition() {
    return RequestDecoder.decode(
        Operation.UPDATE_ITEM, updateItem, 0, updateItem.length, ValidationReport.ALL);
  }

  @Benchmark
  public Request<?> query() {
    return RequestDecoder.decode(Operation.QUERY, query, 0, query.length, ValidationReport.ALL);
  }
}
