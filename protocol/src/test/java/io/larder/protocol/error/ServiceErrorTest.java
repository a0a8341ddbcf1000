package io.larder.protocol.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.protocol.wire.JsonBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceErrorTest {
  private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
  private static final String CORAL = "com.amazon.coral.service#";
  private static final String VALIDATION = "com.amazon.coral.validate#ValidationException";

  private static Map<ServiceError, String> typesOnTheWire() {
    Map<ServiceError, String> types = new LinkedHashMap<>();
    types.put(new ServiceError.Validation("m"), VALIDATION);
    types.put(new ServiceError.EmptyKeyValue("m"), VALIDATION);
    types.put(new ServiceError.ValidationErrors(List.of("m")), VALIDATION);
    types.put(new ServiceError.Serialization("m"), CORAL + "SerializationException");
    types.put(new ServiceError.UnknownOperation(), CORAL + "UnknownOperationException");
    types.put(
        new ServiceError.MissingAuthenticationToken("m"),
        CORAL + "MissingAuthenticationTokenException");
    types.put(new ServiceError.IncompleteSignature("m"), CORAL + "IncompleteSignatureException");
    types.put(new ServiceError.InvalidSignature("m"), CORAL + "InvalidSignatureException");
    types.put(new ServiceError.UnrecognizedClient("m"), CORAL + "UnrecognizedClientException");
    types.put(new ServiceError.ExpiredToken("m"), CORAL + "ExpiredTokenException");
    types.put(new ServiceError.AccessDenied("m"), CORAL + "AccessDeniedException");
    types.put(new ServiceError.ResourceNotFound("m"), DYNAMODB + "ResourceNotFoundException");
    types.put(new ServiceError.ResourceInUse("m"), DYNAMODB + "ResourceInUseException");
    types.put(new ServiceError.LimitExceeded("m"), DYNAMODB + "LimitExceededException");
    types.put(new ServiceError.TableNotFound("m"), DYNAMODB + "TableNotFoundException");
    types.put(
        new ServiceError.ConditionalCheckFailed("m", null),
        DYNAMODB + "ConditionalCheckFailedException");
    types.put(new ServiceError.DuplicateItem("m"), DYNAMODB + "DuplicateItemException");
    types.put(new ServiceError.ExpiredIterator(), DYNAMODB + "ExpiredIteratorException");
    types.put(new ServiceError.TrimmedDataAccess(), DYNAMODB + "TrimmedDataAccessException");
    types.put(
        new ServiceError.TransactionCanceled(List.of()), DYNAMODB + "TransactionCanceledException");
    types.put(new ServiceError.TransactionConflict("m"), DYNAMODB + "TransactionConflictException");
    types.put(
        new ServiceError.TransactionInProgress("m"), DYNAMODB + "TransactionInProgressException");
    types.put(new ServiceError.PolicyNotFound("m"), DYNAMODB + "PolicyNotFoundException");
    types.put(
        new ServiceError.IdempotentParameterMismatch("m"),
        DYNAMODB + "IdempotentParameterMismatchException");
    types.put(
        new ServiceError.ItemCollectionSizeLimitExceeded("m"),
        DYNAMODB + "ItemCollectionSizeLimitExceededException");
    types.put(
        new ServiceError.ProvisionedThroughputExceeded("m"),
        DYNAMODB + "ProvisionedThroughputExceededException");
    types.put(
        new ServiceError.RequestLimitExceeded("m"), DYNAMODB + "RequestLimitExceededException");
    types.put(
        new ServiceError.Throttling("m"), "com.amazon.coral.availability#ThrottlingException");
    types.put(new ServiceError.InternalServer("m"), DYNAMODB + "InternalServerError");
    types.put(new ServiceError.InternalFailure(), CORAL + "InternalFailure");
    types.put(new ServiceError.ServiceUnavailable("m"), CORAL + "ServiceUnavailableException");
    types.put(new ServiceError.RequestTooLarge("m"), CORAL + "RequestEntityTooLargeException");
    types.put(new ServiceError.Other("of#Another", "m", 418), "of#Another");
    types.put(
        new ServiceError.Relayed(
            new ServiceError.LimitExceeded("m"), 400, JsonBytes.of(new byte[0]), "id"),
        DYNAMODB + "LimitExceededException");
    return types;
  }

  @Test
  void everyErrorHasItsTypeOnTheWire() {
    Map<ServiceError, String> types = typesOnTheWire();

    assertThat(types).allSatisfy((error, type) -> assertThat(error.type()).isEqualTo(type));
    assertThat(types.keySet())
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(ServiceError.class.getPermittedSubclasses());
  }
}
