package io.larder.protocol.dax.response;

import static io.larder.protocol.dax.response.Answers.MUSIC;
import static io.larder.protocol.dax.response.Answers.getItem;
import static io.larder.protocol.dax.response.Answers.item;
import static io.larder.protocol.dax.response.Answers.query;
import static io.larder.protocol.dax.response.Answers.updateItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.operation.GetItemResponse;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ReturnValues;
import io.larder.protocol.operation.UpdateItemResponse;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MissingAttributeListsTest {
  private static List<List<String>> missing(
      DaxRequest request, Response response, AttributeLists lists) {
    List<List<String>> missing = new ArrayList<>();
    assertThatExceptionOfType(MissingAttributeLists.class)
        .isThrownBy(() -> ResponseEncoder.encode(request, response, lists, new CborWriter()))
        .satisfies(thrown -> missing.addAll(thrown.lists()));
    return missing;
  }

  @Test
  void allListsThatAnAnswerNeedsAreToldAtOnceAndEachOnce() {
    var page =
        new ItemPage(
            List.of(
                item("Artist", "A", "SongTitle", "a", "q", 1, "p", 2),
                item("p", 1, "q", 2, "Artist", "A", "SongTitle", "b"),
                item("Artist", "A", "SongTitle", "c"),
                item("Artist", "A", "SongTitle", "d", "Genre", "x", "Price", 1, "Year", 1),
                item("Artist", "A", "SongTitle", "e", "r", 1)),
            5,
            5,
            null,
            new PageCost(0, 0));

    assertThat(missing(query(null, null, MUSIC), new QueryResponse(page, null), Answers.LISTS))
        .containsExactly(List.of("p", "q"), List.of("r"));
  }

  @Test
  void namesAreInTheOrderOfTheirBytes() {
    var response =
        new GetItemResponse(
            item("Artist", "A", "SongTitle", "a", "\ud83d\ude00", 1, "\uffee", 1, "a", 1), null);

    assertThat(missing(getItem(null), response, Answers.LISTS))
        .containsExactly(List.of("a", "\uffee", "\ud83d\ude00"));
  }

  @Test
  void updatedAttributesNeedAListToo() {
    var response = new UpdateItemResponse(item("z", 1, "y", 2), null, null);

    assertThat(missing(updateItem(ReturnValues.UPDATED_NEW), response, Answers.LISTS))
        .containsExactly(List.of("y", "z"));
  }

  @Test
  void theAnswerCanBeWrittenOnceTheListsHaveNumbers() {
    var response = new GetItemResponse(item("Artist", "A", "SongTitle", "a", "n", 1), null);
    List<List<String>> lists = missing(getItem(null), response, Answers.LISTS);
    var out = new CborWriter();

    ResponseEncoder.encode(
        getItem(null), response, new Answers.NumberedLists(Map.of(lists.getFirst(), 77)), out);

    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("80bf0043184d01ff");
  }
}
