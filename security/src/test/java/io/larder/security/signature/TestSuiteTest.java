package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Header;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's test suite of Signature Version 4. */
final class TestSuiteTest {
  private final TestIdentities identities = new TestIdentities("2015-08-30T12:36:00Z");
  private final Authenticator authenticator =
      identities.authenticator().forService("service", Regions.of("us-east-1"));

  static List<Path> cases() throws IOException, URISyntaxException {
    Path suite = Path.of(TestSuiteTest.class.getResource("/aws-sig-v4-test-suite").toURI());
    try (Stream<Path> files = Files.walk(suite)) {
      return files
          .filter(file -> file.toString().endsWith(".req"))
          // It adds its token after it has signed, which a server must not take.
          .filter(file -> !file.endsWith("post-sts-header-after.req"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void requestsOfTheSuiteAreVerified(Path file) throws IOException {
    TestRequest request = signed(file);
    if (request.header("X-Amz-Security-Token") != null) {
      // The key is a lasting one here, which has no token; its signature is another's business.
      return;
    }

    assertThat(authenticator.authenticate(request))
        .isEqualTo(identities.alice.principal(TestIdentities.KEY, null));
    assertThat(authenticator.authenticate(request)).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatShouldHaveBeenSignedIsToldAsInTheSuite(Path file) throws IOException {
    TestRequest request = signed(file);
    String authorization = request.header("Authorization");
    String other = authorization.substring(0, authorization.length() - 64) + "0".repeat(64);
    if (request.header("X-Amz-Security-Token") != null) {
      return;
    }

    assertThat(refusal(request.instead("Authorization", other)).message())
        .endsWith(
            "\n\nThe Canonical String for this request should have been\n'"
                + read(file, ".creq")
                + "'\n\nThe String-to-Sign should have been\n'"
                + read(file, ".sts")
                + "'\n");
  }

  @Test
  void aTokenThatIsNotSignedIsRefused() throws IOException, URISyntaxException {
    Path file =
        Path.of(
            TestSuiteTest.class
                .getResource(
                    "/aws-sig-v4-test-suite/post-sts-token/post-sts-header-after/post-sts-header-after.req")
                .toURI());
    TestRequest request = signed(file).with("X-Amz-Security-Token", "t");

    assertThat(refusal(request))
        .isEqualTo(
            new ServiceError.InvalidSignature(
                "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."));
  }

  private ServiceError refusal(TestRequest request) {
    return catchThrowableOfType(ServiceException.class, () -> authenticator.authenticate(request))
        .error();
  }

  private static String read(Path file, String ending) throws IOException {
    return Files.readString(Path.of(file.toString().replaceAll("\\.req$", ending)), ISO_8859_1)
        .replace("\r\n", "\n");
  }

  private static TestRequest signed(Path file) throws IOException {
    String text = read(file, ".req");
    int end = text.indexOf("\n\n");
    String head = end < 0 ? text : text.substring(0, end);
    // A line that goes on (obs-fold) is one line, as every HTTP parser has it.
    String[] lines = head.replaceAll("\n +", " ").split("\n");
    String target = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
    int mark = target.indexOf('?');
    List<Header> headers = new ArrayList<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      int colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    headers.add(new Header("Authorization", read(file, ".authz")));
    return new TestRequest(
        lines[0].substring(0, lines[0].indexOf(' ')),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        headers,
        end < 0 ? "" : text.substring(end + 2),
        null);
  }
}
