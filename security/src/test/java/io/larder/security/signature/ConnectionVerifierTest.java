package io.larder.security.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import io.larder.security.session.SessionCredentials;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the clients of DAX sign, with what was recorded of two of them. */
final class ConnectionVerifierTest {
  private static final String KEY = "AKIDLOCAL";
  private static final String SECRET = "secretlocal";
  private static final String DATE = "20261120T134432Z";
  private static final String SIGNATURE =
      "3b2673270ea022929c1d5e1fafcadd19ae4ade63f71d9a44486b9658e1f4b382";
  private static final String TO_SIGN =
      "AWS4-HMAC-SHA256\n20261120T134432Z\n20261120/us-east-1/dax/aws4_request\n"
          + "9b38e49ec2cb47fcc4b01d516b01b5b5315a401372ec6c5c7bdd9309c445ec09";

  private final TestIdentities identities = new TestIdentities("2026-11-20T13:46:00Z");
  private final SigV4Authenticator authenticator = identities.authenticator();
  private final Principal alice = identities.alice.principal(KEY, null);

  ConnectionVerifierTest() {
    identities.become(identities.alice, identities.key(KEY, SECRET, true));
  }

  private static SignedConnection connection(String signature, String toSign) {
    return connection(signature, toSign, null);
  }

  private static SignedConnection connection(
      String signature, String toSign, @Nullable String token) {
    return new SignedConnection(KEY, signature, toSign, token, null);
  }

  private static ServiceError refusal(ThrowingCallable call) {
    return catchThrowableOfType(ServiceException.class, call).error();
  }

  private static String signature(String toSign) {
    return new TestSigner(KEY, SECRET, "us-east-1", "dax").sign(toSign, DATE);
  }

  @Test
  void aClientForJavaScriptIsKnown() {
    assertThat(authenticator.authenticate(connection(SIGNATURE, TO_SIGN))).isEqualTo(alice);
  }

  @Test
  void aClientForGoIsKnownThoughItNamesTheHostOtherwise() {
    assertThat(
            authenticator.authenticate(
                connection(
                    "e5ebcf69a05bad1d642e6399dfdbe0ef2f040af4511b40f7a30dc476465d3578",
                    "AWS4-HMAC-SHA256\n20261120T134819Z\n20261120/us-east-1/dax/aws4_request\n"
                        + "65797b557b9dd02609662cb9c7a8d008451e3bd9aba479a5fd5c579bf81991e0")))
        .isEqualTo(alice);
  }

  @Test
  void whatWasSignedForAnotherRequestToDaxIsRefused() {
    String toSign =
        TO_SIGN.substring(0, TO_SIGN.lastIndexOf('\n') + 1)
            + TestSigner.hash("POST\n/\n\nhost:dax.us-east-1.amazonaws.com\n\nhost\n");

    assertThat(refusal(() -> authenticator.authenticate(connection(signature(toSign), toSign))))
        .isInstanceOf(ServiceError.InvalidSignature.class);
  }

  @ParameterizedTest
  @CsvSource({
    "20261120T134432Z, 20261120T134433Z",
    "20261120T134432Z, 20261120T134499Z",
    "us-east-1, us-west-1",
    "20261120/, 20261121/"
  })
  void nothingOfItCanBeChanged(String from, String to) {
    String changed = TO_SIGN.replace(from, to);

    assertThat(refusal(() -> authenticator.authenticate(connection(SIGNATURE, changed))))
        .isInstanceOfAny(
            ServiceError.InvalidSignature.class, ServiceError.IncompleteSignature.class);
  }

  @Test
  void itIsWorthNothingAfterTheWindow() {
    identities.now = identities.now.plusSeconds(300);

    assertThat(refusal(() -> authenticator.authenticate(connection(SIGNATURE, TO_SIGN))).message())
        .startsWith("Signature expired: 20261120T134432Z is now earlier than 20261120T134600Z");
  }

  @Test
  void nothingProvesNothing() {
    assertThat(refusal(() -> authenticator.authenticate((SignedConnection) null)))
        .isInstanceOf(ServiceError.MissingAuthenticationToken.class);
  }

  @Test
  void anUnknownKeyAndATokenBesideALastingOneAreRefused() {
    assertThat(
            refusal(() -> authenticator.authenticate(connection(SIGNATURE, TO_SIGN, "t")))
                .message())
        .isEqualTo("The security token included in the request is invalid");

    identities.become(identities.alice);
    assertThat(refusal(() -> authenticator.authenticate(connection(SIGNATURE, TO_SIGN))).message())
        .isEqualTo("The security token included in the request is invalid.");
  }

  @Test
  void whoIsLetInStaysUntilItsKeyIsTakenAway() {
    Principal caller = authenticator.authenticate(connection(SIGNATURE, TO_SIGN));
    assertThatCode(() -> authenticator.confirm(caller)).doesNotThrowAnyException();

    identities.become(identities.alice, identities.key(KEY, SECRET, false));
    assertThat(refusal(() -> authenticator.confirm(caller)))
        .isInstanceOf(ServiceError.UnrecognizedClient.class);

    identities.become(TestIdentities.user("alice", "AIDA2"), identities.key(KEY, SECRET, true));
    assertThat(refusal(() -> authenticator.confirm(caller)))
        .isInstanceOf(ServiceError.UnrecognizedClient.class);
  }

  @Test
  void whoIsLetInByASessionStaysUntilItIsOver() {
    SessionCredentials session = identities.session(identities.now.plusSeconds(60));
    String signature =
        new TestSigner(session.accessKeyId(), session.secretAccessKey(), "us-east-1", "dax")
            .sign(TO_SIGN, DATE);
    Principal caller =
        authenticator.authenticate(
            new SignedConnection(session.accessKeyId(), signature, TO_SIGN, session.token(), null));
    assertThatCode(() -> authenticator.confirm(caller)).doesNotThrowAnyException();

    identities.now = identities.now.plusSeconds(60);

    assertThat(refusal(() -> authenticator.confirm(caller)))
        .isInstanceOf(ServiceError.ExpiredToken.class);
  }

  @Test
  void nobodyIsLetInWithoutProof() {
    assertThat(refusal(() -> authenticator.confirm(Principal.UNVERIFIED)))
        .isInstanceOf(ServiceError.UnrecognizedClient.class);
  }
}
