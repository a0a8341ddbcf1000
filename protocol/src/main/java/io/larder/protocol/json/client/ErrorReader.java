package io.larder.protocol.json.client;

import io.larder.protocol.error.CancellationReason;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ThrottlingReason;
import io.larder.protocol.item.Item;
import io.larder.protocol.wire.JsonBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads errors as the service tells them, and as other servers do: a type behind a {@code #} or
 * not, a message under {@code message} or {@code Message}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">
 *     Error handling with DynamoDB</a>
 */
public final class ErrorReader {
  private static final int UNAVAILABLE = 503;

  private @Nullable String type;
  private String message = "";
  private @Nullable Item item;
  private @Nullable List<CancellationReason> reasons;
  private List<ThrottlingReason> throttlingReasons = List.of();

  private ErrorReader() {}

  /**
   * What an answer says that is none to a request that succeeded: to be told on as it came, or, if
   * it is not in the service's form (something between the upstream and us has answered), an error
   * of ours.
   *
   * @param status of HTTP
   * @param requestId by which the upstream knows the call, if it said one
   * @param body which the error keeps
   */
  public static ServiceError read(int status, @Nullable String requestId, JsonBytes body) {
    try {
      var reader = new ErrorReader();
      reader.readMembers(new AnswerReader(body.array(), body.start(), body.jsonLength()));
      if (reader.type != null) {
        return new ServiceError.Relayed(
            reader.meaning(reader.type, status), status, body, requestId);
      }
    } catch (MalformedAnswer e) {
      // Said below.
    }
    String text = "The upstream answered with status " + status + " and no error of the service";
    return status == UNAVAILABLE
        ? new ServiceError.ServiceUnavailable(text)
        : new ServiceError.InternalServer(text);
  }

  private void readMembers(AnswerReader in) {
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "__type" -> type = in.string();
        case "message", "Message" -> message = in.string();
        case "Item" -> item = in.item();
        case "CancellationReasons" -> reasons = in.all(ErrorReader::reason);
        case "ThrottlingReasons", "throttlingReasons" ->
            throttlingReasons = in.all(ErrorReader::throttlingReason);
        default -> in.skip();
      }
    }
    in.end();
  }

  private static CancellationReason reason(AnswerReader in) {
    String code = CancellationReason.NONE.code();
    String message = null;
    Item item = null;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "Code" -> code = in.string();
        case "Message" -> message = in.string();
        case "Item" -> item = in.item();
        default -> in.skip();
      }
    }
    return new CancellationReason(code, message, item);
  }

  private static ThrottlingReason throttlingReason(AnswerReader in) {
    String reason = "";
    String resource = "";
    in.beginObject();
    while (in.nextMember()) {
      switch (in.name()) {
        case "reason" -> reason = in.string();
        case "resource" -> resource = in.string();
        default -> in.skip();
      }
    }
    return new ThrottlingReason(reason, resource);
  }

  private ServiceError meaning(String given, int status) {
    return switch (given.substring(given.lastIndexOf('#') + 1)) {
      case "ValidationException" -> new ServiceError.Validation(message);
      case "SerializationException" -> new ServiceError.Serialization(message);
      case "UnknownOperationException" -> new ServiceError.UnknownOperation();
      case "MissingAuthenticationTokenException" ->
          new ServiceError.MissingAuthenticationToken(message);
      case "IncompleteSignatureException" -> new ServiceError.IncompleteSignature(message);
      case "InvalidSignatureException" -> new ServiceError.InvalidSignature(message);
      case "UnrecognizedClientException" -> new ServiceError.UnrecognizedClient(message);
      case "ExpiredTokenException" -> new ServiceError.ExpiredToken(message);
      case "AccessDeniedException" -> new ServiceError.AccessDenied(message);
      case "ResourceNotFoundException" -> new ServiceError.ResourceNotFound(message);
      case "ResourceInUseException" -> new ServiceError.ResourceInUse(message);
      case "PolicyNotFoundException" -> new ServiceError.PolicyNotFound(message);
      case "LimitExceededException" -> new ServiceError.LimitExceeded(message);
      case "ExpiredIteratorException" -> new ServiceError.ExpiredIterator();
      case "TrimmedDataAccessException" -> new ServiceError.TrimmedDataAccess();
      case "TableNotFoundException" -> new ServiceError.TableNotFound(message);
      case "ConditionalCheckFailedException" ->
          new ServiceError.ConditionalCheckFailed(message, item);
      case "TransactionCanceledException" ->
          reasons == null
              ? new ServiceError.Other(given, message, status)
              : new ServiceError.TransactionCanceled(reasons);
      case "TransactionConflictException" -> new ServiceError.TransactionConflict(message);
      case "TransactionInProgressException" -> new ServiceError.TransactionInProgress(message);
      case "IdempotentParameterMismatchException" ->
          new ServiceError.IdempotentParameterMismatch(message);
      case "ItemCollectionSizeLimitExceededException" ->
          new ServiceError.ItemCollectionSizeLimitExceeded(message);
      case "ProvisionedThroughputExceededException" ->
          new ServiceError.ProvisionedThroughputExceeded(message, throttlingReasons);
      case "RequestLimitExceeded", "RequestLimitExceededException" ->
          new ServiceError.RequestLimitExceeded(message, throttlingReasons);
      case "ThrottlingException" -> new ServiceError.Throttling(message, throttlingReasons);
      case "InternalServerError", "InternalServerErrorException" ->
          new ServiceError.InternalServer(message);
      case "InternalFailure", "InternalFailureException" -> new ServiceError.InternalFailure();
      case "ServiceUnavailable", "ServiceUnavailableException" ->
          new ServiceError.ServiceUnavailable(message);
      case "RequestEntityTooLargeException" -> new ServiceError.RequestTooLarge(message);
      default -> new ServiceError.Other(given, message, status);
    };
  }
}
