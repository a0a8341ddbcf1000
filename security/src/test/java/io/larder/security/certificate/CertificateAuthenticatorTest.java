package io.larder.security.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Header;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedRequest;
import io.larder.security.identity.Identities;
import io.larder.security.identity.User;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateAuthenticatorTest {
  private static final String ACCOUNT = "000000000000";
  private static final String ARN = "arn:aws:iam::000000000000:user/apps/checkout";
  private static final Principal SIGNER = new Principal.Root(ACCOUNT, "AKIASIGNER");

  private Identities identities = Identities.of(1, List.of(user("AIDAFIRST", "/apps/")));
  private final Authenticator authenticator =
      new CertificateAuthenticator(
          _ -> SIGNER,
          new CertificateUsers(Map.of("CN=checkout, O=Example", ARN), () -> identities));

  private static User user(String id, String path) {
    return new User(
        ACCOUNT,
        path,
        "checkout",
        id,
        Instant.EPOCH,
        Map.of(),
        List.of(),
        List.of(),
        null,
        Map.of());
  }

  private record Request(
      @Nullable String certificateSubject, @Nullable String authorization, String query)
      implements SignedRequest {
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
      return name.equals("authorization") ? authorization : null;
    }

    @Override
    public List<Header> allHeaders() {
      return authorization == null ? List.of() : List.of(new Header("a", authorization));
    }

    @Override
    public void digestBody(MessageDigest digest) {}
  }

  private Principal of(@Nullable String subject) {
    return authenticator.authenticate(new Request(subject, null, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CN=checkout,O=Example", "CN=checkout, O=Example", "cn=Checkout,o=example"})
  void whoDoesNotSignIsTheUserOfTheCertificate(String subject) {
    assertThat(of(subject))
        .isEqualTo(new Principal.User(ACCOUNT, ARN, "AIDAFIRST", "checkout", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CN=checkout", "O=Example,CN=checkout", "CN=checkout,O=Example,C=DE", "CN=other"})
  void whomNoEntryNamesMustSign(String subject) {
    assertThat(of(subject)).isSameAs(SIGNER);
  }

  @Test
  void whoShowsNoneMustSign() {
    assertThat(of(null)).isSameAs(SIGNER);
  }

  @Test
  void aSignatureCountsAlone() {
    assertThat(authenticator.authenticate(new Request("CN=checkout,O=Example", "AWS4-…", "")))
        .isSameAs(SIGNER);
    assertThat(
            authenticator.authenticate(
                new Request("CN=checkout,O=Example", null, "X-Amz-Algorithm=AWS4-HMAC-SHA256")))
        .isSameAs(SIGNER);
  }

  @Test
  void aUserWhoIsGoneIsNobodyAndOneMadeAnewIsAnother() {
    identities = Identities.NONE;
    assertThat(of("CN=checkout,O=Example")).isSameAs(SIGNER);
    identities = Identities.of(2, List.of(user("AIDASECOND", "/apps/")));
    assertThat(of("CN=checkout,O=Example").userId()).isEqualTo("AIDASECOND");
    identities = Identities.of(3, List.of(user("AIDATHIRD", "/")));
    assertThat(of("CN=checkout,O=Example")).isSameAs(SIGNER);
  }

  @Test
  void whatIsNoNameIsRefusedBeforeItIsUsed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CertificateUsers(Map.of("checkout", ARN), () -> identities));
  }

  @Test
  void itIsAsStrictAsTheOneOfSignatures() {
    Authenticator strict =
        new Authenticator() {
          @Override
          public Principal authenticate(SignedRequest request) {
            return SIGNER;
          }

          @Override
          public boolean isStrict() {
            return true;
          }
        };

    assertThat(authenticator.isStrict()).isFalse();
    assertThat(
            new CertificateAuthenticator(strict, new CertificateUsers(Map.of(), () -> identities))
                .isStrict())
        .isTrue();
  }
}
