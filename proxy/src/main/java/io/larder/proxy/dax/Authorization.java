package io.larder.proxy.dax;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.proxy.call.Source;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import org.jspecify.annotations.Nullable;

/**
 * Who uses one connection, as {@code authorizeConnection} has proven. That method has no answer:
 * that it failed is told to the requests that follow it. It may be called again at any time.
 */
final class Authorization {
  private final ConnectionAuthenticator authenticator;
  private final Source source;
  private @Nullable Principal principal;
  private @Nullable ServiceError refusal;

  Authorization(ConnectionAuthenticator authenticator, Source source) {
    this.authenticator = authenticator;
    this.source = source;
  }

  /** Takes the arguments of {@code authorizeConnection}. */
  void authorize(CborReader arguments) {
    principal = null;
    refusal = null;
    try {
      principal = authenticator.authenticate(read(arguments));
    } catch (ServiceException refused) {
      refusal = refused.error();
    } catch (MalformedCbor e) {
      refusal =
          new ServiceError.IncompleteSignature(
              "The arguments of authorizeConnection are malformed.");
    }
  }

  private SignedConnection read(CborReader in) {
    String accessKey = in.readText();
    String signature = in.readText();
    byte[] signed = in.readBytes();
    String token = in.skipNull() ? null : in.readText();
    in.skip();
    return new SignedConnection(
        accessKey,
        signature,
        CborReader.utf8(signed, 0, signed.length),
        token,
        source.internetAddress());
  }

  /**
   * The caller.
   *
   * @throws ServiceException if it is not known
   */
  Principal principal() {
    ServiceError refused = refusal;
    if (refused != null) {
      throw new ServiceException(refused);
    }
    Principal known = principal;
    if (known == null) {
      known = authenticator.authenticate(null);
      principal = known;
    } else {
      authenticator.confirm(known);
    }
    return known;
  }
}
