package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.json.response.ResponseEncoder;
import io.larder.protocol.operation.Operation;
import io.larder.protocol.operation.PageCost;
import io.larder.protocol.operation.QueryResponse;
import io.larder.protocol.operation.Response;
import io.larder.protocol.operation.ScanResponse;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * Any body is an answer or malformed; what is read is the same when it comes back in the service's
 * own form. The first byte names the operation, or an error behind them.
 */
final class ResponseFuzzTest {
  private static final Operation[] OPERATIONS = Requests.SENT;

  @FuzzTest(maxDuration = "20m")
  void bodiesAreAnswersOrMalformed(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int kind = Byte.toUnsignedInt(input[0]) % (OPERATIONS.length + 1);
    if (kind == OPERATIONS.length) {
      readError(input);
    } else {
      readAnswer(OPERATIONS[kind], input);
    }
  }

  private static Response read(Operation operation, byte[] json, int start) {
    return ResponseReader.read(Requests.of(operation), json, start, json.length - start);
  }

  private static void readAnswer(Operation operation, byte[] input) {
    Response response;
    try {
      response = read(operation, input, 1);
    } catch (MalformedAnswer e) {
      return;
    }
    byte[] own = encode(response);
    Response again = read(operation, own, 0);
    assertThat(encode(again)).isEqualTo(own);
    assertThat(again.itemBytes()).isEqualTo(response.itemBytes());
    assertThat(costOf(again)).isEqualTo(costOf(response));
  }

  private static PageCost costOf(Response response) {
    return switch (response) {
      case QueryResponse query -> query.page().cost();
      case ScanResponse scan -> scan.page().cost();
      default -> new PageCost(0, 0);
    };
  }

  private static byte[] encode(Response response) {
    var out = new JsonWriter();
    ResponseEncoder.encode(response, out);
    return out.toByteArray();
  }

  private static void readError(byte[] input) {
    JsonBytes body = JsonBytes.of(input, 1, input.length - 1);
    ServiceError error = ErrorReader.read(500, null, body);
    if (error instanceof ServiceError.Relayed relayed) {
      var out = new JsonWriter();
      ErrorEncoder.encode(relayed.meaning(), out);
      assertThat(ErrorReader.read(500, null, JsonBytes.of(out.toByteArray())))
          .isInstanceOfSatisfying(
              ServiceError.Relayed.class,
              again -> assertThat(again.meaning().type()).isEqualTo(relayed.meaning().type()));
    } else {
      assertThat(error.message().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }
  }
}
