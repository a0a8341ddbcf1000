package io.larder.protocol.error;

import io.larder.protocol.wire.RenderedJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error as DynamoDB reports it: the type on the wire, the message, and extra members. */
public sealed interface ServiceError {
  String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
  String CORAL = "com.amazon.coral.service#";
  String CORAL_VALIDATE = "com.amazon.coral.validate#";
  String CORAL_AVAILABILITY = "com.amazon.coral.availability#";

  String message();

  /** The value of {@code __type}, with its prefix. */
  String type();

  default int httpStatus() {
    return 400;
  }

  /** True if it is told because there was too much to do, so that the same may be done later. */
  default boolean isThrottling() {
    return this instanceof ProvisionedThroughputExceeded
        || this instanceof Throttling
        || this instanceof RequestLimitExceeded;
  }

  record Validation(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL_VALIDATE + "ValidationException";
    }
  }

  /**
   * A key of a table or an index would be empty. To clients it is a {@link Validation}; but it
   * fails a transaction as a whole, which other faults of an action only cancel.
   */
  record EmptyKeyValue(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL_VALIDATE + "ValidationException";
    }
  }

  /** Constraints that the shape of the request breaks, at least one. */
  record ValidationErrors(List<String> errors) implements ServiceError {
    public ValidationErrors {
      errors = List.copyOf(errors);
    }

    /** As if only the first had been found. */
    public ValidationErrors first() {
      return new ValidationErrors(errors.subList(0, 1));
    }

    @Override
    public String message() {
      return errors.size()
          + (errors.size() == 1 ? " validation error" : " validation errors")
          + " detected: "
          + String.join("; ", errors);
    }

    @Override
    public String type() {
      return CORAL_VALIDATE + "ValidationException";
    }
  }

  /** The body is JSON but has a member of the wrong type, or is no JSON at all (no message). */
  record Serialization(@Nullable String detail) implements ServiceError {
    @Override
    public String message() {
      return detail == null ? "" : detail;
    }

    @Override
    public String type() {
      return CORAL + "SerializationException";
    }
  }

  record UnknownOperation() implements ServiceError {
    @Override
    public String message() {
      return "";
    }

    @Override
    public String type() {
      return CORAL + "UnknownOperationException";
    }
  }

  record MissingAuthenticationToken(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "MissingAuthenticationTokenException";
    }
  }

  record IncompleteSignature(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "IncompleteSignatureException";
    }
  }

  record InvalidSignature(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "InvalidSignatureException";
    }
  }

  record UnrecognizedClient(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "UnrecognizedClientException";
    }
  }

  record ExpiredToken(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "ExpiredTokenException";
    }
  }

  record AccessDenied(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "AccessDeniedException";
    }
  }

  record ResourceNotFound(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "ResourceNotFoundException";
    }
  }

  record ResourceInUse(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "ResourceInUseException";
    }
  }

  /** There is no policy of a resource, or another revision of it. */
  record PolicyNotFound(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "PolicyNotFoundException";
    }
  }

  record LimitExceeded(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "LimitExceededException";
    }
  }

  /** A place in a shard that was given out too long ago. */
  record ExpiredIterator() implements ServiceError {
    @Override
    public String message() {
      return "The provided iterator exceeds the maximum age allowed.";
    }

    @Override
    public String type() {
      return DYNAMODB + "ExpiredIteratorException";
    }
  }

  /** The records of a stream that are asked for are not kept any more. */
  record TrimmedDataAccess() implements ServiceError {
    @Override
    public String message() {
      return "The data you are trying to access has been trimmed";
    }

    @Override
    public String type() {
      return DYNAMODB + "TrimmedDataAccessException";
    }
  }

  record TableNotFound(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "TableNotFoundException";
    }
  }

  /** {@code item} is the stored item, if the request asked for it with ALL_OLD. */
  record ConditionalCheckFailed(String message, @Nullable RenderedJson item)
      implements ServiceError {
    public static final String MESSAGE = "The conditional request failed";

    @Override
    public String type() {
      return DYNAMODB + "ConditionalCheckFailedException";
    }
  }

  /** An INSERT of an item that is there. */
  record DuplicateItem(String message) implements ServiceError {
    public static final String MESSAGE = "Duplicate primary key exists in table";

    @Override
    public String type() {
      return DYNAMODB + "DuplicateItemException";
    }
  }

  /** One reason for every action, in the order of the request. */
  record TransactionCanceled(List<CancellationReason> reasons) implements ServiceError {
    public TransactionCanceled {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String message() {
      return CancellationReason.message(reasons);
    }

    @Override
    public String type() {
      return DYNAMODB + "TransactionCanceledException";
    }
  }

  record TransactionConflict(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "TransactionConflictException";
    }
  }

  record TransactionInProgress(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "TransactionInProgressException";
    }
  }

  record IdempotentParameterMismatch(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "IdempotentParameterMismatchException";
    }
  }

  record ItemCollectionSizeLimitExceeded(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "ItemCollectionSizeLimitExceededException";
    }
  }

  /** Tables and indexes have taken what they are provisioned with. {@code reasons} say what of. */
  record ProvisionedThroughputExceeded(String message, List<ThrottlingReason> reasons)
      implements ServiceError {
    public ProvisionedThroughputExceeded {
      reasons = List.copyOf(reasons);
    }

    public ProvisionedThroughputExceeded(String message) {
      this(message, List.of());
    }

    @Override
    public String type() {
      return DYNAMODB + "ProvisionedThroughputExceededException";
    }
  }

  /** The account has taken what it may. {@code reasons} say what of. */
  record RequestLimitExceeded(String message, List<ThrottlingReason> reasons)
      implements ServiceError {
    public RequestLimitExceeded {
      reasons = List.copyOf(reasons);
    }

    public RequestLimitExceeded(String message) {
      this(message, List.of());
    }

    @Override
    public String type() {
      return DYNAMODB + "RequestLimitExceededException";
    }
  }

  /** More was asked for than can be done now. {@code reasons} say what of. */
  record Throttling(String message, List<ThrottlingReason> reasons) implements ServiceError {
    public Throttling {
      reasons = List.copyOf(reasons);
    }

    public Throttling(String message) {
      this(message, List.of());
    }

    @Override
    public String type() {
      return CORAL_AVAILABILITY + "ThrottlingException";
    }
  }

  record InternalServer(String message) implements ServiceError {
    @Override
    public String type() {
      return DYNAMODB + "InternalServerError";
    }

    @Override
    public int httpStatus() {
      return 500;
    }
  }

  /** What the service answers to some requests that it cannot make sense of, with no message. */
  record InternalFailure() implements ServiceError {
    @Override
    public String message() {
      return "";
    }

    @Override
    public String type() {
      return CORAL + "InternalFailure";
    }

    @Override
    public int httpStatus() {
      return 500;
    }
  }

  record ServiceUnavailable(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "ServiceUnavailableException";
    }

    @Override
    public int httpStatus() {
      return 503;
    }
  }

  /** An error of an upstream that is none of the others. */
  record Other(String type, String message, int httpStatus) implements ServiceError {}

  /**
   * An error as an upstream told it, to be told as it came.
   *
   * @param meaning the same in our terms, for those who act on it or tell it in another form
   * @param body as it came
   * @param requestId by which the upstream knows the call, if it said one
   */
  record Relayed(
      ServiceError meaning, int httpStatus, RenderedJson body, @Nullable String requestId)
      implements ServiceError {
    @Override
    public String message() {
      return meaning.message();
    }

    @Override
    public String type() {
      return meaning.type();
    }
  }

  /** The request body is larger than 16 MB. */
  record RequestTooLarge(String message) implements ServiceError {
    @Override
    public String type() {
      return CORAL + "RequestEntityTooLargeException";
    }

    @Override
    public int httpStatus() {
      return 413;
    }
  }
}
