package io.larder.protocol.json.response;

import io.larder.protocol.item.Item;
import io.larder.protocol.item.TenAttributes;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.wire.JsonWriter;
import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing response bodies to a buffer that is used again, as a connection's event loop does. */
@State(Scope.Thread)
public class ResponseEncoderBenchmark {
  private final Item item = TenAttributes.item();
  private final Response getItem = new GetItemResponse(item, null);
  private final Response queryOfTen =
      new QueryResponse(
          new ItemPage(
              Collections.nCopies(10, item), 10, 10, null, new PageCost(10L * item.size(), 0)),
          null);
  private final JsonWriter out = new JsonWriter();

  @Benchmark
  public int getItem() {
    return encode(getItem);
  }

  @Benchmark
  public int queryOfTen() {
    return encode(queryOfTen);
  }

  private int encode(Response response) {
    out.clear();
    ResponseEncoder.encode(response, out);
    return out.length();
  }
}
