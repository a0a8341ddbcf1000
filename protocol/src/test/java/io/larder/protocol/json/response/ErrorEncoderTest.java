package io.larder.protocol.json.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.item.AttributeValue.Str;
import io.larder.protocol.item.Item;
import io.larder.protocol.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bodies of errors, byte for byte. */
class ErrorEncoderTest {
  private static final Item ITEM = Item.of(Map.of("a", new Str("x")));

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(
            new ServiceError.Validation("no \"good\""),
            "{'__type':'com.amazon.coral.validate#ValidationException','message':'no \\'good\\''}"),
        Arguments.of(
            new ServiceError.Serialization(null),
            "{'__type':'com.amazon.coral.service#SerializationException'}"),
        Arguments.of(
            new ServiceError.Serialization("Unexpected field type"),
            "{'__type':'com.amazon.coral.service#SerializationException','Message':'Unexpected"
                + " field type'}"),
        Arguments.of(
            new ServiceError.UnknownOperation(),
            "{'__type':'com.amazon.coral.service#UnknownOperationException'}"),
        Arguments.of(
            new ServiceError.InternalFailure(),
            "{'__type':'com.amazon.coral.service#InternalFailure'}"),
        Arguments.of(
            new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token"),
            "{'__type':'com.amazon.coral.service#MissingAuthenticationTokenException','message':"
                + "'Request is missing Authentication Token'}"),
        Arguments.of(
            new ServiceError.IncompleteSignature("no"),
            "{'__type':'com.amazon.coral.service#IncompleteSignatureException','message':'no'}"),
        Arguments.of(
            new ServiceError.InvalidSignature("no"),
            "{'__type':'com.amazon.coral.service#InvalidSignatureException','message':'no'}"),
        Arguments.of(
            new ServiceError.ExpiredToken("no"),
            "{'__type':'com.amazon.coral.service#ExpiredTokenException','message':'no'}"),
        Arguments.of(
            new ServiceError.UnrecognizedClient("no"),
            "{'__type':'com.amazon.coral.service#UnrecognizedClientException','message':'no'}"),
        Arguments.of(
            new ServiceError.AccessDenied("no"),
            "{'__type':'com.amazon.coral.service#AccessDeniedException','Message':'no'}"),
        Arguments.of(
            new ServiceError.ResourceNotFound("Requested resource not found"),
            "{'__type':'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException','message':"
                + "'Requested resource not found'}"),
        Arguments.of(
            new ServiceError.ConditionalCheckFailed(
                ServiceError.ConditionalCheckFailed.MESSAGE, null),
            "{'__type':'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',"
                + "'message':'The conditional request failed'}"),
        Arguments.of(
            new ServiceError.ConditionalCheckFailed(
                ServiceError.ConditionalCheckFailed.MESSAGE, ITEM),
            "{'__type':'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',"
                + "'message':'The conditional request failed','Item':{'a':{'S':'x'}}}"),
        Arguments.of(
            new ServiceError.TransactionCanceled(
                List.of(
                    CancellationReason.NONE,
                    new CancellationReason(
                        "ConditionalCheckFailed", "The conditional request failed", ITEM),
                    new CancellationReason("ValidationError", "bad", null))),
            "{'__type':'com.amazonaws.dynamodb.v20120810#TransactionCanceledException','Message':'Transaction"
                + " cancelled, please refer cancellation reasons for specific reasons [None,"
                + " ConditionalCheckFailed, ValidationError]','CancellationReasons':[{'Code':"
                + "'None'},{'Code':'ConditionalCheckFailed','Item':{'a':{'S':'x'}},'Message':'The"
                + " conditional request failed'},{'Code':'ValidationError','Message':'bad'}]}"),
        Arguments.of(
            new ServiceError.IdempotentParameterMismatch("other"),
            "{'__type':'com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException',"
                + "'Message':'other'}"),
        Arguments.of(
            new ServiceError.TransactionInProgress("wait"),
            "{'__type':'com.amazonaws.dynamodb.v20120810#TransactionInProgressException',"
                + "'Message':'wait'}"),
        Arguments.of(
            new ServiceError.PolicyNotFound("none"),
            "{'__type':'com.amazonaws.dynamodb.v20120810#PolicyNotFoundException',"
                + "'message':'none'}"),
        Arguments.of(
            new ServiceError.Throttling("slow down"),
            "{'__type':'com.amazon.coral.availability#ThrottlingException','message':'slow down'}"),
        Arguments.of(
            new ServiceError.Throttling("no", List.of(new ThrottlingReason("why", "arn"))),
            "{'__type':'com.amazon.coral.availability#ThrottlingException','message':'no',"
                + "'throttlingReasons':[{'reason':'why','resource':'arn'}]}"),
        Arguments.of(
            new ServiceError.ProvisionedThroughputExceeded(
                "no", List.of(new ThrottlingReason("why", "arn"))),
            "{'__type':'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',"
                + "'message':'no','ThrottlingReasons':[{'reason':'why','resource':'arn'}]}"),
        Arguments.of(
            new ServiceError.RequestLimitExceeded(
                "no", List.of(new ThrottlingReason("why", "arn"))),
            "{'__type':'com.amazonaws.dynamodb.v20120810#RequestLimitExceededException',"
                + "'message':'no','ThrottlingReasons':[{'reason':'why','resource':'arn'}]}"),
        Arguments.of(
            new ServiceError.EmptyKeyValue("empty"),
            "{'__type':'com.amazon.coral.validate#ValidationException','message':'empty'}"),
        Arguments.of(
            new ServiceError.InternalServer("oops"),
            "{'__type':'com.amazonaws.dynamodb.v20120810#InternalServerError','message':'oops'}"));
  }

  static Stream<Arguments> statuses() {
    return Stream.of(
        Arguments.of(new ServiceError.Validation("no"), 400),
        Arguments.of(new ServiceError.Serialization(null), 400),
        Arguments.of(new ServiceError.UnknownOperation(), 400),
        Arguments.of(new ServiceError.AccessDenied("no"), 400),
        Arguments.of(new ServiceError.ResourceNotFound("no"), 400),
        Arguments.of(new ServiceError.ConditionalCheckFailed("no", null), 400),
        Arguments.of(new ServiceError.TransactionCanceled(List.of()), 400),
        Arguments.of(new ServiceError.LimitExceeded("no"), 400),
        Arguments.of(new ServiceError.Throttling("no"), 400),
        Arguments.of(new ServiceError.RequestTooLarge("no"), 413),
        Arguments.of(new ServiceError.InternalFailure(), 500),
        Arguments.of(new ServiceError.InternalServer("no"), 500),
        Arguments.of(new ServiceError.ServiceUnavailable("no"), 503));
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void faultsOfTheClientHaveStatus400(ServiceError error, int status) {
    assertThat(error.httpStatus()).isEqualTo(status);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsAreWrittenAsTheServiceWritesThem(ServiceError error, String body) {
    // When
    var out = new JsonWriter();
    ErrorEncoder.encode(error, out);

    // Then
    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8).replace('"', '\''))
        .isEqualTo(body);
  }
}
