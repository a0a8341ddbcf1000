package io.larder.security.signature;

import io.larder.protocol.error.ServiceError;

/**
 * How the services that speak the query protocol, STS and IAM, tell what DynamoDB has other names
 * for ("Common Errors" in their API references).
 *
 * @param code of the error
 * @param status of the answer
 */
public record QueryFault(String code, int status) {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  /** What a refusal of an authenticator is called there. */
  public static QueryFault of(ServiceError refusal) {
    return switch (refusal) {
      case ServiceError.MissingAuthenticationToken _ ->
          new QueryFault("MissingAuthenticationToken", FORBIDDEN);
      case ServiceError.IncompleteSignature _ -> new QueryFault("IncompleteSignature", BAD_REQUEST);
      case ServiceError.InvalidSignature _ -> new QueryFault("SignatureDoesNotMatch", FORBIDDEN);
      case ServiceError.UnrecognizedClient _ -> new QueryFault("InvalidClientTokenId", FORBIDDEN);
      case ServiceError.ExpiredToken _ -> new QueryFault("ExpiredToken", FORBIDDEN);
      case ServiceError.AccessDenied _ -> new QueryFault("AccessDenied", FORBIDDEN);
      case ServiceError.Throttling _ -> new QueryFault("Throttling", BAD_REQUEST);
      default -> new QueryFault("InternalFailure", 500);
    };
  }
}
