package io.larder.proxy.metrics;

import java.util.Locale;

/** What clients speak. Requests and connections are counted by it. */
public enum ClientProtocol {
  /** DynamoDB's JSON over HTTP. */
  HTTP,
  /** DAX's binary protocol. */
  DAX;

  private final String tag = name().toLowerCase(Locale.ROOT);

  /** Its name in metrics and log lines. */
  public String tag() {
    return tag;
  }
}
