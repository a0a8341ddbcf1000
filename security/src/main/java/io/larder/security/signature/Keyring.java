package io.larder.security.signature;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Principal;
import io.larder.security.identity.Identities;
import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds who has a key, and lets those be who have shown that they have its secret. */
final class Keyring {
  private static final ServiceError UNKNOWN_KEY =
      new ServiceError.UnrecognizedClient("The security token included in the request is invalid.");

  // The service ends the one with a full stop and the other not.
  private static final ServiceError UNKNOWN_TOKEN =
      new ServiceError.UnrecognizedClient("The security token included in the request is invalid");
  private static final ServiceError TOO_MANY_FAILURES =
      new ServiceError.Throttling(
          "Rate of requests exceeds the allowed throughput: too many signatures from this address"
              + " were wrong. Please try again shortly.");

  /** Takes the place of a key that is not there, so that its lack is no matter of time. */
  private static final SigningKey NOBODYS = SigningKey.of(new byte[40], new Scope("", "", "", ""));

  private final Credentials credentials;
  private final FailureLimit limit;
  private final Window window;
  private final SigningKeys keys = new SigningKeys();

  Keyring(Credentials credentials, FailureLimit limit, Window window) {
    this.credentials = credentials;
    this.limit = limit;
    this.window = window;
  }

  /**
   * Who has signed, and the key that it was done with.
   *
   * @param state of the credentials, in which all of this is true
   */
  record Proof(Identities state, Scope scope, SigningKey key, Principal principal) {}

  /** Another object whenever proofs may have become void. */
  Identities state() {
    return credentials.current();
  }

  /**
   * Has {@code isSigned} look whether the key of that scope was signed with.
   *
   * @param token that came with it; null if none did
   * @param wrong what to say if the signature is another
   * @throws ServiceException if nobody has that key, its session is over, or it was not signed with
   */
  Proof prove(
      Scope scope,
      @Nullable String token,
      @Nullable InetAddress source,
      Predicate<SigningKey> isSigned,
      Supplier<ServiceError> wrong) {
    Identities state = state();
    Credential credential = credentials.find(scope.accessKeyId(), token, state);
    if (credential == null) {
      requirePatience(source);
      // Whatever comes of it.
      boolean _ = isSigned.test(NOBODYS);
      throw failure(source, token == null ? UNKNOWN_KEY : UNKNOWN_TOKEN);
    }
    window.requireRunning(credential.expires());
    SigningKey key = keys.find(state, scope);
    if (key == null) {
      key = keys.derive(state, scope, credential.secret().get());
    }
    if (!key.isProven()) {
      requirePatience(source);
    }
    if (!isSigned.test(key)) {
      throw failure(source, wrong.get());
    }
    key.proven();
    return new Proof(state, scope, key, credential.principal());
  }

  private void requirePatience(@Nullable InetAddress source) {
    if (limit.isReached(source)) {
      throw new ServiceException(TOO_MANY_FAILURES);
    }
  }

  private ServiceException failure(@Nullable InetAddress source, ServiceError error) {
    limit.failed(source);
    return new ServiceException(error);
  }

  /**
   * Returns if who was let in once would be so again.
   *
   * @throws ServiceException if not
   */
  void confirm(Principal principal) {
    if (!credentials.isCurrent(principal)) {
      throw new ServiceException(UNKNOWN_KEY);
    }
    window.requireRunning(Credential.expires(principal));
  }
}
