package io.larder.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.draft.ValidationReport;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.Request;
import io.larder.protocol.wire.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any body is a request or refused in the service's words, the same one each time; and the item of
 * a PutItem is what it was when its own JSON comes back. The first byte names the operation.
 */
final class RequestFuzzTest {
  private static final Operation[] OPERATIONS = Operation.values();

  @FuzzTest(maxDuration = "20m")
  void bodiesAreRequestsOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Operation operation = OPERATIONS[Byte.toUnsignedInt(input[0]) % OPERATIONS.length];
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    Object outcome = outcome(operation, body);
    assertThat(outcome(operation, body)).isEqualTo(outcome);
    if (outcome instanceof PutItemRequest put) {
      assertThat(put.item().size()).isEqualTo(ItemSize.of(put.item().attributes()));
      assertThat(json(Item.of(put.item().attributes()))).isEqualTo(json(put.item()));
      byte[] again = bodyOf(put.item());
      assertThat(outcome(operation, again))
          .isInstanceOfSatisfying(
              PutItemRequest.class,
              second -> {
                assertThat(json(second.item())).isEqualTo(json(put.item()));
                assertThat(second.item().size()).isEqualTo(put.item().size());
              });
    }
  }

  /** The request, or the text of the error. */
  private static Object outcome(Operation operation, byte[] body) {
    try {
      Request<?> request =
          RequestDecoder.decode(operation, body, 0, body.length, ValidationReport.ALL);
      assertThat(request).isNotNull();
      return request;
    } catch (ServiceException refused) {
      var error = new JsonWriter();
      ErrorEncoder.encode(refused.error(), error);
      return new String(error.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] json(Item item) {
    byte[] json = new byte[item.jsonLength()];
    item.copyJsonTo(json, 0);
    return json;
  }

  private static byte[] bodyOf(Item item) {
    var body = new ByteArrayOutputStream();
    body.writeBytes("{\"TableName\":\"abc\",\"Item\":".getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(json(item));
    body.write('}');
    return body.toByteArray();
  }
}
