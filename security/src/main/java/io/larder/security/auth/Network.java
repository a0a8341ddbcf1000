package io.larder.security.auth;

import org.jspecify.annotations.Nullable;

/**
 * A way in: what one listener stands for, as a VPC endpoint does.
 *
 * @param name in the configuration
 * @param vpc {@code aws:SourceVpc}; null if the listener is in none
 * @param vpcEndpoint {@code aws:SourceVpce}; null if the listener is none
 */
public record Network(String name, @Nullable String vpc, @Nullable String vpcEndpoint) {
  /** The listener that is there without further configuration. */
  public static final Network MAIN = new Network("main", null, null);
}
