package io.larder.protocol.dax.response;

import static io.larder.protocol.dax.response.Answers.HASH;
import static io.larder.protocol.dax.response.Answers.HASH_N;
import static io.larder.protocol.dax.response.Answers.MUSIC;
import static io.larder.protocol.dax.response.Answers.answer;
import static io.larder.protocol.dax.response.Answers.attributes;
import static io.larder.protocol.dax.response.Answers.item;
import static io.larder.protocol.dax.response.Answers.projection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.BatchGetItemRequest;
import io.larder.protocol.operation.BatchGetItemResponse;
import io.larder.protocol.operation.BatchWriteItemRequest;
import io.larder.protocol.operation.BatchWriteItemResponse;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.KeysAndAttributes;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.TransactGetItemsRequest;
import io.larder.protocol.operation.TransactGetItemsResponse;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import io.larder.protocol.operation.TransactWriteItemsResponse;
import io.larder.protocol.operation.WriteRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The hex are answers that unmodified clients have read, unless they are too simple for that. */
final class BatchResponsesTest {
  private static final ItemCollectionMetrics[] METRICS = {
    metrics("t1"), metrics("b1"), metrics("b2"), metrics("ko"), metrics(7)
  };

  private static ItemCollectionMetrics metrics(Object key) {
    return new ItemCollectionMetrics(attributes("id", key), 0, 1);
  }

  private static <V> Map<String, V> ordered(String first, V ofFirst, String second, V ofSecond) {
    Map<String, V> map = new LinkedHashMap<>();
    map.put(first, ofFirst);
    map.put(second, ofSecond);
    return map;
  }

  private static ConsumedCapacity plain(String table, double units, @Nullable Double ofTable) {
    return new ConsumedCapacity(
        table,
        new Capacity(units, null, null),
        ofTable == null ? null : new Capacity(ofTable, null, null),
        ofTable == null ? null : Map.of(),
        ofTable == null ? null : Map.of("byYear", new Capacity(0.5, null, null)));
  }

  @Nested
  final class OfBatchGetItem {
    private static final ProjectionExpression GENRE = projection("Genre");
    private static final DaxRequest REQUEST =
        new DaxRequest(
            new BatchGetItemRequest(
                ordered("Hash", keys(null, List.of()), "Music", keys(GENRE, List.of())),
                ReturnConsumedCapacity.NONE),
            List.of(HASH, MUSIC),
            Arrays.asList(null, GENRE));

    private static KeysAndAttributes keys(
        @Nullable ProjectionExpression projection, List<Map<String, AttributeValue>> keys) {
      return new KeysAndAttributes(keys, projection, false, null, null, null);
    }

    @Test
    void keysAndItemsOrWhatIsProjected() {
      Map<String, List<Item>> found =
          ordered(
              "Hash",
              List.of(item("id", "b1", "x", 1), item("id", "b2", "x", 2)),
              "Music",
              List.of(item("Genre", "Rock")));
      List<ConsumedCapacity> capacity = List.of(plain("Hash", 1, 1.0), plain("Music", 1, 1.0));

      assertThat(answer(REQUEST, new BatchGetItemResponse(found, Map.of(), capacity)))
          .isEqualTo(
              "8082a2644861736884426231420c01426232420c02654d7573696381bf0064526f636bffa264486173688065"
                  + "4d75736963808258296448617368fb3ff0000000000000fb3ff0000000000000a1666279596561"
                  + "72fb3fe0000000000000f6582a654d75736963fb3ff0000000000000fb3ff0000000000000a166"
                  + "627959656172fb3fe0000000000000f6");
    }

    @Test
    void everyTableIsInBothMaps() {
      assertThat(answer(REQUEST, new BatchGetItemResponse(Map.of(), Map.of(), null)))
          .isEqualTo("8082a2644861736880654d7573696380a2644861736880654d757369638080");
    }

    @Test
    void whatIsLeftIsKeys() {
      Map<String, KeysAndAttributes> left =
          Map.of(
              "Hash",
              keys(null, List.of(attributes("id", "b1"), attributes("id", "b2"))),
              "Music",
              keys(GENRE, List.of(attributes("Artist", "J", "SongTitle", "A"))));

      assertThat(answer(REQUEST, new BatchGetItemResponse(Map.of(), left, null)))
          .isEqualTo(
              "8082a2644861736880654d7573696380"
                  + "a2644861736882426231426232654d757369638143614a4180");
    }
  }

  @Nested
  final class OfBatchWriteItem {
    private static final DaxRequest REQUEST =
        new DaxRequest(
            new BatchWriteItemRequest(
                Map.of(), ReturnConsumedCapacity.NONE, ReturnItemCollectionMetrics.NONE),
            List.of(HASH, HASH_N),
            Arrays.asList(null, null));

    @Test
    void capacityAndMetricsByTable() {
      var response =
          new BatchWriteItemResponse(
              Map.of(),
              List.of(plain("Hash", 1, null), plain("HashN", 1, null)),
              ordered(
                  "Hash",
                  List.of(METRICS[1], METRICS[2], METRICS[3]),
                  "HashN",
                  List.of(METRICS[4])));

      assertThat(answer(REQUEST, response))
          .isEqualTo(
              "80a082516448617368fb3ff0000000000000f6f6f65265486173684efb3ff0000000000000f6f6f6a2644861"
                  + "73688355626231fb0000000000000000fb3ff000000000000055626232fb0000000000000000fb"
                  + "3ff000000000000055626b6ffb0000000000000000fb3ff000000000000065486173684e815307"
                  + "fb0000000000000000fb3ff0000000000000");
    }

    @Test
    void nothingToTellIsThreeEmptyContainers() {
      assertThat(answer(REQUEST, new BatchWriteItemResponse(Map.of(), null, null)))
          .isEqualTo("80a080a0");
    }

    @Test
    void writesAreNeverToldToBeLeft() {
      WriteRequest left = new WriteRequest.Delete(attributes("id", "b1"));
      var response = new BatchWriteItemResponse(Map.of("Hash", List.of(left)), null, null);

      assertThatIllegalStateException().isThrownBy(() -> answer(REQUEST, response));
    }
  }

  @Nested
  final class OfTransactions {
    private static final ProjectionExpression X = projection("x");
    private static final DaxRequest GETS =
        new DaxRequest(
            new TransactGetItemsRequest(List.of(), ReturnConsumedCapacity.NONE),
            List.of(HASH, HASH, HASH),
            Arrays.asList(null, null, X));
    private static final DaxRequest WRITES =
        new DaxRequest(
            new TransactWriteItemsRequest(
                List.of(),
                null,
                Bytes.wrap(new byte[0]),
                ReturnConsumedCapacity.NONE,
                ReturnItemCollectionMetrics.NONE),
            List.<KeySchema>of(),
            List.of());

    /** The server of the captured answers told what was written as what was read. */
    private static ConsumedCapacity captured(String table, double units) {
      return new ConsumedCapacity(
          table,
          new Capacity(units, units, null),
          new Capacity(units, units, null),
          null,
          Map.of("byYear", new Capacity(0.5, null, null)));
    }

    @Test
    void itemsProjectionsAndNullsInTheOrderOfTheRequest() {
      var response =
          new TransactGetItemsResponse(
              Arrays.asList(item("id", "t1", "x", 1), null, item("x", 11)),
              List.of(new ConsumedCapacity("Hash", new Capacity(6, 6.0, null), null, null, null)));

      assertThat(answer(GETS, response))
          .isEqualTo(
              "808283420c01f6bf000bff81bf04644861736801fb401800000000000002fb4018000000000000ff");
    }

    @Test
    void noCapacityIsAnEmptyArray() {
      assertThat(answer(GETS, new TransactGetItemsResponse(Arrays.asList(null, null, null), null)))
          .isEqualTo("808283f6f6f680");
    }

    @Test
    void writesReturnCapacityAndMetrics() {
      var response =
          new TransactWriteItemsResponse(
              List.of(captured("Hash", 6), captured("HashN", 2)),
              ordered(
                  "Hash",
                  List.of(METRICS[0], METRICS[1], METRICS[2]),
                  "HashN",
                  List.of(METRICS[4])));

      assertThat(answer(WRITES, response))
          .isEqualTo(
              "80838082bf04644861736801fb401800000000000002fb401800000000000005bf01fb401800000000000002"
                  + "fb4018000000000000ff06a166627959656172bf01fb3fe0000000000000ffffbf046548617368"
                  + "4e01fb400000000000000002fb400000000000000005bf01fb400000000000000002fb40000000"
                  + "00000000ff06a166627959656172bf01fb3fe0000000000000ffffa264486173688355627431fb"
                  + "0000000000000000fb3ff000000000000055626231fb0000000000000000fb3ff0000000000000"
                  + "55626232fb0000000000000000fb3ff000000000000065486173684e815307fb00000000000000"
                  + "00fb3ff0000000000000");
    }

    @Test
    void writeUnitsAndLocalIndexesHaveTheirOwnNumbers() {
      var capacity =
          new ConsumedCapacity(
              "T",
              new Capacity(2, null, 2.0),
              null,
              Map.of("l", new Capacity(2, null, 2.0)),
              Map.of());

      assertThat(answer(WRITES, new TransactWriteItemsResponse(List.of(capacity), null)))
          .isEqualTo(
              "80838081bf04615401fb400000000000000003fb4000000000000000"
                  + "07a1616cbf01fb400000000000000003fb4000000000000000ffffa0");
    }

    @Test
    void metricsOfAnyTable() {
      var response =
          new TransactWriteItemsResponse(
              null,
              Map.of(
                  "dx226c20e62-X",
                  List.of(new ItemCollectionMetrics(attributes("h", "icm"), 0, 1))));

      assertThat(answer(WRITES, response))
          .isEqualTo(
              "80838080a16d64783232366332306536322d58815663"
                  + "69636d"
                  + "fb0000000000000000fb3ff0000000000000");
    }

    @Test
    void nothingToTellIsEmptyContainers() {
      assertThat(answer(WRITES, new TransactWriteItemsResponse(null, null)))
          .isEqualTo("80838080a0");
    }
  }
}
