package io.larder.security.authorization;

import io.larder.security.access.Access;
import io.larder.security.policy.Decision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Decisions that depend on nothing but caller, action and resource. */
final class Decisions {
  /** So many are remembered. */
  private static final int MAX = 256;

  private final Map<Key, Decision> known = new ConcurrentHashMap<>();

  private record Key(String action, String resource) {}

  @Nullable Decision of(Access access) {
    return known.get(new Key(access.action(), access.resource()));
  }

  void put(Access access, Decision decision) {
    if (known.size() >= MAX) {
      known.clear();
    }
    known.put(new Key(access.action(), access.resource()), decision);
  }
}
