package io.larder.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.expression.KeyClause;
import io.larder.protocol.expression.KeyConditionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.json.client.ResponseReader;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.Projection;
import io.larder.protocol.operation.ProjectionType;
import io.larder.protocol.operation.QueryRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.wire.JsonWriter;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A page that was read from an upstream costs its next reader what the upstream would charge. */
class ReadUnitsTest {
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("p", AttributeValue.Type.S)), List.of());

  private static Index index(boolean isGlobal) {
    var projection = new Projection(ProjectionType.KEYS_ONLY, null);
    return new Index(2, 2, "idx", isGlobal, KEY, projection, true);
  }

  private static QueryRequest query(@Nullable Index index, boolean consistent) {
    var clause = new KeyClause("p", KeyClause.Operator.EQ, List.of(new AttributeValue.Str("x")));
    String indexName = index == null ? null : index.name();
    return new QueryRequest(
        "abc",
        KeyConditionExpression.ofLegacy(List.of(clause)),
        true,
        new PageRequest(indexName, null, null, null, null, null, consistent),
        ReturnConsumedCapacity.INDEXES);
  }

  /** The cost as it is read of an answer of an upstream that reckons with {@code cost}. */
  private static PageCost read(PageCost cost, @Nullable Index index, boolean consistent) {
    ConsumedCapacity consumed =
        ReadUnits.page(ReturnConsumedCapacity.INDEXES, "abc", index, cost, consistent);
    var out = new JsonWriter();
    ResponseEncoder.encode(
        new QueryResponse(new ItemPage(List.of(), 0, 0, null, cost), consumed), out);
    return ResponseReader.read(query(index, consistent), out.buffer(), 0, out.length())
        .page()
        .cost();
  }

  @Test
  void aPageOfAnUpstreamCostsTheSameEachTime() {
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      Index index = random.nextBoolean() ? null : index(random.nextBoolean());
      boolean isLocal = index != null && !index.isGlobal();
      var cost = new PageCost(random.nextInt(1 << 20), isLocal ? random.nextInt(300) : 0);
      boolean consistent = (index == null || isLocal) && random.nextBoolean();

      PageCost read = read(cost, index, consistent);

      for (boolean asked : new boolean[] {true, false}) {
        for (ReturnConsumedCapacity detail : ReturnConsumedCapacity.values()) {
          assertThat(ReadUnits.page(detail, "abc", index, read, asked))
              .as("%s of %s, read %s", cost, index, read)
              .isEqualTo(ReadUnits.page(detail, "abc", index, cost, asked));
        }
      }
    }
  }
}
