package io.larder.security.iam;

import io.larder.security.auth.Authenticator;
import io.larder.security.auth.ConnectionAuthenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedConnection;
import io.larder.security.auth.SignedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When access keys were last used, to the minute, since this server started. Of temporary keys
 * nothing is noted. Safe for any number of threads.
 */
public final class AccessKeyUses {
  private static final Duration PRECISION = Duration.ofMinutes(1);

  /** Keys of more users than IAM has room for; of more, those that were not used for longest go. */
  static final int MAX_KEYS = 20_000;

  private final InstantSource clock;
  private final Map<String, Use> uses = new ConcurrentHashMap<>();

  public AccessKeyUses(InstantSource clock) {
    this.clock = clock;
  }

  /** A use of a key. */
  public record Use(Instant when, String service, String region) {}

  /** The last use of a key; null if there was none. */
  public @Nullable Use last(String accessKeyId) {
    return uses.get(accessKeyId);
  }

  int size() {
    return uses.size();
  }

  /** Lets in whom {@code authenticator} lets in, and notes what key they have used. */
  public Authenticator noting(Authenticator authenticator, String service, String region) {
    return new Authenticator() {
      @Override
      public Principal authenticate(SignedRequest request) {
        Principal caller = authenticator.authenticate(request);
        note(caller, service, region);
        return caller;
      }

      @Override
      public boolean isStrict() {
        return authenticator.isStrict();
      }
    };
  }

  /** The same for connections. */
  public ConnectionAuthenticator notingConnections(
      ConnectionAuthenticator authenticator, String service, String region) {
    return new ConnectionAuthenticator() {
      @Override
      public Principal authenticate(@Nullable SignedConnection connection) {
        Principal caller = authenticator.authenticate(connection);
        note(caller, service, region);
        return caller;
      }

      @Override
      public void confirm(Principal principal) {
        authenticator.confirm(principal);
      }
    };
  }

  private void note(Principal caller, String service, String region) {
    String id = caller.accessKeyId();
    if (id == null || !id.startsWith("AKIA")) {
      return;
    }
    Instant now = clock.instant();
    Use last = uses.get(id);
    boolean isNoted = last != null && now.isBefore(last.when().plus(PRECISION));
    if (isNoted) {
      return;
    }
    if (last == null && uses.size() >= MAX_KEYS) {
      forgetOldest();
    }
    uses.put(id, new Use(now, service, region));
  }

  /** A part at a time, so that it seldom comes to this. */
  private void forgetOldest() {
    uses.entrySet().stream()
        .sorted(Comparator.comparing(use -> use.getValue().when()))
        .limit(MAX_KEYS / 10)
        .forEach(use -> uses.remove(use.getKey(), use.getValue()));
  }
}
