package io.larder.security.signature;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.SignedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request, which is signed in form, says of its signature.
 *
 * @param algorithm as it was sent, and so the others
 * @param token that of temporary credentials; null if there is none
 * @param query what the canonical request has for it
 */
record Claim(
    String algorithm,
    String credential,
    String signedHeaders,
    String signature,
    String date,
    @Nullable String token,
    String query) {
  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final String SIGNATURE = "X-Amz-Signature";
  private static final String TOKEN = "x-amz-security-token";

  static Claim of(SignedRequest request) {
    List<CanonicalUri.Parameter> parameters = CanonicalUri.parameters(request.query());
    String authorization = request.header("authorization");
    return authorization != null
        ? inHeader(authorization, request, parameters)
        : inQuery(request, parameters);
  }

  private static Claim inHeader(
      String authorization, SignedRequest request, List<CanonicalUri.Parameter> parameters) {
    String[] parts = authorization.split("[, ]+");
    Map<String, String> given = new HashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        given.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    String date = request.header("x-amz-date");
    return new Claim(
        parts[0],
        required(given.get("Credential")),
        required(given.get("SignedHeaders")),
        required(given.get("Signature")),
        required(date == null ? request.header("date") : date),
        request.header(TOKEN),
        CanonicalUri.query(parameters));
  }

  private static Claim inQuery(SignedRequest request, List<CanonicalUri.Parameter> parameters) {
    Map<String, String> given = new HashMap<>();
    parameters.forEach(parameter -> given.putIfAbsent(parameter.name(), parameter.value()));
    String token = given.get("X-Amz-Security-Token");
    return new Claim(
        required(given.get(ALGORITHM)),
        required(given.get("X-Amz-Credential")),
        required(given.get("X-Amz-SignedHeaders")),
        required(given.get(SIGNATURE)),
        required(given.get("X-Amz-Date")),
        token == null ? request.header(TOKEN) : token,
        CanonicalUri.query(
            parameters.stream().filter(parameter -> !parameter.name().equals(SIGNATURE)).toList()));
  }

  /** What the check of the form has found, if it looks where we do; else nobody is let in. */
  private static String required(@Nullable String value) {
    if (value == null) {
      throw new ServiceException(
          new ServiceError.IncompleteSignature("The parameters of the signature are malformed."));
    }
    return value;
  }
}
