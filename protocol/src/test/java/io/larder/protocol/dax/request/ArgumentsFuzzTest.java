package io.larder.protocol.dax.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.dax.DaxMethod;
import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.dax.value.ItemEncoder;
import io.larder.protocol.dax.value.Lists;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.Utf8Order;
import io.larder.protocol.operation.PutItemRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Any arguments are a request or refused, the same one each time; and the item of a PutItem is what
 * it was when it is sent as it is answered. The first byte names the method.
 */
final class ArgumentsFuzzTest {
  private static final List<DaxMethod> METHODS =
      Stream.of(DaxMethod.values()).filter(method -> method.operation() != null).toList();

  @FuzzTest(maxDuration = "20m")
  void argumentsAreARequestOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    DaxMethod method = METHODS.get(Byte.toUnsignedInt(input[0]) % METHODS.size());
    var arguments = new CborReader(input, 1, input.length);
    Object outcome = outcome(method, arguments, new Tables());
    assertThat(outcome(method, new CborReader(input, 1, input.length), new Tables()))
        .isEqualTo(outcome);
    if (outcome instanceof DaxRequest read && read.request() instanceof PutItemRequest put) {
      assertThat(put.item().size()).isEqualTo(ItemSize.of(put.item().attributes()));
      assertThat(itemOfSent(put, read.keySchemas().getFirst())).isEqualTo(put.item());
    }
  }

  private static Object outcome(DaxMethod method, CborReader arguments, AttributeLists lists) {
    try {
      return RequestDecoder.decode(
          method,
          arguments,
          new RequestDecoder.Context(Tables.SCHEMAS::get, lists, false, ValidationReport.ALL));
    } catch (ServiceException refused) {
      return refused.error();
    }
  }

  /** The item that comes of sending {@code put} without a condition. */
  private static Item itemOfSent(PutItemRequest put, KeySchema keys) {
    List<String> names = new ArrayList<>(put.item().attributes().keySet());
    names.removeIf(keys::contains);
    names.sort(Utf8Order::compare);
    var lists = new Lists();
    lists.add(names);
    CborWriter out = new CborWriter().writeBytes(put.tableName().getBytes(StandardCharsets.UTF_8));
    ItemEncoder.writeKey(put.item(), keys, out);
    ItemEncoder.writeValues(put.item(), keys, lists, out);
    Object again =
        outcome(DaxMethod.PUT_ITEM, new CborReader(out.writeNull().toByteArray()), lists);
    assertThat(again).isInstanceOf(DaxRequest.class);
    return ((PutItemRequest) ((DaxRequest) again).request()).item();
  }
}
