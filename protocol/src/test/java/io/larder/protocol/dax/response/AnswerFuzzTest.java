package io.larder.protocol.dax.response;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemDecoder;
import io.larder.protocol.dax.value.Lists;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.draft.item.AttributeMap;
import io.larder.protocol.draft.item.ValueDraft;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.json.RequestDecoder;
import io.larder.protocol.operation.ItemPage;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.ValidationLayer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item that came as JSON is the same after an answer to a DAX client, whatever its attributes
 * are and which of them are its key.
 */
final class AnswerFuzzTest {
  @FuzzTest(maxDuration = "20m")
  void itemsComeBackAsTheyWere(byte[] json) {
    Item item = item(json);
    KeySchema keys = item == null ? null : keys(item);
    if (item == null || keys == null) {
      return;
    }
    var lists = new Lists();

    var answer = new CborReader(answer(item, keys, lists));

    assertThat(answer.beginArray()).isZero();
    assertThat(answer.beginMap()).isEqualTo(CborReader.INDEFINITE);
    assertThat(answer.readInt()).isEqualTo(7);
    assertThat(answer.beginArray()).isEqualTo(CborReader.INDEFINITE);
    assertThat(answer.beginArray()).isEqualTo(2);
    var draft = new ValueDraft(ValidationLayer.NEWER);
    AttributeMap key = ItemDecoder.key(answer.readContent(), keys, draft);
    AttributeMap read = ItemDecoder.values(answer.readContent(), key.values(), lists, draft);
    assertThat(read.fault()).isNull();
    assertThat(read.item()).isEqualTo(item);
    assertThat(read.item().size()).isEqualTo(item.size());
    assertThat(answer.hasNext(CborReader.INDEFINITE)).isFalse();
    // The key to go on at, which is the only thing between the item and the capacity.
    Map<String, AttributeValue> next = null;
    while (answer.hasNext(CborReader.INDEFINITE)) {
      if (answer.readInt() == 9) {
        next = ItemDecoder.key(answer.readContent(), keys, draft).values();
      } else {
        answer.skip();
      }
    }
    assertThat(next).isEqualTo(key.values());
    answer.requireEnd();
  }

  /** The answer to a Query, once its lists have numbers. */
  private static byte[] answer(Item item, KeySchema keys, Lists lists) {
    Map<String, AttributeValue> key = new LinkedHashMap<>();
    keys.attributes()
        .forEach(attribute -> key.put(attribute.name(), item.attributes().get(attribute.name())));
    DaxRequest query = Answers.query(null, null, keys);
    var response =
        new QueryResponse(new ItemPage(List.of(item), 1, 1, key, new PageCost(0, 0)), null);
    var out = new CborWriter();
    try {
      ResponseEncoder.encode(query, response, lists, out);
    } catch (MissingAttributeLists missing) {
      missing.lists().forEach(lists::add);
      out.clear();
      ResponseEncoder.encode(query, response, lists, out);
    }
    return out.toByteArray();
  }

  private static @Nullable Item item(byte[] json) {
    byte[] body =
        ("{\"TableName\":\"abc\",\"Item\":" + new String(json, StandardCharsets.UTF_8) + "}")
            .getBytes(StandardCharsets.UTF_8);
    try {
      return RequestDecoder.decode(Operation.PUT_ITEM, body, 0, body.length, ValidationReport.ALL)
              instanceof PutItemRequest put
          ? put.item()
          : null;
    } catch (ServiceException refused) {
      return null;
    }
  }

  /** Makes the first attributes that may be one the key; null if none may. */
  private static @Nullable KeySchema keys(Item item) {
    List<KeyAttribute> able = new ArrayList<>();
    item.attributes()
        .forEach(
            (name, value) -> {
              switch (value.type()) {
                case S, N, B -> able.add(new KeyAttribute(name, value.type()));
                case BOOL, NULL, L, M, SS, NS, BS -> {}
              }
            });
    return able.isEmpty()
        ? null
        : new KeySchema(
            able.subList(0, 1), able.subList(1, Math.min(able.size(), item.size() % 2 + 1)));
  }
}
