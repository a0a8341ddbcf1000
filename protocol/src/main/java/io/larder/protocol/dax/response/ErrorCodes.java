package io.larder.protocol.dax.response;

import io.larder.protocol.error.ServiceError;

/**
 * The numbers that errors begin with. The first tells clients what to do (1 and 2: try again; 3: an
 * error of the server, leave it; 4: an error of the client), the second, fourth and fifth which
 * exception it is.
 */
final class ErrorCodes {
  /** A method that this server does not have. */
  static final int[] NOT_IMPLEMENTED = {4, 37, 38, 44};

  private static final int[] UNAUTHENTICATED = {4, 23, 31, 33};
  private static final int[] UNKNOWN_CLIENT = {4, 23, 31, 32};
  private static final int[] ACCESS_DENIED = {4, 37, 38, 42};
  private static final int[] RECOVERING = {2, 37, 38, 53};
  private static final int[] FAILED_READ = {1, 37, 38, 39, 47};

  /** What fewest clients repeat of their own accord. */
  private static final int[] FAILED_WRITE = {3, 37, 54};

  private ErrorCodes() {}

  /**
   * The numbers of {@code error}. Whether an internal error is one of a write makes a difference:
   * nobody knows whether that was done.
   */
  static int[] of(ServiceError error, boolean isOfWrite) {
    return switch (error) {
      case ServiceError.ProvisionedThroughputExceeded _ -> operation(40);
      case ServiceError.ResourceNotFound _, ServiceError.TableNotFound _ -> operation(41);
      case ServiceError.ConditionalCheckFailed _ -> operation(43);
      case ServiceError.ResourceInUse _ -> operation(45);
      case ServiceError.Validation _,
          ServiceError.EmptyKeyValue _,
          ServiceError.ValidationErrors _,
          ServiceError.Serialization _,
          ServiceError.PolicyNotFound _,
          ServiceError.ExpiredIterator _,
          ServiceError.TrimmedDataAccess _,
          ServiceError.DuplicateItem _,
          ServiceError.RequestTooLarge _ ->
          operation(46);
      case ServiceError.ItemCollectionSizeLimitExceeded _ -> operation(48);
      case ServiceError.LimitExceeded _ -> operation(49);
      case ServiceError.Throttling _ -> operation(50);
      case ServiceError.TransactionConflict _ -> operation(57);
      case ServiceError.TransactionCanceled _ -> operation(58);
      case ServiceError.TransactionInProgress _ -> operation(59);
      case ServiceError.IdempotentParameterMismatch _ -> operation(60);
      case ServiceError.RequestLimitExceeded _ -> operation(61);
      case ServiceError.UnknownOperation() -> NOT_IMPLEMENTED;
      case ServiceError.MissingAuthenticationToken _, ServiceError.ExpiredToken _ ->
          UNAUTHENTICATED;
      case ServiceError.IncompleteSignature _,
          ServiceError.InvalidSignature _,
          ServiceError.UnrecognizedClient _ ->
          UNKNOWN_CLIENT;
      case ServiceError.AccessDenied _ -> ACCESS_DENIED;
      case ServiceError.ServiceUnavailable _ -> RECOVERING;
      case ServiceError.InternalServer _, ServiceError.InternalFailure() ->
          isOfWrite ? FAILED_WRITE : FAILED_READ;
      case ServiceError.Other other ->
          other.httpStatus() < 500 ? operation(46) : isOfWrite ? FAILED_WRITE : FAILED_READ;
      case ServiceError.Relayed relayed -> of(relayed.meaning(), isOfWrite);
    };
  }

  private static int[] operation(int code) {
    return new int[] {4, 37, 38, 39, code};
  }
}
