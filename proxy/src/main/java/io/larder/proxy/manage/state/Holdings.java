package io.larder.proxy.manage.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All that is kept, at one revision; of its reader, who may change it. For one thread. */
public final class Holdings {
  private static final Duration EVENTS_ARE_KEPT = Duration.ofDays(14);

  /** So many are enough for what people look for, and few enough to be read with all else. */
  private static final int MAX_EVENTS = 500;

  private final NavigableMap<String, Cluster> clusters;
  private final NavigableMap<String, ParameterGroup> parameterGroups;
  private final NavigableMap<String, SubnetGroup> subnetGroups;
  private final NavigableMap<Long, Event> events = new TreeMap<>();
  private final NavigableMap<Long, Long> reboots;
  private long lastEvent;

  /**
   * The same as it is stored.
   *
   * @param reboots how often each node was to be rebooted, by its id
   */
  record Document(
      Map<String, Cluster> clusters,
      Map<String, ParameterGroup> parameterGroups,
      Map<String, SubnetGroup> subnetGroups,
      List<Event> events,
      long lastEvent,
      Map<Long, Long> reboots) {
    static final Document NOTHING =
        new Document(Map.of(), Map.of(), Map.of(), List.of(), 0, Map.of());

    Document {
      clusters = Map.copyOf(clusters);
      parameterGroups = Map.copyOf(parameterGroups);
      subnetGroups = Map.copyOf(subnetGroups);
      events = List.copyOf(events);
      reboots = Map.copyOf(reboots);
    }
  }

  Holdings(Document document) {
    clusters = new TreeMap<>(document.clusters());
    parameterGroups = new TreeMap<>(document.parameterGroups());
    subnetGroups = new TreeMap<>(document.subnetGroups());
    document.events().forEach(event -> events.put(event.number(), event));
    lastEvent = document.lastEvent();
    reboots = new TreeMap<>(document.reboots());
  }

  Document document() {
    return new Document(
        clusters, parameterGroups, subnetGroups, List.copyOf(events.values()), lastEvent, reboots);
  }

  /** Those that clients have made, by name, and what they have changed of another. */
  public NavigableMap<String, Cluster> clusters() {
    return clusters;
  }

  /** Those that clients have made, by name. */
  public NavigableMap<String, ParameterGroup> parameterGroups() {
    return parameterGroups;
  }

  /** Those that clients have made or changed, by name. */
  public NavigableMap<String, SubnetGroup> subnetGroups() {
    return subnetGroups;
  }

  /** What happened within that time before {@code now}, the newest first. */
  public List<Event> events(Instant now) {
    return events.descendingMap().values().stream()
        .filter(event -> event.date().isAfter(now.minus(EVENTS_ARE_KEPT)))
        .toList();
  }

  /** Notes that something has happened. */
  public void happened(Instant now, Event.Source type, String name, String message) {
    lastEvent++;
    events.put(lastEvent, new Event(lastEvent, now, type, name, message));
    events.values().removeIf(event -> event.date().isBefore(now.minus(EVENTS_ARE_KEPT)));
    while (events.size() > MAX_EVENTS) {
      events.pollFirstEntry();
    }
  }

  /** How often a node was to be rebooted. */
  public long reboots(long nodeId) {
    return reboots.getOrDefault(nodeId, 0L);
  }

  /** Asks a node to reboot, and forgets what was asked of all but {@code present}. */
  public void reboot(long nodeId, List<Long> present) {
    reboots.merge(nodeId, 1L, Long::sum);
    reboots.keySet().retainAll(present);
  }
}
