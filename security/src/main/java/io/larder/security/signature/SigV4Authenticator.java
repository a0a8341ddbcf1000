package io.larder.security.signature;

import io.larder.security.auth.Authenticator;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import io.larder.security.auth.SignedRequest;
import io.larder.security.identity.Identities;
import io.larder.security.session.SessionTokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has signed with the secret of a key that is known. Of requests to DynamoDB and of the
 * connections of DAX; {@link #forService} verifies in the same way what is signed for another
 * service of ours. Safe for any number of threads.
 */
public final class SigV4Authenticator implements Authenticator, ConnectionAuthenticator {
  private static final String DYNAMODB = "dynamodb";

  private final Keyring keyring;
  private final Window window;
  private final Authenticator requests;
  private final ConnectionAuthenticator connections;

  /**
   * An authenticator by the keys of these identities.
   *
   * @param tokens by which temporary keys are known
   * @param regions that requests may be signed for
   * @param clockSkew how far the time of a signature may be from that of {@code clock}
   * @param nanoTime by which failures are counted
   */
  public SigV4Authenticator(
      Supplier<Identities> identities,
      SessionTokens tokens,
      Regions regions,
      Duration clockSkew,
      InstantSource clock,
      LongSupplier nanoTime) {
    this(identities, tokens, regions, regions, clockSkew, clock, nanoTime);
  }

  /** The same, where connections may be signed for other regions than requests. */
  public SigV4Authenticator(
      Supplier<Identities> identities,
      SessionTokens tokens,
      Regions regions,
      Regions regionsOfConnections,
      Duration clockSkew,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.window = new Window(clockSkew, clock);
    this.keyring =
        new Keyring(
            new Credentials(identities, tokens),
            new FailureLimit(nanoTime, new SecureRandom().nextInt()),
            window);
    this.requests = forService(DYNAMODB, regions);
    this.connections = new ConnectionVerifier(regionsOfConnections, keyring, window);
  }

  /** Verifies, by the same keys and limits, requests that are signed for {@code service}. */
  public Authenticator forService(String service, Regions regions) {
    return new RequestVerifier(service, regions, keyring, window);
  }

  @Override
  public boolean isStrict() {
    return true;
  }

  @Override
  public Principal authenticate(SignedRequest request) {
    return requests.authenticate(request);
  }

  @Override
  public Principal authenticate(@Nullable SignedConnection connection) {
    return connections.authenticate(connection);
  }

  @Override
  public void confirm(Principal principal) {
    connections.confirm(principal);
  }
}
