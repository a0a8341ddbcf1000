package io.larder.security.auth;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** How a request came, as far as policies and the audit ask. Good while the call is under way. */
public interface RequestContext {
  /**
   * Of the client, or of who stands before it; null if it was gone before it could be asked for.
   */
  @Nullable InetAddress sourceAddress();

  /** True if this very connection is TLS. */
  boolean isSecure();

  /** What is known of that; null if it is not TLS. */
  @Nullable Tls tls();

  /**
   * How a connection is kept secret.
   *
   * @param version such as {@code TLSv1.3}
   * @param cipherSuite as IANA names it
   */
  record Tls(String version, String cipherSuite) {}

  /** True if the client speaks DAX's protocol, as to a DAX cluster. */
  boolean isDax();

  /** Where the connection came in. */
  Network network();

  /** What the client says it is; null if it does not. */
  @Nullable String userAgent();

  /** The page that a client says it comes from; null if it does not. */
  @Nullable String referer();
}
