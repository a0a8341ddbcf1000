package io.larder.security.identity;

import org.jspecify.annotations.Nullable;

/** Names of IAM's entities in the form that all of AWS has. */
final class Arns {
  private static final String PREFIX = "arn:aws:iam::";

  private Arns() {}

  /**
   * @param path begins and ends with a slash
   */
  static String iam(String account, String type, String path, String name) {
    return PREFIX + account + ':' + type + path + name;
  }

  /** The account in an ARN of that type; null if it is no such ARN. */
  static @Nullable String account(String arn, String type) {
    int colon = arn.startsWith(PREFIX) ? arn.indexOf(':', PREFIX.length()) : -1;
    return colon >= 0 && arn.startsWith(type + '/', colon + 1)
        ? arn.substring(PREFIX.length(), colon)
        : null;
  }

  /** What stands after the last slash. */
  static String name(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
