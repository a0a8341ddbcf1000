package io.larder.security.signature;

import io.larder.security.identity.Identities;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Signing keys that were derived before. They are forgotten with the state of the credentials that
 * they are of, so that a key that was taken away is gone at once. Safe for any number of threads.
 */
final class SigningKeys {
  /** Deriving one costs little more than a verification: forgetting all now and then is no loss. */
  static final int MAX_KEYS = 10_000;

  private volatile Generation generation = new Generation(Identities.NONE);

  /** The keys of one state of the credentials. */
  private record Generation(Identities state, Map<Scope, SigningKey> keys) {
    Generation(Identities state) {
      this(state, new ConcurrentHashMap<>());
    }
  }

  /** The key of that scope in that state of the credentials; null if it is to be derived. */
  @Nullable SigningKey find(Identities state, Scope scope) {
    Generation current = generation;
    return current.state() == state ? current.keys().get(scope) : null;
  }

  /** Derives and keeps the key of a scope, whose secret is that in {@code state}. */
  SigningKey derive(Identities state, Scope scope, byte[] secret) {
    SigningKey key = SigningKey.of(secret, scope);
    Generation current = generation;
    if (current.state() != state) {
      current = new Generation(state);
      generation = current;
    }
    if (current.keys().size() >= MAX_KEYS) {
      current.keys().clear();
    }
    SigningKey before = current.keys().putIfAbsent(scope, key);
    return before == null ? key : before;
  }

  /** How many are kept. */
  int size() {
    return generation.keys().size();
  }
}
