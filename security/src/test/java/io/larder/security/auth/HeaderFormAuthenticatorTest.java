package io.larder.security.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderFormAuthenticatorTest {
  private static final String COMPLETE =
      "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=0a1b";
  private static final String QUERY =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k&X-Amz-Signature=s"
          + "&X-Amz-SignedHeaders=host&X-Amz-Date=d";

  private final Authenticator authenticator = new HeaderFormAuthenticator();

  @ParameterizedTest
  @ValueSource(
      strings = {
        COMPLETE,
        "AWS4-HMAC-SHA256 Credential=k,SignedHeaders=h,Signature=s",
        "AWS4-HMAC-SHA256   Signature=s Credential=k SignedHeaders=h",
        "AWS4-X Credential=k,Signature=s,SignedHeaders=h"
      })
  void aCompleteHeaderIsAcceptedWithoutLookingAtTheSignature(String authorization) {
    assertThat(authenticator.authenticate(new Call(authorization, "20260101T000000Z", "")))
        .isEqualTo(Principal.UNVERIFIED);
  }

  @Test
  void aCompleteQueryStringIsAccepted() {
    assertThat(authenticator.authenticate(new Call(null, null, QUERY)))
        .isEqualTo(Principal.UNVERIFIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer abc", "aws4-hmac Credential=k"})
  void withoutASignatureTheTokenIsMissing(String authorization) {
    assertThat(refusal(new Call(authorization.isEmpty() ? null : authorization, "d", "")))
        .isEqualTo(
            new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token"));
  }

  @Test
  void bothFormsTogetherAreRefused() {
    assertThat(refusal(new Call(COMPLETE, "d", QUERY)))
        .isEqualTo(
            new ServiceError.InvalidSignature(
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                    + " header."));
  }

  @Test
  void everyMissingPartOfTheHeaderIsNamed() {
    assertThat(refusal(new Call("AWS4-HMAC-SHA256 Signature=,XCredential=k", null, "")))
        .isEqualTo(
            new ServiceError.IncompleteSignature(
                "Authorization header requires 'Credential' parameter. "
                    + "Authorization header requires 'Signature' parameter. "
                    + "Authorization header requires 'SignedHeaders' parameter. "
                    + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date'"
                    + " header. "
                    + "Authorization=AWS4-HMAC-SHA256 Signature=,XCredential=k"));
  }

  @Test
  void aPartOfTheHeaderWithoutValueIsNamedBeforeWhatIsMissing() {
    String authorization = "AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders";

    assertThat(refusal(new Call(authorization, null, "")))
        .isEqualTo(
            new ServiceError.IncompleteSignature(
                "'Credential' not a valid key=value pair (missing equal-sign) in Authorization"
                    + " header: 'AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders'."));
  }

  @Test
  void everyMissingPartOfTheQueryStringIsNamed() {
    assertThat(refusal(new Call(null, null, "X-Amz-Algorithm&X-Amz-Date=d&X-Amz-Signature=s")))
        .isEqualTo(
            new ServiceError.IncompleteSignature(
                "AWS query-string parameters must include 'X-Amz-Algorithm'. "
                    + "AWS query-string parameters must include 'X-Amz-Credential'. "
                    + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                    + "Re-examine the query-string parameters."));
  }

  private ServiceError refusal(Call call) {
    return catchThrowableOfType(ServiceException.class, () -> authenticator.authenticate(call))
        .error();
  }

  /** A request with these headers and this query string. */
  private record Call(Map<String, String> headers, String query) implements SignedRequest {
    Call(@Nullable String authorization, @Nullable String date, String query) {
      this(new HashMap<>(), query);
      headers.put("authorization", authorization);
      headers.put("x-amz-date", date);
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    @Override
    public List<Header> allHeaders() {
      return headers.entrySet().stream()
          .map(header -> new Header(header.getKey(), header.getValue()))
          .toList();
    }

    @Override
    public void digestBody(MessageDigest digest) {}
  }
}
