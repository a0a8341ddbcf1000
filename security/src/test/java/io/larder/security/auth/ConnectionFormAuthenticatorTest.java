package io.larder.security.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionFormAuthenticatorTest {
  private static final String HASH = "0f".repeat(32);
  private static final String STRING_TO_SIGN =
      "AWS4-HMAC-SHA256\n20261120T134819Z\n20261120/us-east-1/dax/aws4_request\n" + HASH;

  private final ConnectionAuthenticator authenticator = new ConnectionFormAuthenticator();

  @Test
  void aConnectionThatIsSignedInFormIsLetIn() {
    assertThat(
            authenticator.authenticate(new SignedConnection("k", HASH, STRING_TO_SIGN, null, null)))
        .isEqualTo(Principal.UNVERIFIED);
    assertThat(
            authenticator.authenticate(new SignedConnection("k", HASH, STRING_TO_SIGN, "t", null)))
        .isEqualTo(Principal.UNVERIFIED);
  }

  @Test
  void aConnectionThatIsNotSignedLacksItsToken() {
    var refused =
        catchThrowableOfType(ServiceException.class, () -> authenticator.authenticate(null));

    assertThat(refused.error()).isInstanceOf(ServiceError.MissingAuthenticationToken.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', HASH, 20261120/us-east-1/dax/aws4_request",
    "k, '', 20261120/us-east-1/dax/aws4_request",
    "k, short, 20261120/us-east-1/dax/aws4_request",
    "k, HASH, 20261120/us-east-1/dynamodb/aws4_request",
    "k, HASH, 20261120//dax/aws4_request",
    "k, HASH, ''"
  })
  void aConnectionThatLacksSomethingIsIncomplete(String accessKey, String signature, String scope) {
    String stringToSign = STRING_TO_SIGN.replace("20261120/us-east-1/dax/aws4_request", scope);
    var connection =
        new SignedConnection(accessKey, signature.replace("HASH", HASH), stringToSign, null, null);

    var refused =
        catchThrowableOfType(ServiceException.class, () -> authenticator.authenticate(connection));

    assertThat(refused.error()).isInstanceOf(ServiceError.IncompleteSignature.class);
  }

  @Test
  void everyoneIsLetInWhereNothingIsAskedFor() {
    assertThat(ConnectionAuthenticator.none().authenticate(null)).isEqualTo(Principal.UNVERIFIED);
  }
}
