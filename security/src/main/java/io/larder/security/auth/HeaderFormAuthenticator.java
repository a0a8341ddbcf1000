package io.larder.security.auth;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * Requires that a request is signed in form, by header or by query string, and does not look at the
 * signature. The messages and their order are the service's.
 */
public final class HeaderFormAuthenticator implements Authenticator {
  private static final String SCHEME = "AWS4-";
  private static final String[] HEADER_PARAMETERS = {"Credential", "Signature", "SignedHeaders"};
  private static final String[] QUERY_PARAMETERS = {
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"
  };

  @Override
  public Principal authenticate(SignedRequest request) {
    String authorization = request.header("authorization");
    String query = request.query();
    boolean signedByQuery =
        !query.isEmpty() && presence(QUERY_PARAMETERS[0], query, '&') != Presence.ABSENT;
    if (authorization != null && signedByQuery) {
      throw new ServiceException(
          new ServiceError.InvalidSignature(
              "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                  + " header."));
    }
    if (signedByQuery) {
      requireQueryParameters(query);
    } else if (authorization != null && authorization.startsWith(SCHEME)) {
      requireHeaderParameters(authorization, request);
    } else {
      throw new ServiceException(
          new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token"));
    }
    return Principal.UNVERIFIED;
  }

  private static void requireHeaderParameters(String authorization, SignedRequest request) {
    boolean complete = request.header("x-amz-date") != null || request.header("date") != null;
    for (String parameter : HEADER_PARAMETERS) {
      complete &= presence(parameter, authorization, ',') == Presence.GIVEN;
    }
    if (!complete) {
      String malformed = pairWithoutValue(authorization);
      throw incomplete(
          malformed == null
              ? missingFrom(authorization, request)
              : "'%s' not a valid key=value pair (missing equal-sign) in Authorization header: '%s'."
                  .formatted(malformed, authorization));
    }
  }

  /** The first parameter of the header that has no equal-sign, or null. */
  private static @Nullable String pairWithoutValue(String authorization) {
    String[] parts = authorization.split("[, ]+", -1);
    for (int at = 1; at < parts.length; at++) {
      if (!parts[at].isEmpty() && parts[at].indexOf('=') < 0) {
        return parts[at];
      }
    }
    return null;
  }

  private static String missingFrom(String authorization, SignedRequest request) {
    var message = new StringBuilder();
    for (String parameter : HEADER_PARAMETERS) {
      if (presence(parameter, authorization, ',') != Presence.GIVEN) {
        message.append("Authorization header requires '").append(parameter).append("' parameter. ");
      }
    }
    if (request.header("x-amz-date") == null && request.header("date") == null) {
      message.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    return message.append("Authorization=").append(authorization).toString();
  }

  private static void requireQueryParameters(String query) {
    var message = new StringBuilder();
    for (String parameter : QUERY_PARAMETERS) {
      if (presence(parameter, query, '&') != Presence.GIVEN) {
        message
            .append("AWS query-string parameters must include '")
            .append(parameter)
            .append("'. ");
      }
    }
    if (!message.isEmpty()) {
      throw incomplete(message.append("Re-examine the query-string parameters.").toString());
    }
  }

  private static ServiceException incomplete(String message) {
    return new ServiceException(new ServiceError.IncompleteSignature(message));
  }

  private enum Presence {
    ABSENT,
    EMPTY,
    GIVEN
  }

  /**
   * Whether {@code name=value} is in a list whose elements end at {@code separator} or at a blank.
   */
  private static Presence presence(String name, String list, char separator) {
    for (int at = list.indexOf(name); at >= 0; at = list.indexOf(name, at + 1)) {
      int end = at + name.length();
      if (at == 0 || isBoundary(list.charAt(at - 1), separator)) {
        if (end == list.length() || isBoundary(list.charAt(end), separator)) {
          return Presence.EMPTY;
        }
        if (list.charAt(end) == '=') {
          return end + 1 == list.length() || isBoundary(list.charAt(end + 1), separator)
              ? Presence.EMPTY
              : Presence.GIVEN;
        }
      }
    }
    return Presence.ABSENT;
  }

  private static boolean isBoundary(char c, char separator) {
    return c == separator || c == ' ';
  }
}
