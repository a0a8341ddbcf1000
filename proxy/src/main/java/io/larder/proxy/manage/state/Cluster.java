package io.larder.proxy.manage.state;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as it was made and changed by clients.
 *
 * @param made what is never changed
 * @param settings what an update changes
 * @param nodes when each was added, by its place among the servers, from 0 on
 * @param tags in the order of their keys
 */
public record Cluster(
    Made made,
    Settings settings,
    NavigableMap<Integer, Instant> nodes,
    NavigableMap<String, String> tags) {
  private static final int LETTERS = 26;

  public Cluster {
    nodes = Collections.unmodifiableNavigableMap(new TreeMap<>(nodes));
    tags = Collections.unmodifiableNavigableMap(new TreeMap<>(tags));
  }

  /**
   * What a cluster is made with.
   *
   * @param iamRoleArn null if it has none
   * @param zones those that were asked for, of one node after another
   * @param encrypted true if its data at rest are to be
   * @param tls true if clients reach it by TLS
   */
  public record Made(
      String name,
      String nodeType,
      @Nullable String iamRoleArn,
      String subnetGroup,
      List<String> zones,
      boolean encrypted,
      boolean tls,
      String networkType) {
    public Made {
      zones = List.copyOf(zones);
    }
  }

  /**
   * What may be changed.
   *
   * @param topicArn null if nobody is notified
   */
  public record Settings(
      @Nullable String description,
      String maintenanceWindow,
      @Nullable String topicArn,
      boolean topicActive,
      String parameterGroup,
      List<String> securityGroups) {
    public Settings {
      securityGroups = List.copyOf(securityGroups);
    }
  }

  public String name() {
    return made.name();
  }

  /** As clients name the node of that place: {@code NAME-a}, {@code NAME-b} … {@code NAME-aa} */
  public String nodeId(int place) {
    return made.name() + "-" + letters(place);
  }

  private static String letters(int place) {
    String before = place < LETTERS ? "" : letters(place / LETTERS - 1);
    return before + (char) ('a' + place % LETTERS);
  }

  public Cluster with(Settings other) {
    return new Cluster(made, other, nodes, tags);
  }

  public Cluster withNodes(Map<Integer, Instant> others) {
    return new Cluster(made, settings, new TreeMap<>(others), tags);
  }

  public Cluster withTags(Map<String, String> others) {
    return new Cluster(made, settings, nodes, new TreeMap<>(others));
  }
}
