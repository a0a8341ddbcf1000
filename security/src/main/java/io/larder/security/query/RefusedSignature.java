package io.larder.security.query;

import io.larder.protocol.error.ServiceError;

/** Says in the words of STS and IAM why a request does not prove who it is from. */
final class RefusedSignature {
  private static final int FORBIDDEN = 403;

  private RefusedSignature() {}

  /** The same refusal as a query API tells it (IAM and STS API References, "Common Errors"). */
  static QueryException of(ServiceError error) {
    String type = error.type();
    return switch (type.substring(type.indexOf('#') + 1)) {
      case "MissingAuthenticationTokenException" ->
          new QueryException("MissingAuthenticationToken", FORBIDDEN, error.message());
      case "IncompleteSignatureException" ->
          new QueryException("IncompleteSignature", 400, error.message());
      case "InvalidSignatureException" ->
          new QueryException("SignatureDoesNotMatch", FORBIDDEN, error.message());
      case "UnrecognizedClientException" ->
          new QueryException("InvalidClientTokenId", FORBIDDEN, error.message());
      case "ExpiredTokenException" ->
          new QueryException("ExpiredToken", FORBIDDEN, error.message());
      case "ThrottlingException" -> new QueryException("Throttling", 400, error.message());
      default -> QueryException.accessDenied(error.message());
    };
  }
}
