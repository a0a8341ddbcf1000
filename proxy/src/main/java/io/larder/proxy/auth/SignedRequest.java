package io.larder.proxy.auth;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What an authenticator sees of a request: all that a signature covers. */
public interface SignedRequest {
  String method();

  /** The path, as it was sent. */
  String path();

  /** The query string, as it was sent and without its question mark; empty if there is none. */
  String query();

  /** The first header of that name, in any case. */
  @Nullable String header(String name);

  /** Adds the body to {@code digest}. */
  void digestBody(MessageDigest digest);
}
