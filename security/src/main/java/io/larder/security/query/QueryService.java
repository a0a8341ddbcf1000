package io.larder.security.query;

import java.util.Map;
import java.util.Set;

/**
 * A service that speaks the query protocol.
 *
 * @param name in the scope of signatures, and before the colon of its actions: {@code sts}
 * @param version of its API, by which calls name the service
 * @param namespace of its answers
 * @param operations by their names
 * @param unsigned names of those that nobody signs
 */
public record QueryService(
    String name,
    String version,
    String namespace,
    Map<String, QueryOperation> operations,
    Set<String> unsigned) {
  public QueryService {
    operations = Map.copyOf(operations);
    unsigned = Set.copyOf(unsigned);
  }
}
