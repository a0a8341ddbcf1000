package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import java.util.List;

/**
 * No header, date, query string or body lets anybody in who has not signed it, and each is refused
 * in the service's words. The input is the lines of a request: Authorization, X-Amz-Date, query
 * string, token, and the rest as its body.
 */
final class AuthorizationFuzzTest {
  private static final String DATE = "20261129T091231Z";
  private static final String NAMES = "host;x-amz-date;x-amz-target";

  private final TestIdentities identities = new TestIdentities("2026-11-29T09:12:31Z");
  private final SigV4Authenticator authenticator = identities.authenticator();
  private final TestSigner signer =
      new TestSigner(TestIdentities.KEY, TestIdentities.SECRET, "eu-west-1", "dynamodb");

  @FuzzTest(maxDuration = "20m")
  void onlyWhatIsSignedIsLetIn(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", 5);
    String body = lines.length < 5 ? "{}" : lines[4];
    TestRequest plain =
        TestRequest.post(body)
            .with("Host", "here")
            .with("X-Amz-Date", DATE)
            .with("X-Amz-Target", "DynamoDB_20120810.GetItem");
    TestRequest good = signer.sign(plain, DATE, NAMES);
    TestRequest given = good.withQuery(line(lines, 2, ""));
    String authorization = line(lines, 0, "");
    given =
        authorization.equals("-")
            ? given.without("Authorization")
            : authorization.isEmpty() ? given : given.instead("Authorization", authorization);
    given = given.instead("X-Amz-Date", line(lines, 1, DATE));
    if (lines.length > 3 && !lines[3].isEmpty()) {
      given = given.with("X-Amz-Security-Token", lines[3]);
    }

    // The same on the short way, which a good request has opened, as on the long one.
    identities.nanos.addAndGet(FailureLimit.BURST * FailureLimit.NANOS_FOR_EACH);
    String outcome = outcome(given);
    assertThat(authenticator.authenticate(good)).isNotNull();
    assertThat(outcome(given)).isEqualTo(outcome);
    if (outcome.equals("in")) {
      assertThat(given.header("X-Amz-Security-Token")).isNull();
      assertThat(List.of(given.header("X-Amz-Date"), given.query().replace("&", "")))
          .isEqualTo(List.of(DATE, ""));
    }
  }

  private static String line(String[] lines, int index, String otherwise) {
    return lines.length > index && !lines[index].isEmpty() ? lines[index] : otherwise;
  }

  private String outcome(TestRequest request) {
    try {
      Principal caller = authenticator.authenticate(request);
      assertThat(caller).isEqualTo(identities.alice.principal(TestIdentities.KEY, null));
      return "in";
    } catch (ServiceException refused) {
      return refused.error().toString();
    }
  }
}
