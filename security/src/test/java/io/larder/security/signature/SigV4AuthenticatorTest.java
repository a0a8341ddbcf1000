package io.larder.security.signature;

import static io.larder.security.signature.TestIdentities.KEY;
import static io.larder.security.signature.TestIdentities.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import io.larder.security.session.SessionCredentials;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal in the service's words and order, and that nothing but what was signed passes. */
final class SigV4AuthenticatorTest {
  private static final String DATE = "20261129T091231Z";
  private static final String NAMES = "content-type;host;x-amz-date;x-amz-target";
  private static final ServiceError UNKNOWN_KEY =
      new ServiceError.UnrecognizedClient("The security token included in the request is invalid.");
  private static final ServiceError UNKNOWN_TOKEN =
      new ServiceError.UnrecognizedClient("The security token included in the request is invalid");

  private final TestIdentities identities = new TestIdentities("2026-11-29T09:12:31Z");
  private final SigV4Authenticator authenticator = identities.authenticator();
  private final TestSigner signer = new TestSigner(KEY, SECRET, "eu-west-1", "dynamodb");
  private final TestRequest unsigned =
      TestRequest.post("{\"TableName\":\"Music\"}")
          .with("Host", "larder.test:8000")
          .with("Content-Type", "application/x-amz-json-1.0")
          .with("X-Amz-Date", DATE)
          .with("X-Amz-Target", "DynamoDB_20120810.DescribeTable");
  private final TestRequest good = signer.sign(unsigned, DATE, NAMES);
  private final Principal alice = identities.alice.principal(KEY, null);

  private ServiceError refusal(TestRequest request) {
    return catchThrowableOfType(ServiceException.class, () -> authenticator.authenticate(request))
        .error();
  }

  private void assertMismatch(TestRequest request) {
    assertThat(refusal(request))
        .isInstanceOf(ServiceError.InvalidSignature.class)
        .extracting(ServiceError::message)
        .asString()
        .startsWith(
            "The request signature we calculated does not match the signature you provided. Check"
                + " your AWS Secret Access Key and signing method. Consult the service"
                + " documentation for details.\n\nThe Canonical String");
  }

  private TestRequest authorized(UnaryOperator<String> change) {
    return good.instead("Authorization", change.apply(good.header("Authorization")));
  }

  private TestRequest scoped(String from, String to) {
    return authorized(header -> header.replace(from, to));
  }

  @Test
  void whoHasSignedIsKnown() {
    assertThat(authenticator.authenticate(good)).isEqualTo(alice);
    assertThat(authenticator.isStrict()).isTrue();
  }

  @Test
  void aPublishedVectorWithPortAndTokenHasItsSignature() {
    assertThat(
            signer.signature(
                unsigned.with("X-Amz-Security-Token", "TOKEN/+=="),
                DATE,
                "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"))
        .isEqualTo("a8a066a2c441d4165b6e1357ba8effadb84d138566da275846fa7fc5dea3e65f");
  }

  @Test
  void aRequestMayBeSignedInItsQueryString() {
    TestRequest presigned =
        signer.signQuery(unsigned.without("X-Amz-Date"), DATE, "host;x-amz-target");

    assertThat(authenticator.authenticate(presigned)).isEqualTo(alice);
    assertMismatch(presigned.withBody("{}"));
    assertMismatch(presigned.withQuery(presigned.query() + "&X-Other=1"));
    assertThat(
            refusal(
                presigned.withQuery(
                    presigned.query().replace("X-Amz-Date=20261129T091231Z", "X-Amz-Date=201"))))
        .isEqualTo(
            new ServiceError.IncompleteSignature(
                "Date must be in ISO-8601 'basic format'. Got '201'. See"
                    + " http://en.wikipedia.org/wiki/ISO_8601"));
  }

  @Test
  void theFirstOfARepeatedQueryParameterAndTheLastInTheHeaderCount() {
    TestRequest presigned = signer.signQuery(unsigned, DATE, "host;x-amz-target");

    assertMismatch(
        presigned.withQuery("X-Amz-Signature=" + "0".repeat(64) + "&" + presigned.query()));
    assertThat(
            authenticator.authenticate(
                authorized(header -> header.replace(" Credential=", " Signature=00, Credential="))))
        .isEqualTo(alice);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", " ", ", ", ",   "})
  void partsOfTheHeaderMayBeSetApartInEveryWay(String separator) {
    assertThat(authenticator.authenticate(authorized(header -> header.replace(", ", separator))))
        .isEqualTo(alice);
  }

  @Nested
  class Forms {
    @Test
    void bothAtOnceAreRefused() {
      assertThat(refusal(good.withQuery("X-Amz-Algorithm=AWS4-HMAC-SHA256")))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                      + " header."));
    }

    @Test
    void withoutEitherTheTokenIsMissing() {
      var missing =
          new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token");

      assertThat(refusal(unsigned)).isEqualTo(missing);
      assertThat(refusal(unsigned.with("Authorization", "Basic YTpi"))).isEqualTo(missing);
    }

    @Test
    void aPartWithoutEqualSignIsNamed() {
      assertThat(refusal(unsigned.with("Authorization", "AWS4-HMAC-SHA256 Credential")))
          .isEqualTo(
              new ServiceError.IncompleteSignature(
                  "'Credential' not a valid key=value pair (missing equal-sign) in Authorization"
                      + " header: 'AWS4-HMAC-SHA256 Credential'."));
    }

    @Test
    void allMissingPartsAreNamed() {
      assertThat(
              refusal(unsigned.without("X-Amz-Date").with("Authorization", "AWS4-HMAC-SHA256 A=b")))
          .isEqualTo(
              new ServiceError.IncompleteSignature(
                  "Authorization header requires 'Credential' parameter. Authorization header"
                      + " requires 'Signature' parameter. Authorization header requires"
                      + " 'SignedHeaders' parameter. Authorization header requires existence of"
                      + " either a 'X-Amz-Date' or a 'Date' header. "
                      + "Authorization=AWS4-HMAC-SHA256 A=b"));
    }
  }

  @Nested
  class Times {
    @Test
    void anUnreadableDateIsRefused() {
      assertThat(refusal(good.instead("X-Amz-Date", "201")))
          .isEqualTo(
              new ServiceError.IncompleteSignature(
                  "Date must be in ISO-8601 'basic format'. Got '201'. See"
                      + " http://en.wikipedia.org/wiki/ISO_8601"));
    }

    @Test
    void aCapturedRequestIsWorthNothingAfterTheWindow() {
      authenticator.authenticate(good);
      identities.now = identities.now.plusSeconds(300);
      assertThat(authenticator.authenticate(good)).isEqualTo(alice);

      identities.now = identities.now.plusSeconds(1);

      assertThat(refusal(good))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "Signature expired: 20261129T091231Z is now earlier than 20261129T091232Z"
                      + " (20261129T091732Z - 5 min.)"));
    }

    @Test
    void aSignatureOfTheFutureIsNotYetGood() {
      identities.now = identities.now.minusSeconds(301);

      assertThat(refusal(good))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "Signature not yet current: 20261129T091231Z is still later than"
                      + " 20261129T091230Z (20261129T090730Z + 5 min.)"));
    }

    @Test
    void theDateIsLookedAtBeforeTheKey() {
      identities.become(identities.alice);
      identities.now = identities.now.plus(Duration.ofDays(1));

      assertThat(refusal(good).message()).startsWith("Signature expired: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {DATE, "2026-11-29T09:12:31Z"})
    void theHeaderDateWillDoInEitherForm(String date) {
      TestRequest request = unsigned.without("X-Amz-Date").with("Date", date);

      assertThat(authenticator.authenticate(signer.sign(request, DATE, "date;host;x-amz-target")))
          .isEqualTo(alice);
    }
  }

  @Nested
  class Scopes {
    @Test
    void theHostMustBeSigned() {
      assertThat(refusal(signer.sign(unsigned, DATE, "x-amz-date;x-amz-target")))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "'Host' must be a 'SignedHeader' in the AWS Authorization."));
    }

    @Test
    void theTargetMustBeSignedOrAReadCouldBeMadeADelete() {
      assertThat(refusal(signer.sign(unsigned, DATE, "host;x-amz-date")))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."));
    }

    @Test
    void aTokenMustBeSigned() {
      assertThat(refusal(good.with("X-Amz-Security-Token", "t")))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS4-HMAC-SHA25", "AWS4-ECDSA-P256-SHA256", "AWS4-"})
    void otherAlgorithmsAreRefused(String algorithm) {
      assertThat(refusal(scoped("AWS4-HMAC-SHA256", algorithm)))
          .isEqualTo(
              new ServiceError.IncompleteSignature(
                  "Unsupported AWS 'algorithm': '"
                      + algorithm
                      + "' (only AWS4-HMAC-SHA256 for now). "));
    }

    @ParameterizedTest
    @CsvSource({"a/b/c/d, a/b/c/d", "a/b/c/d//, a/b/c/d//", "a, a", "a/b/c/d/e/f, a/b/c/d/e/f"})
    void aCredentialHasFiveParts(String credential, String told) {
      assertThat(refusal(scoped(signer.credential(DATE), credential)))
          .isEqualTo(
              new ServiceError.IncompleteSignature(
                  "Credential must have exactly 5 slash-delimited elements, e.g."
                      + " keyid/date/region/service/term, got '"
                      + told
                      + "'"));
    }

    @Test
    void slashesAtItsEndAreNoMatter() {
      assertThat(authenticator.authenticate(scoped("aws4_request,", "aws4_request//,")))
          .isEqualTo(alice);
    }

    @Test
    void allFaultsOfAScopeAreToldAtOnce() {
      assertThat(refusal(scoped(signer.credential(DATE), "a/b/c/d/e")))
          .isEqualTo(
              new ServiceError.InvalidSignature(
                  "Credential should be scoped to a valid region. Credential should be scoped to"
                      + " correct service: 'dynamodb'. Credential should be scoped with a valid"
                      + " terminator: 'aws4_request', not 'e'. Date in Credential scope does not"
                      + " match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' !="
                      + " '20261129', from '20261129T091231Z'."));
    }

    @Test
    void aScopeIsComparedExactly() {
      assertThat(refusal(scoped("eu-west-1", "EU-WEST-1")).message())
          .isEqualTo("Credential should be scoped to a valid region. ");
      assertThat(refusal(scoped("/dynamodb/", "/DynamoDB/")).message())
          .isEqualTo("Credential should be scoped to correct service: 'dynamodb'. ");
    }

    @Test
    void anyRegionWillDoWhereThatIsAllowed() {
      var elsewhere = new TestSigner(KEY, SECRET, "mars-1", "dynamodb");

      assertThat(
              identities
                  .authenticator(Regions.all())
                  .authenticate(elsewhere.sign(unsigned, DATE, NAMES)))
          .isEqualTo(alice);
    }

    @Test
    void anotherServiceOfOursHasItsOwnScope() {
      var sts = authenticator.forService("sts", Regions.of("eu-west-1").withGlobal());
      TestRequest request =
          new TestSigner(KEY, SECRET, "eu-west-1", "sts")
              .sign(unsigned.without("X-Amz-Target"), DATE, "host;x-amz-date");

      assertThat(sts.authenticate(request)).isEqualTo(alice);
      assertThat(refusal(request).message())
          .isEqualTo("Credential should be scoped to correct service: 'dynamodb'. ");
    }

    @Test
    void aGlobalServiceIsSignedForWhereverItIs() {
      var iam = authenticator.forService("iam", Regions.of("eu-west-1").withGlobal());

      for (String region : List.of("us-east-1", "aws-global", "eu-west-1")) {
        TestRequest request =
            new TestSigner(KEY, SECRET, region, "iam")
                .sign(unsigned.without("X-Amz-Target"), DATE, "host;x-amz-date");

        assertThat(iam.authenticate(request)).isEqualTo(alice);
      }
    }
  }

  @Nested
  class Keys {
    @Test
    void anUnknownKeyIsRefusedWhateverItSigns() {
      var stranger = new TestSigner("AKIANOBODY", SECRET, "eu-west-1", "dynamodb");

      assertThat(refusal(stranger.sign(unsigned, DATE, NAMES))).isEqualTo(UNKNOWN_KEY);
    }

    @Test
    void aKeyThatIsTakenAwayIsGoneAtOnce() {
      authenticator.authenticate(good);

      identities.become(identities.alice, identities.key(KEY, SECRET, false));

      assertThat(refusal(good)).isEqualTo(UNKNOWN_KEY);
    }

    @Test
    void aKeyWhoseSecretIsAnotherNowNeedsThat() {
      authenticator.authenticate(good);

      identities.become(identities.alice, identities.key(KEY, "other", true));

      assertMismatch(good);
      assertThat(
              authenticator.authenticate(
                  new TestSigner(KEY, "other", "eu-west-1", "dynamodb")
                      .sign(unsigned, DATE, NAMES)))
          .isEqualTo(alice);
    }

    @Test
    void aKeyWithoutItsUserIsUnknown() {
      identities.become(identities.key(KEY, SECRET, true));

      assertThat(refusal(good)).isEqualTo(UNKNOWN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t"})
    void aLastingKeyHasNoToken(String token) {
      TestRequest request = unsigned.with("X-Amz-Security-Token", token);

      assertThat(refusal(signer.sign(request, DATE, "host;x-amz-security-token;x-amz-target")))
          .isEqualTo(UNKNOWN_TOKEN);
    }
  }

  @Nested
  class Sessions {
    private final SessionCredentials session = identities.session(identities.now.plusSeconds(120));
    private final TestSigner temporary =
        new TestSigner(session.accessKeyId(), session.secretAccessKey(), "eu-west-1", "dynamodb");
    private final TestRequest request = unsigned.with("X-Amz-Security-Token", session.token());
    private final TestRequest signed =
        temporary.sign(request, DATE, "host;x-amz-security-token;x-amz-target");

    @Test
    void aSessionIsKnownByItsToken() {
      assertThat(authenticator.authenticate(signed)).isEqualTo(session.principal());
      assertThat(authenticator.authenticate(signed)).isEqualTo(session.principal());
    }

    @Test
    void itsTokenMayStandInTheQueryString() {
      String query =
          "X-Amz-Security-Token="
              + session.token().replace("/", "%2F").replace("+", "%2B").replace("=", "%3D");
      TestRequest presigned = temporary.signQuery(unsigned, DATE, "host;x-amz-target");
      String withToken =
          presigned
              .query()
              .replaceAll("&X-Amz-Signature=.*", "")
              .replace("&X-Amz-SignedHeaders", "&" + query + "&X-Amz-SignedHeaders");
      TestRequest toSign = presigned.withQuery(withToken);

      assertThat(
              authenticator.authenticate(
                  toSign.withQuery(
                      withToken
                          + "&X-Amz-Signature="
                          + temporary.signature(toSign, DATE, "host;x-amz-target"))))
          .isEqualTo(session.principal());
    }

    @Test
    void withoutTheTokenTheKeyIsUnknown() {
      assertThat(refusal(temporary.sign(unsigned, DATE, NAMES))).isEqualTo(UNKNOWN_KEY);
    }

    @Test
    void anotherTokenDoesNotResolve() {
      authenticator.authenticate(signed);
      SessionCredentials other = identities.session(identities.now.plusSeconds(120));

      assertThat(refusal(signed.instead("X-Amz-Security-Token", other.token())))
          .isEqualTo(UNKNOWN_TOKEN);
      assertThat(refusal(signed.instead("X-Amz-Security-Token", "x"))).isEqualTo(UNKNOWN_TOKEN);
    }

    @Test
    void aSessionEnds() {
      authenticator.authenticate(signed);

      identities.now = identities.now.plusSeconds(120);

      assertThat(refusal(signed))
          .isEqualTo(
              new ServiceError.ExpiredToken(
                  "The security token included in the request is expired"));
    }

    @Test
    void aSessionEndsWithItsUserEvenIfThereIsAnotherOfThatName() {
      authenticator.authenticate(signed);

      identities.become(TestIdentities.user("alice", "AIDA2"));

      assertThat(refusal(signed)).isEqualTo(UNKNOWN_TOKEN);
    }
  }

  @Nested
  class Signatures {
    @ParameterizedTest
    @CsvSource({
      "X-Amz-Target, DynamoDB_20120810.DeleteTable",
      "Host, other.test:8000",
      "Host, larder.test",
      "Content-Type, application/x-amz-json-1.1",
      "X-Amz-Date, 20261129T091232Z"
    })
    void whatWasSignedCannotBeChanged(String header, String value) {
      assertMismatch(good.instead(header, value));
      authenticator.authenticate(good);
      assertMismatch(good.instead(header, value));
    }

    @Test
    void norTheBodyWhateverItsHashIsSaidToBe() {
      String body = "{\"TableName\":\"Other\"}";
      TestRequest hashed = unsigned.with("X-Amz-Content-Sha256", TestSigner.hash(unsigned.body()));
      TestRequest signed = signer.sign(hashed, DATE, "host;x-amz-content-sha256;x-amz-target");

      assertThat(authenticator.authenticate(signed)).isEqualTo(alice);
      assertMismatch(signed.withBody(body));
      assertMismatch(good.withBody(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"})
    void aPayloadIsNeverUnsigned(String hash) {
      TestRequest request = unsigned.with("X-Amz-Content-Sha256", hash);
      String names = "host;x-amz-content-sha256;x-amz-target";
      String signature =
          signer.sign(
              "AWS4-HMAC-SHA256\n%s\n%s\n%s"
                  .formatted(
                      DATE,
                      signer.credential(DATE).substring(KEY.length() + 1),
                      TestSigner.hash(
                          "POST\n/\n\nhost:larder.test:8000\nx-amz-content-sha256:%s\nx-amz-target:DynamoDB_20120810.DescribeTable\n\n%s\n%s"
                              .formatted(hash, names, hash))),
              DATE);

      assertMismatch(
          request.with(
              "Authorization",
              "AWS4-HMAC-SHA256 Credential=%s, SignedHeaders=%s, Signature=%s"
                  .formatted(signer.credential(DATE), names, signature)));
    }

    @Test
    void orderCaseAndBlanksOfHeadersAreNoMatter() {
      TestRequest other =
          unsigned
              .withHeaders(good.headers().reversed())
              .without("Content-Type")
              .with("CONTENT-TYPE", "application/x-amz-json-1.0");
      TestRequest blanks = unsigned.with("X-Note", "a   b \t c");

      assertThat(authenticator.authenticate(other)).isEqualTo(alice);
      assertThat(
              authenticator.authenticate(
                  signer
                      .sign(unsigned.with("X-Note", "a b c"), DATE, "host;x-amz-target;x-note")
                      .instead("X-Note", blanks.header("X-Note"))))
          .isEqualTo(alice);
    }

    @Test
    void allHeadersOfANameAreSigned() {
      TestRequest twice = unsigned.with("X-Note", "a").with("X-Note", "b");
      TestRequest signed = signer.sign(twice, DATE, "host;x-amz-target;x-note");

      assertThat(authenticator.authenticate(signed)).isEqualTo(alice);
      assertMismatch(signed.with("X-Note", "c"));
      assertMismatch(good.with("X-Amz-Target", "DynamoDB_20120810.DeleteTable"));
    }

    @Test
    void aSignedHeaderThatIsNotThereIsEmpty() {
      TestRequest signed = signer.sign(unsigned, DATE, "host;x-amz-target;x-note");

      assertThat(authenticator.authenticate(signed)).isEqualTo(alice);
      assertMismatch(signed.with("X-Note", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "", "zz"})
    void aSignatureOfAnotherFormDiffers(String signature) {
      assertMismatch(
          authorized(header -> header.replaceAll("Signature=.*", "Signature=x" + signature)));
    }

    @Test
    void capitalDigitsDiffer() {
      TestRequest capital =
          authorized(
              header ->
                  header.substring(0, header.length() - 64)
                      + header.substring(header.length() - 64).toUpperCase(Locale.ROOT));

      assertMismatch(capital);
      authenticator.authenticate(good);
      assertMismatch(capital);
    }

    @Test
    void theEchoOfAnEnormousRequestIsCut() {
      TestRequest large = good.with("X-Note", "n".repeat(100_000));

      assertThat(
              refusal(
                      large.instead(
                          "Authorization",
                          good.header("Authorization").replace(NAMES, NAMES + ";x-note")))
                  .message())
          .hasSizeLessThan(10_000);
    }

    @Test
    void headersAreNamedOnceAndNotEndlessly() {
      assertThat(refusal(signer.sign(unsigned, DATE, "host;host;x-amz-target")).message())
          .isEqualTo("SignedHeaders must name each header once, and at most 100 headers.");
      assertThat(refusal(signer.sign(unsigned, DATE, "host;x-amz-target" + names(100))).message())
          .isEqualTo("SignedHeaders must name each header once, and at most 100 headers.");
    }

    private static String names(int count) {
      var names = new StringBuilder();
      for (int i = 0; i < count; i++) {
        names.append(";n").append(i);
      }
      return names.toString();
    }
  }

  @Nested
  class Failures {
    private final InetAddress here = InetAddress.ofLiteral("192.0.2.1");
    private final InetAddress elsewhere = InetAddress.ofLiteral("192.0.2.2");
    private final TestRequest wrong = good.withBody("{}");

    private void failOften(TestRequest request) {
      for (int i = 0; i < FailureLimit.BURST; i++) {
        assertThat(refusal(request)).isNotInstanceOf(ServiceError.Throttling.class);
      }
    }

    @Test
    void anAddressThatGuessesMustWait() {
      failOften(wrong.from(here));

      assertThat(refusal(wrong.from(here))).isInstanceOf(ServiceError.Throttling.class);
      assertMismatch(wrong.from(elsewhere));

      identities.nanos.addAndGet(FailureLimit.NANOS_FOR_EACH);
      assertMismatch(wrong.from(here));
      assertThat(refusal(wrong.from(here))).isInstanceOf(ServiceError.Throttling.class);
    }

    @Test
    void soMustOneThatNamesUnknownKeys() {
      TestRequest unknown =
          new TestSigner("AKIANOBODY", SECRET, "eu-west-1", "dynamodb")
              .sign(unsigned, DATE, NAMES)
              .from(here);
      failOften(unknown);

      assertThat(refusal(unknown)).isInstanceOf(ServiceError.Throttling.class);
    }

    @Test
    void whoHasShownItsSecretIsNotHeldUpByAnotherOfItsAddress() {
      authenticator.authenticate(good.from(elsewhere));
      failOften(wrong.from(here));

      assertThat(authenticator.authenticate(good.from(here))).isEqualTo(alice);
    }
  }
}
