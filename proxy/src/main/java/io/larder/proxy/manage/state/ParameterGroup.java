package io.larder.proxy.manage.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Named values of parameters.
 *
 * @param values of those that were set; the others are as by default
 */
public record ParameterGroup(String name, @Nullable String description, Map<String, Long> values) {
  /** The group that nobody makes or changes: what the server is configured with. */
  public static final String DEFAULT = "default.dax1.0";

  /** How long items stay in the cache; 0 for as long as there is room. */
  public static final String RECORD_TTL = "record-ttl-millis";

  /** How long pages of Query and Scan do; 0 for not at all. */
  public static final String QUERY_TTL = "query-ttl-millis";

  public ParameterGroup {
    values = Map.copyOf(values);
  }
}
