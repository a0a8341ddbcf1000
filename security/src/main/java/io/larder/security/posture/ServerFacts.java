package io.larder.security.posture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration makes of a server.
 *
 * @param name of the server in the report
 * @param account that its tables belong to
 * @param verifiesSignatures true if callers must prove who they are
 * @param enforcesPolicies true if what policies deny is refused
 * @param seals true if what is on disk is sealed; null if an upstream has the tables
 * @param audits true if calls are recorded
 * @param auditsItems true if reads and writes of items are, too
 * @param sharesSecret true if nodes prove to each other who they are; null if there is no cluster
 */
public record ServerFacts(
    String name,
    String account,
    List<Listener> listeners,
    boolean verifiesSignatures,
    boolean enforcesPolicies,
    @Nullable Boolean seals,
    boolean audits,
    boolean auditsItems,
    @Nullable Boolean sharesSecret) {
  public ServerFacts {
    listeners = List.copyOf(listeners);
  }

  /**
   * An address that the server listens on.
   *
   * @param isDax true if DAX is spoken
   * @param isLocal true if only this machine reaches it
   * @param isSecure true if it is TLS
   */
  public record Listener(String name, boolean isDax, boolean isLocal, boolean isSecure) {}
}
