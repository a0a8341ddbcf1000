package io.larder.proxy.auth;

/**
 * Who makes a request.
 *
 * @param name what policies and the audit know the caller by
 */
public record Principal(String name) {
  /** A caller whose claim was not verified. */
  public static final Principal UNVERIFIED = new Principal("unverified");
}
