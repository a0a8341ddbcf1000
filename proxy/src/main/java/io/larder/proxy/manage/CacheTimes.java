package io.larder.proxy.manage;

import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Holdings;
import io.larder.proxy.manage.state.ParameterGroup;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long entries live in the caches.
 *
 * @param item zero for as long as there is room
 * @param query zero for not at all
 */
public record CacheTimes(Duration item, Duration query) {
  /** Sets the times of the caches, and empties them. For any thread; does not block. */
  public interface Caches {
    void expireAfter(CacheTimes times);

    void clear();
  }

  /** A parameter of parameter groups. */
  enum Parameter {
    QUERY_TTL(ParameterGroup.QUERY_TTL, "Duration in milliseconds for queries to remain cached"),
    RECORD_TTL(
        ParameterGroup.RECORD_TTL,
        "Duration in milliseconds for records to remain valid in cache (Default: 0 = infinite)");

    private final String text;
    private final String description;

    Parameter(String text, String description) {
      this.text = text;
      this.description = description;
    }

    String text() {
      return text;
    }

    String description() {
      return description;
    }
  }

  /** The value of a parameter that no group sets. */
  long value(Parameter parameter) {
    return switch (parameter) {
      case QUERY_TTL -> query.toMillis();
      case RECORD_TTL -> item.toMillis();
    };
  }

  /** The value of a parameter in a group, where these are the times by default. */
  long value(ParameterGroup group, Parameter parameter) {
    return group.values().getOrDefault(parameter.text(), value(parameter));
  }

  /**
   * The times by the parameter groups of all clusters, where these are those by default. The caches
   * are one, whatever clusters they are known as: of several groups the shortest time holds. The
   * default group says nothing where there is another.
   */
  CacheTimes by(Holdings holdings) {
    Set<String> names = new TreeSet<>();
    for (Cluster cluster : holdings.clusters().values()) {
      names.add(cluster.settings().parameterGroup());
    }
    Duration shortestItem = Duration.ZERO;
    Duration shortestQuery = null;
    for (String name : names) {
      ParameterGroup group = holdings.parameterGroups().get(name);
      if (group == null) {
        continue;
      }
      Duration ofItems = Duration.ofMillis(value(group, Parameter.RECORD_TTL));
      Duration ofQueries = Duration.ofMillis(value(group, Parameter.QUERY_TTL));
      if (shortestItem.isZero() || (!ofItems.isZero() && ofItems.compareTo(shortestItem) < 0)) {
        shortestItem = ofItems;
      }
      if (shortestQuery == null || ofQueries.compareTo(shortestQuery) < 0) {
        shortestQuery = ofQueries;
      }
    }
    return shortestQuery == null ? this : new CacheTimes(shortestItem, shortestQuery);
  }
}
