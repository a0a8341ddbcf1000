package io.larder.protocol.json.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.json.response.ErrorEncoder;
import io.larder.protocol.wire.JsonBytes;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service says is wrong is read as what it is, and told as it came. */
class ErrorReaderTest {
  private static final Item ITEM = Item.of(Map.of("a", new AttributeValue.Str("x")));

  static Stream<ServiceError> errors() {
    return Stream.of(
        new ServiceError.Validation("m"),
        new ServiceError.Serialization("m"),
        new ServiceError.Serialization(""),
        new ServiceError.UnknownOperation(),
        new ServiceError.MissingAuthenticationToken("m"),
        new ServiceError.IncompleteSignature("m"),
        new ServiceError.InvalidSignature("m"),
        new ServiceError.UnrecognizedClient("m"),
        new ServiceError.ExpiredToken("m"),
        new ServiceError.AccessDenied("m"),
        new ServiceError.ResourceNotFound("m"),
        new ServiceError.ResourceInUse("m"),
        new ServiceError.PolicyNotFound("m"),
        new ServiceError.LimitExceeded("m"),
        new ServiceError.TableNotFound("m"),
        new ServiceError.ConditionalCheckFailed("m", null),
        new ServiceError.ConditionalCheckFailed("m", ITEM),
        new ServiceError.TransactionCanceled(
            List.of(
                CancellationReason.NONE,
                new CancellationReason("ConditionalCheckFailed", "m", ITEM),
                new CancellationReason("ThrottlingError", "m", null))),
        new ServiceError.TransactionConflict("m"),
        new ServiceError.TransactionInProgress("m"),
        new ServiceError.IdempotentParameterMismatch("m"),
        new ServiceError.ItemCollectionSizeLimitExceeded("m"),
        new ServiceError.ProvisionedThroughputExceeded("m"),
        new ServiceError.RequestLimitExceeded("m"),
        new ServiceError.Throttling("m"),
        new ServiceError.Throttling("m", List.of(new ThrottlingReason("r", "a"))),
        new ServiceError.RequestLimitExceeded("m", List.of(new ThrottlingReason("r", "a"))),
        new ServiceError.ProvisionedThroughputExceeded(
            "m", List.of(new ThrottlingReason("r", "a"), new ThrottlingReason("s", "b"))),
        new ServiceError.InternalServer("m"),
        new ServiceError.InternalFailure(),
        new ServiceError.ServiceUnavailable("m"),
        new ServiceError.RequestTooLarge("m"),
        new ServiceError.Other("com.amazonaws.dynamodb.v20120810#ExportConflict", "m", 400));
  }

  private static byte[] encode(ServiceError error) {
    var out = new JsonWriter();
    ErrorEncoder.encode(error, out);
    return out.toByteArray();
  }

  private static ServiceError read(int status, byte[] body) {
    return ErrorReader.read(status, "id", JsonBytes.of(body));
  }

  /** A body with single quotes for legibility. */
  private static ServiceError quoted(int status, String body) {
    return read(status, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorIsReadAsWhatItIsAndToldAsItCame(ServiceError error) {
    byte[] body = encode(error);

    assertThat(read(error.httpStatus(), body))
        .isInstanceOfSatisfying(
            ServiceError.Relayed.class,
            relayed -> {
              assertThat(relayed.meaning()).isEqualTo(error);
              assertThat(relayed.httpStatus()).isEqualTo(error.httpStatus());
              assertThat(relayed.requestId()).isEqualTo("id");
              assertThat(encode(relayed)).isEqualTo(body);
            });
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorCutOffAnywhereIsStillAnError(ServiceError error) {
    byte[] body = encode(error);

    for (int length = 0; length < body.length; length++) {
      assertThat(ErrorReader.read(500, null, JsonBytes.of(body, 0, length)))
          .isInstanceOf(ServiceError.InternalServer.class);
    }
  }

  @Test
  void aTypeMayComeWithoutItsPrefixAndUnknownMembers() {
    assertThat(quoted(400, "{'__type':'ThrottlingException','other':[{}]}"))
        .isInstanceOfSatisfying(
            ServiceError.Relayed.class,
            relayed -> assertThat(relayed.meaning()).isEqualTo(new ServiceError.Throttling("")));
  }

  @Test
  void aCancellationWithoutReasonsKeepsItsMessage() {
    assertThat(quoted(400, "{'__type':'#TransactionCanceledException','Message':'[None]'}"))
        .isInstanceOfSatisfying(
            ServiceError.Relayed.class,
            relayed ->
                assertThat(relayed.meaning())
                    .isEqualTo(
                        new ServiceError.Other("#TransactionCanceledException", "[None]", 400)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>503</html>", "", "{'message':'Forbidden'}", "[]", "{'__type':1}"})
  void whatIsNotInTheServicesFormIsNotToldAsItCame(String body) {
    assertThat(quoted(503, body)).isInstanceOf(ServiceError.ServiceUnavailable.class);
    assertThat(quoted(403, body)).isInstanceOf(ServiceError.InternalServer.class);
  }
}
