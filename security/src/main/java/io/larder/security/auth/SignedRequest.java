package io.larder.security.auth;

import java.security.MessageDigest;
import java.util.List;
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

  /**
   * All headers, in the order in which they came; those of one name are several. They are made when
   * they are asked for, so that they cost nothing where no signature is looked at.
   */
  List<Header> allHeaders();

  /** Adds the body to {@code digest}. */
  void digestBody(MessageDigest digest);
}
