package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.HeaderFields;
import io.larder.security.auth.HeaderFormAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedRequest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Verifies the signatures of requests to one service. The body is hashed here, whatever the client
 * says that its hash is: else it could sign the one and send another.
 */
final class RequestVerifier implements Authenticator {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final byte[] FIRST_LINE = (ALGORITHM + "\n").getBytes(ISO_8859_1);
  private static final byte[] POST_ROOT = "POST\n/\n\n".getBytes(ISO_8859_1);
  private static final byte[] HOST = bytes("host");
  private static final byte[] DATE = bytes("x-amz-date");
  private static final byte[] TARGET = bytes("x-amz-target");
  private static final byte[] TOKEN = bytes("x-amz-security-token");
  private static final int MAX_ECHO = 8 * 1024;
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private final Authenticator form = new HeaderFormAuthenticator();
  private final String service;
  private final Regions regions;
  private final Keyring keyring;
  private final Window window;

  RequestVerifier(String service, Regions regions, Keyring keyring, Window window) {
    this.service = service;
    this.regions = regions;
    this.keyring = keyring;
    this.window = window;
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public boolean isStrict() {
    return true;
  }

  @Override
  public Principal authenticate(SignedRequest request) {
    Workbench bench = Workbench.clean();
    HeaderFields fields = request.fields();
    int authorization = request.query().isEmpty() ? fields.next(RecentClaims.AUTHORIZATION, 0) : -1;
    if (authorization >= 0) {
      RecentClaims.Verified known = bench.recent().find(fields, authorization);
      if (known != null
          && known.verifier == this
          && known.proof.state() == keyring.state()
          && holdsAgain(known, request, fields, authorization, bench)) {
        return known.proof.principal();
      }
    }
    return verify(request, fields, authorization, bench);
  }

  /**
   * True if a request is signed as one before it was. If not, what is wrong is found out from the
   * beginning.
   */
  private boolean holdsAgain(
      RecentClaims.Verified known,
      SignedRequest request,
      HeaderFields fields,
      int authorization,
      Workbench bench) {
    byte[] bytes = fields.bytes();
    int date = fields.next(DATE, 0);
    if (date < 0) {
      return false;
    }
    int start = fields.valueStart(date);
    int end = fields.valueEnd(date);
    byte[] signature = bench.signature(bytes, fields.valueEnd(authorization));
    if (!window.holds(bench.recent().second(bytes, start, end), window.now())
        || !Arrays.equals(bytes, start, start + known.day.length, known.day, 0, known.day.length)
        || !window.isRunning(Credential.expires(known.proof.principal()))
        || !hasSameToken(known, fields)
        || isUnsigned(TARGET, known.names, fields)
        || signature == null) {
      return false;
    }
    bench.add(FIRST_LINE);
    bench.add(bytes, start, end);
    bench.add((byte) '\n');
    bench.add(known.scope);
    bench.add((byte) '\n');
    int request0 = bench.length();
    writeRequest(request, "", fields, known.names, bench);
    bench.hash(request0);
    return bench.isSigned(known.proof.key(), 0, signature);
  }

  private static boolean hasSameToken(RecentClaims.Verified known, HeaderFields fields) {
    int token = fields.next(TOKEN, 0);
    byte[] expected = known.token;
    if (token < 0 || expected == null) {
      return token < 0 && expected == null;
    }
    return Arrays.equals(
        fields.bytes(),
        fields.valueStart(token),
        fields.valueEnd(token),
        expected,
        0,
        expected.length);
  }

  private static boolean isUnsigned(byte[] name, SignedNames names, HeaderFields fields) {
    return !names.contain(name) && fields.next(name, 0) >= 0;
  }

  private Principal verify(
      SignedRequest request, HeaderFields fields, int authorization, Workbench bench) {
    form.authenticate(request);
    Claim claim = Claim.of(request);
    AmzDate date = AmzDate.parse(claim.date());
    if (date == null) {
      throw incomplete(
          "Date must be in ISO-8601 'basic format'. Got '"
              + claim.date()
              + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
    window.require(date);
    SignedNames names = SignedNames.parse(claim.signedHeaders());
    if (!names.contain(HOST)) {
      throw unsigned("Host");
    }
    // Else whoever saw a GetItem pass could have a DeleteTable of it.
    if (isUnsigned(TARGET, names, fields)) {
      throw unsigned("x-amz-target");
    }
    if (isUnsigned(TOKEN, names, fields)) {
      throw unsigned("x-amz-security-token");
    }
    if (!claim.algorithm().equals(ALGORITHM)) {
      throw incomplete(
          "Unsupported AWS 'algorithm': '"
              + claim.algorithm()
              + "' (only AWS4-HMAC-SHA256 for now). ");
    }
    Scope scope = ScopeRules.read(claim.credential(), service, regions, date);
    byte[] signature = decode(claim.signature());
    Keyring.Proof proof =
        keyring.prove(
            scope,
            claim.token(),
            request.sourceAddress(),
            key -> {
              writeToSign(scope, date, request, claim, fields, names, bench);
              return bench.isSigned(key, 0, signature);
            },
            () -> mismatch(scope, date, request, claim, fields, names, bench));
    // What came in the other form of the date is looked at whole each time.
    if (authorization >= 0 && request.header("x-amz-date") != null) {
      bench
          .recent()
          .keep(
              fields, authorization, new RecentClaims.Verified(this, proof, names, claim.token()));
    }
    return proof.principal();
  }

  /** The bytes of a signature; none if they are not given in lower-case digits. */
  private static byte[] decode(String signature) {
    boolean isHex =
        signature.length() == 2 * Workbench.HASH_LENGTH
            && signature.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return isHex ? HexFormat.of().parseHex(signature) : new byte[0];
  }

  private static void writeToSign(
      Scope scope,
      AmzDate date,
      SignedRequest request,
      Claim claim,
      HeaderFields fields,
      SignedNames names,
      Workbench bench) {
    bench.cut(0);
    bench.add(FIRST_LINE);
    bench.add(date.bytes());
    bench.add((byte) '\n');
    bench.add(scope.line());
    bench.add((byte) '\n');
    int start = bench.length();
    writeRequest(request, claim.query(), fields, names, bench);
    bench.hash(start);
  }

  private static void writeRequest(
      SignedRequest request,
      String query,
      HeaderFields fields,
      SignedNames names,
      Workbench bench) {
    if (query.isEmpty() && request.path().equals("/") && request.method().equals("POST")) {
      bench.add(POST_ROOT);
    } else {
      bench.add(
          bytes(request.method() + "\n" + CanonicalUri.path(request.path()) + "\n" + query + "\n"));
    }
    names.write(fields, bench);
    bench.addHashOfBody(request);
  }

  /** Says what should have been signed: it is the caller's own request. */
  private static ServiceError mismatch(
      Scope scope,
      AmzDate date,
      SignedRequest request,
      Claim claim,
      HeaderFields fields,
      SignedNames names,
      Workbench bench) {
    writeToSign(scope, date, request, claim, fields, names, bench);
    String toSign = new String(bench.text(), 0, bench.length(), ISO_8859_1);
    bench.cut(0);
    writeRequest(request, claim.query(), fields, names, bench);
    String canonical = new String(bench.text(), 0, Math.min(bench.length(), MAX_ECHO), ISO_8859_1);
    return new ServiceError.InvalidSignature(
        "%s\n\nThe Canonical String for this request should have been\n'%s'\n\nThe String-to-Sign should have been\n'%s'\n"
            .formatted(MISMATCH, canonical, toSign));
  }

  static ServiceError mismatch() {
    return new ServiceError.InvalidSignature(MISMATCH);
  }

  private static ServiceException unsigned(String header) {
    return new ServiceException(
        new ServiceError.InvalidSignature(
            "'" + header + "' must be a 'SignedHeader' in the AWS Authorization."));
  }

  private static ServiceException incomplete(String message) {
    return new ServiceException(new ServiceError.IncompleteSignature(message));
  }
}
