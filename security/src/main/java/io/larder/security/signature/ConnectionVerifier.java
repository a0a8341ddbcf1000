package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.ConnectionFormAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what a DAX client signs with {@code authorizeConnection}: a POST of nothing to a host
 * that all clients name alike. What it sends afterwards is not signed.
 */
final class ConnectionVerifier implements ConnectionAuthenticator {
  private static final String SERVICE = "dax";

  /** The second is that of the clients for Go. */
  private static final String[] HOSTS = {"dax.amazonaws.com", "https://dax.amazonaws.com"};

  private static final String HASH_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final ConnectionAuthenticator form = new ConnectionFormAuthenticator();
  private final Regions regions;
  private final Keyring keyring;
  private final Window window;

  ConnectionVerifier(Regions regions, Keyring keyring, Window window) {
    this.regions = regions;
    this.keyring = keyring;
    this.window = window;
  }

  @Override
  public Principal authenticate(@Nullable SignedConnection connection) {
    form.authenticate(connection);
    if (connection == null) {
      throw new ServiceException(RequestVerifier.mismatch());
    }
    String[] lines = connection.stringToSign().split("\n", -1);
    AmzDate date = AmzDate.parse(lines[1]);
    if (date == null) {
      throw new ServiceException(
          new ServiceError.IncompleteSignature(
              "Date must be in ISO-8601 'basic format'. Got '"
                  + lines[1]
                  + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
    }
    window.require(date);
    Scope scope = ScopeRules.read(connection.accessKey() + "/" + lines[2], SERVICE, regions, date);
    byte[] signature = HexFormat.of().parseHex(connection.signature());
    byte[] toSign = connection.stringToSign().getBytes(ISO_8859_1);
    boolean isOfConnection = isHashOfConnection(lines[3], date);
    Workbench bench = Workbench.clean();
    return keyring
        .prove(
            scope,
            connection.sessionToken(),
            connection.source(),
            key -> {
              bench.cut(0);
              bench.add(toSign);
              return bench.isSigned(key, 0, signature) && isOfConnection;
            },
            RequestVerifier::mismatch)
        .principal();
  }

  @Override
  public void confirm(Principal principal) {
    keyring.confirm(principal);
  }

  /** False for what was signed for the sake of another request. */
  private static boolean isHashOfConnection(String hash, AmzDate date) {
    boolean isHash = false;
    for (String host : HOSTS) {
      isHash |=
          hash("POST\n/\n\nhost:%s\nx-amz-date:%s\n\nhost;x-amz-date\n%s"
                  .formatted(host, date.text(), HASH_OF_NOTHING))
              .equals(hash);
    }
    return isHash;
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
