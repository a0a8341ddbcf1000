package io.larder.protocol.dax.response;

import static io.larder.protocol.dax.response.Answers.HASH;
import static io.larder.protocol.dax.response.Answers.HASH_N;
import static io.larder.protocol.dax.response.Answers.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.dax.DaxRequest;
import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.item.Bytes;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ReturnItemCollectionMetrics;
import io.larder.protocol.operation.TransactWriteItemsRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The hex are answers that unmodified clients have read. */
final class ErrorEncoderTest {
  private static final String FAILED = ServiceError.ConditionalCheckFailed.MESSAGE;

  private static byte[] bytes(ServiceError error, @Nullable DaxRequest request) {
    var out = new CborWriter();
    ErrorEncoder.encode(error, "req-1", request, Answers.LISTS, out);
    return out.toByteArray();
  }

  private static String answer(ServiceError error) {
    return HexFormat.of().formatHex(bytes(error, null));
  }

  private static DaxRequest transaction(KeySchema... keys) {
    var request =
        new TransactWriteItemsRequest(
            List.of(),
            null,
            Bytes.wrap(new byte[0]),
            ReturnConsumedCapacity.NONE,
            ReturnItemCollectionMetrics.NONE);
    return new DaxRequest(request, List.of(keys), Collections.nCopies(keys.length, null));
  }

  @Test
  void aFailedConditionHasCodesMessageIdNameAndStatus() {
    assertThat(answer(new ServiceError.ConditionalCheckFailed(FAILED, null)))
        .isEqualTo(
            "8504182518261827182b781e54686520636f6e646974696f6e616c2072657175657374206661696c6564836572"
                + "65712d31781f436f6e646974696f6e616c436865636b4661696c6564457863657074696f6e190190");
  }

  /** No client can ask for it, so none would know what it is. */
  @Test
  void aFailedConditionDoesNotReturnTheItem() {
    assertThat(answer(new ServiceError.ConditionalCheckFailed(FAILED, item("id", "a"))))
        .isEqualTo(answer(new ServiceError.ConditionalCheckFailed(FAILED, null)));
  }

  @Test
  void aConnectionThatIsNotAuthorised() {
    assertThat(answer(new ServiceError.MissingAuthenticationToken("Authentication required")))
        .isEqualTo(
            "840417181f18217741757468656e7469636174696f6e20726571756972656483657265712d3178234d69737369"
                + "6e6741757468656e7469636174696f6e546f6b656e457863657074696f6e190190");
  }

  @Test
  void aMethodThatIsNotImplemented() {
    var out = new CborWriter();

    ErrorEncoder.encodeNotImplemented("describeTable", "req-1", out);

    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo(
            "840418251826182c782064657363726962655461626c65206973206e6f7420696d706c656d656e746564836572"
                + "65712d31774e6f74496d706c656d656e746564457863657074696f6e190190");
  }

  @Test
  void aCancelledTransactionHasItsReasonsInOneArray() {
    var canceled =
        new ServiceError.TransactionCanceled(
            List.of(
                new CancellationReason("ConditionalCheckFailed", FAILED, item("id", "t1", "x", 1)),
                CancellationReason.NONE));

    assertThat(HexFormat.of().formatHex(bytes(canceled, transaction(HASH, HASH_N))))
        .isEqualTo(
            "8504182518261827183a786c5472616e73616374696f6e2063616e63656c6c65642c20706c656173652072"
                + "656665722063616e63656c6c6174696f6e20726561736f6e7320666f722073706563696669632072656173"
                + "6f6e73205b436f6e646974696f6e616c436865636b4661696c65642c204e6f6e655d84657265712d31781c"
                + "5472616e73616374696f6e43616e63656c6564457863657074696f6e1901908676436f6e646974696f6e61"
                + "6c436865636b4661696c6564781e54686520636f6e646974696f6e616c2072657175657374206661696c65"
                + "64420c01644e6f6e65f6f6");
  }

  @Test
  void itemsOfReasonsMayLackListsToo() {
    var canceled =
        new ServiceError.TransactionCanceled(
            List.of(
                new CancellationReason("ConditionalCheckFailed", FAILED, item("id", "a", "y", 1)),
                new CancellationReason("ConditionalCheckFailed", FAILED, item("id", 1, "z", 1))));

    var missing =
        catchThrowableOfType(
            MissingAttributeLists.class, () -> bytes(canceled, transaction(HASH, HASH_N)));

    assertThat(missing.lists()).containsExactly(List.of("y"), List.of("z"));
  }

  static final List<Arguments> CODES =
      List.of(
          codes(new ServiceError.Validation("m"), 46, "ValidationException"),
          codes(new ServiceError.EmptyKeyValue("m"), 46, "ValidationException"),
          codes(new ServiceError.ValidationErrors(List.of("m")), 46, "ValidationException"),
          codes(new ServiceError.Serialization("m"), 46, "SerializationException"),
          codes(new ServiceError.ResourceNotFound("m"), 41, "ResourceNotFoundException"),
          codes(new ServiceError.TableNotFound("m"), 41, "TableNotFoundException"),
          codes(new ServiceError.PolicyNotFound("m"), 46, "PolicyNotFoundException"),
          codes(new ServiceError.ResourceInUse("m"), 45, "ResourceInUseException"),
          codes(new ServiceError.LimitExceeded("m"), 49, "LimitExceededException"),
          codes(
              new ServiceError.ConditionalCheckFailed("m", null),
              43,
              "ConditionalCheckFailedException"),
          codes(new ServiceError.TransactionConflict("m"), 57, "TransactionConflictException"),
          codes(new ServiceError.TransactionInProgress("m"), 59, "TransactionInProgressException"),
          codes(
              new ServiceError.IdempotentParameterMismatch("m"),
              60,
              "IdempotentParameterMismatchException"),
          codes(
              new ServiceError.ItemCollectionSizeLimitExceeded("m"),
              48,
              "ItemCollectionSizeLimitExceededException"),
          codes(
              new ServiceError.ProvisionedThroughputExceeded("m"),
              40,
              "ProvisionedThroughputExceededException"),
          codes(new ServiceError.RequestLimitExceeded("m"), 61, "RequestLimitExceededException"),
          codes(new ServiceError.Throttling("m"), 50, "ThrottlingException"),
          Arguments.of(
              new ServiceError.RequestTooLarge("m"),
              List.of(4, 37, 38, 39, 46),
              "RequestEntityTooLargeException",
              413),
          Arguments.of(
              new ServiceError.UnknownOperation(),
              List.of(4, 37, 38, 44),
              "UnknownOperationException",
              400),
          Arguments.of(
              new ServiceError.IncompleteSignature("m"),
              List.of(4, 23, 31, 32),
              "IncompleteSignatureException",
              400),
          Arguments.of(
              new ServiceError.InvalidSignature("m"),
              List.of(4, 23, 31, 32),
              "InvalidSignatureException",
              400),
          Arguments.of(
              new ServiceError.UnrecognizedClient("m"),
              List.of(4, 23, 31, 32),
              "UnrecognizedClientException",
              400),
          Arguments.of(
              new ServiceError.ExpiredToken("m"),
              List.of(4, 23, 31, 33),
              "ExpiredTokenException",
              400),
          Arguments.of(
              new ServiceError.AccessDenied("m"),
              List.of(4, 37, 38, 42),
              "AccessDeniedException",
              400),
          Arguments.of(
              new ServiceError.ServiceUnavailable("m"),
              List.of(2, 37, 38, 53),
              "ServiceUnavailableException",
              503),
          Arguments.of(
              new ServiceError.InternalServer("m"),
              List.of(1, 37, 38, 39, 47),
              "InternalServerError",
              500),
          Arguments.of(
              new ServiceError.InternalFailure(),
              List.of(1, 37, 38, 39, 47),
              "InternalFailure",
              500));

  private static Arguments codes(ServiceError error, int last, String name) {
    return Arguments.of(error, List.of(4, 37, 38, 39, last), name, 400);
  }

  @ParameterizedTest
  @FieldSource("CODES")
  void errorsHaveTheCodesThatClientsKnow(
      ServiceError error, List<Integer> codes, String name, int status) {
    var answer = new CborReader(bytes(error, null));

    assertThat(codes(answer)).isEqualTo(codes);
    assertThat(answer.readText()).isEqualTo(error.message());
    assertThat(answer.beginArray()).isEqualTo(3);
    assertThat(answer.readText()).isEqualTo("req-1");
    assertThat(answer.readText()).isEqualTo(name);
    assertThat(answer.readInt()).isEqualTo(status);
    answer.requireEnd();
  }

  private static List<Integer> codes(CborReader answer) {
    int[] codes = new int[answer.beginArray()];
    Arrays.setAll(codes, _ -> answer.readInt());
    return Arrays.stream(codes).boxed().toList();
  }

  static Stream<DaxRequest> writes() {
    return Stream.of(Answers.putItem(), transaction(HASH));
  }

  /** Nobody knows whether it was done. */
  @ParameterizedTest
  @MethodSource("writes")
  void anInternalErrorOfAWriteIsNotToBeTriedAgain(DaxRequest write) {
    var answer =
        new CborReader(bytes(new ServiceError.InternalServer("Internal server error"), write));

    assertThat(codes(answer)).containsExactly(3, 37, 54);
  }

  @Test
  void anInternalErrorOfAReadMayBeTriedAgain() {
    var answer =
        new CborReader(
            bytes(new ServiceError.InternalServer("Internal server error"), Answers.getItem(null)));

    assertThat(codes(answer)).containsExactly(1, 37, 38, 39, 47);
  }
}
