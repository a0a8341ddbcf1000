package io.larder.protocol.dax.response;

import static io.larder.protocol.dax.response.Answers.HASH;
import static io.larder.protocol.dax.response.Answers.MUSIC;
import static io.larder.protocol.dax.response.Answers.NUM_RANGE;
import static io.larder.protocol.dax.response.Answers.answer;
import static io.larder.protocol.dax.response.Answers.attributes;
import static io.larder.protocol.dax.response.Answers.getItem;
import static io.larder.protocol.dax.response.Answers.item;
import static io.larder.protocol.dax.response.Answers.projection;
import static io.larder.protocol.dax.response.Answers.putItem;
import static io.larder.protocol.dax.response.Answers.query;
import static io.larder.protocol.dax.response.Answers.updateItem;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.MapOf;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.Capacity;
import io.larder.protocol.operation.ConsumedCapacity;
import io.larder.protocol.operation.DeleteItemRequest;
import io.larder.protocol.operation.DeleteItemResponse;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemCollectionMetrics;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.PutItemResponse;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.operation.UpdateItemResponse;
import io.larder.protocol.operation.ValidationLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hex are answers that unmodified clients have read. */
final class ItemResponsesTest {
  private static final Item HAPPY =
      item("Artist", "Acme", "SongTitle", "Happy", "Genre", "Rock", "Price", 3.14, "Year", 2012);

  private static ConsumedCapacity total(String table, double units) {
    return new ConsumedCapacity(table, new Capacity(units, null, null), null, null, null);
  }

  @Nested
  final class OfGetItem {
    @Test
    void anItemIsItsListAndValuesWithoutTheKey() {
      assertThat(answer(getItem(null), new GetItemResponse(HAPPY, null)))
          .isEqualTo("80bf004f0564526f636bc4822119013a1907dcff");
    }

    @Test
    void theOrderOfTheAttributesDoesNotMatter() {
      Item other =
          item(
              "Year", 2012, "Price", 3.14, "SongTitle", "Happy", "Artist", "Acme", "Genre", "Rock");

      assertThat(answer(getItem(null), new GetItemResponse(other, null)))
          .isEqualTo("80bf004f0564526f636bc4822119013a1907dcff");
    }

    @Test
    void anItemWithoutOtherAttributesIsTheEmptyList() {
      assertThat(
              answer(
                  getItem(null),
                  new GetItemResponse(item("Artist", "Acme", "SongTitle", "Happy"), null)))
          .isEqualTo("80bf004101ff");
    }

    @Test
    void anItemThatDoesNotExistIsLeftOut() {
      assertThat(answer(getItem(null), new GetItemResponse(null, null))).isEqualTo("80bfff");
    }

    @Test
    void aProjectionIsTheValuesOfThePathsThatThereAre() {
      Item read = item("Year", 2012, "Genre", "Rock");

      assertThat(
              answer(
                  getItem(projection("Year", "Genre", "nope")),
                  new GetItemResponse(read, total("Music", 0.5))))
          .isEqualTo(
              "80bf00bf001907dc0164526f636bff" + "0152654d75736963fb3fe0000000000000f6f6f6ff");
    }

    @Test
    void aProjectionThatHasNothingOfAnItemIsEmpty() {
      assertThat(answer(getItem(projection("nope")), new GetItemResponse(item(), null)))
          .isEqualTo("80bf00bfffff");
    }

    @Test
    void aPathIntoAnAttributeIsTheValueThere() {
      var path =
          new DocumentPath("l", List.of(new DocumentPath.Element(1), new DocumentPath.Member("m")));
      var list =
          new AttributeValue.ListOf(
              List.of(new AttributeValue.Bool(true), new MapOf(attributes("m", "here", "n", 1))));

      assertThat(
              answer(
                  getItem(ProjectionExpression.of(List.of(path))),
                  new GetItemResponse(item("l", list), null)))
          .isEqualTo("80bf00bf006468657265ffff");
    }
  }

  @Nested
  final class OfWrites {
    @Test
    void nothingToReturnIsNull() {
      assertThat(answer(putItem(), new PutItemResponse(null, null, null))).isEqualTo("80f6");
      assertThat(answer(updateItem(ReturnValues.ALL_OLD), new UpdateItemResponse(null, null, null)))
          .isEqualTo("80f6");
    }

    @Test
    void theOldItemCapacityOfIndexesAndMetrics() {
      var capacity =
          new ConsumedCapacity(
              "Hash",
              new Capacity(1, null, null),
              new Capacity(1, null, null),
              Map.of(),
              Map.of("byYear", new Capacity(0.5, null, null)));
      var metrics = new ItemCollectionMetrics(attributes("id", "ko"), 0, 1);

      assertThat(answer(putItem(), new PutItemResponse(item("id", "ko"), capacity, metrics)))
          .isEqualTo(
              "80bf0241010158296448617368fb3ff0000000000000fb3ff0000000000000a166627959656172"
                  + "fb3fe0000000000000f60355626b6ffb0000000000000000fb3ff0000000000000ff");
    }

    @Test
    void capacityOfLocalIndexesComesLast() {
      var capacity =
          new ConsumedCapacity(
              "T",
              new Capacity(1, null, null),
              new Capacity(0.5, null, null),
              Map.of("l", new Capacity(0.5, null, null)),
              Map.of());

      assertThat(answer(putItem(), new PutItemResponse(null, capacity, null)))
          .isEqualTo(
              "80bf0158216154fb3ff0000000000000fb3fe0000000000000f6a1616cfb3fe0000000000000ff");
    }

    @ParameterizedTest
    @EnumSource(
        value = ReturnValues.class,
        names = {"UPDATED_OLD", "UPDATED_NEW"})
    void updatedAttributesAreTheirPlacesInAListOfTheirNames(ReturnValues values) {
      Item updated = item("m", new MapOf(attributes("q", 1)), "a", 3);

      assertThat(answer(updateItem(values), new UpdateItemResponse(updated, null, null)))
          .isEqualTo("80bf024a0abf000301a1617101ffff");
    }

    @ParameterizedTest
    @EnumSource(
        value = ReturnValues.class,
        names = {"ALL_OLD", "ALL_NEW"})
    void wholeItemsAreListAndValues(ReturnValues values) {
      Item updated = item("c", "bee", "id", "ko", "b", "bee", "a", 2);

      assertThat(answer(updateItem(values), new UpdateItemResponse(updated, null, null)))
          .isEqualTo("80bf024a09026362656563626565ff");
    }

    @Test
    void aDeletedItemIsListAndValues() {
      var delete =
          new DeleteItemRequest(
              "Hash", Map.of(), null, ((PutItemRequest) putItem().request()).returns());

      assertThat(
              answer(
                  Answers.of(delete, HASH),
                  new DeleteItemResponse(item("id", "ko", "x", 1), null, null)))
          .isEqualTo("80bf02420c01ff");
    }
  }

  @Nested
  final class OfPages {
    private static ItemPage page(
        int scanned, @Nullable Map<String, AttributeValue> next, Item... items) {
      return new ItemPage(Arrays.asList(items), items.length, scanned, next, new PageCost(0, 0));
    }

    private static String queried(
        @Nullable String index, @Nullable ProjectionExpression projection, ItemPage page) {
      return answer(query(index, projection, MUSIC), new QueryResponse(page, null));
    }

    @Test
    void itemsHaveTheirKeysAndThePageGoesOnAtAKey() {
      var next = next("Artist", "Acme", "SongTitle", "Happy");

      assertThat(queried(null, null, page(1, next, HAPPY)))
          .isEqualTo(
              "80bf079f824a6441636d6548617070794f0564526f636bc4822119013a1907dcff08010a0109"
                  + "4a6441636d654861707079ff");
    }

    @Test
    void projectedItemsHaveNoKeys() {
      ProjectionExpression projection = projection("SongTitle", "Year");

      assertThat(
              queried(
                  null,
                  projection,
                  page(
                      2,
                      null,
                      item("SongTitle", "Sad", "Year", 2013),
                      item("SongTitle", "Happy", "Year", 2012))))
          .isEqualTo("80bf079fbf0063536164011907ddffbf00654861707079011907dcffff08020a02ff");
    }

    @Test
    void aPageOfAnIndexGoesOnAtTheAttributesOfBothKeys() {
      Item one =
          item("Artist", "J", "SongTitle", "A", "Genre", "Rock", "Price", 3.14, "Year", 2001);
      var next = next("Artist", "J", "SongTitle", "A", "Genre", "Rock", "Year", 2001);

      assertThat(queried("byYear", null, page(1, next, one)))
          .isEqualTo(
              "80bf079f8243614a414f0564526f636bc4822119013a1907d1ff08010a0109582abf6641727469737461"
                  + "4a69536f6e675469746c6561416547656e726564526f636b64596561721907d1ffff");
    }

    @Test
    void countsAloneHaveNoItems() {
      var counted = new ItemPage(null, 2, 2, null, new PageCost(0, 0));

      assertThat(queried(null, null, counted)).isEqualTo("80bf08020a02ff");
    }

    @Test
    void aPageWithoutItemsHasAnEmptyArray() {
      assertThat(queried(null, null, page(7, null))).isEqualTo("80bf079fff08000a07ff");
    }

    @Test
    void numbersInRangeKeysAreWrittenInTheirOrder() {
      ItemPage page =
          page(
              2,
              next("pk", "jp", "sk", 0),
              item("pk", "jp", "sk", -1.5, "v", "a"),
              item("pk", "jp", "sk", 0, "v", "v"));

      assertThat(answer(scan(null), new ScanResponse(page, null)))
          .isEqualTo(
              "80bf079f8247626a703ed77fe04304616182"
                  + "44626a708043046176ff08020a020944626a7080ff");
    }

    @Test
    void aScanOfAnIndexGoesOnAtTheAttributesOfBothKeys() {
      ItemPage page = page(0, next("pk", "jp", "sk", 0, "g", "x"));

      assertThat(answer(scan("byG"), new ScanResponse(page, null)))
          .isEqualTo("80bf079fff08000a000950bf62706b626a7062736b0061676178ffff");
    }

    @Test
    void capacityIsTold() {
      assertThat(
              answer(query(null, null, MUSIC), new QueryResponse(page(0, null), total("T", 0.5))))
          .isEqualTo("80bf079fff08000a00014e6154fb3fe0000000000000f6f6f6ff");
    }

    private static DaxRequest scan(@Nullable String indexName) {
      return Answers.of(
          new ScanRequest(
              "NumRange",
              null,
              new PageRequest(indexName, null, null, null, null, null, false),
              ReturnConsumedCapacity.NONE,
              ValidationLayer.OLDER),
          NUM_RANGE);
    }

    private static Map<String, AttributeValue> next(Object... namesAndValues) {
      return attributes(namesAndValues);
    }
  }
}
