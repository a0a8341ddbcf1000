package io.larder.security.auth;

import java.net.InetAddress;
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

  /** The same as bytes. Good until the request is answered, or this is asked for again. */
  default HeaderFields fields() {
    return HeaderFields.of(allHeaders());
  }

  /**
   * Whom the certificate of the connection names that an authority has vouched for, as RFC 2253
   * writes it; null if there is none.
   */
  default @Nullable String certificateSubject() {
    return null;
  }

  /** Adds the body to {@code digest}. */
  void digestBody(MessageDigest digest);

  /** Of who sends it; null if it was gone before it could be asked for. */
  default @Nullable InetAddress sourceAddress() {
    return null;
  }
}
