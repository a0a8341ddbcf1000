package io.larder.store.lmdb.changes;

import io.larder.protocol.operation.StreamArn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All streams at one moment, and what is delivered to streams elsewhere; immutable, so a change
 * makes another one.
 */
public final class Streams {
  public static final Streams NONE = new Streams(new TreeMap<>(), Deliveries.NONE);

  private final NavigableMap<String, TableStream> byArn;
  private final Map<Integer, TableStream> openByTable;
  private final Deliveries deliveries;

  private Streams(NavigableMap<String, TableStream> byArn, Deliveries deliveries) {
    this.byArn = byArn;
    this.deliveries = deliveries;
    this.openByTable = new HashMap<>();
    for (TableStream stream : byArn.values()) {
      if (stream.isOpen()) {
        openByTable.put(stream.tableId(), stream);
      }
    }
  }

  public Streams with(TableStream stream) {
    var changed = new TreeMap<>(byArn);
    changed.put(stream.arn().text(), stream);
    return new Streams(changed, deliveries);
  }

  public Streams without(TableStream stream) {
    var changed = new TreeMap<>(byArn);
    changed.remove(stream.arn().text());
    return new Streams(changed, deliveries);
  }

  public Streams with(Delivery delivery) {
    return new Streams(byArn, deliveries.with(delivery));
  }

  public Streams without(Delivery delivery) {
    return new Streams(byArn, deliveries.without(delivery));
  }

  public Deliveries deliveries() {
    return deliveries;
  }

  /** True if somebody is told what happens to a table. */
  public boolean tell(int tableId) {
    return openByTable.containsKey(tableId) || deliveries.openOf(tableId) != null;
  }

  /** The stream that is told what happens to a table, or null. */
  public @Nullable TableStream openOf(int tableId) {
    return openByTable.get(tableId);
  }

  /** The ids of all streams and deliveries of a table, also if it is gone. */
  public List<Integer> idsOf(int tableId) {
    List<Integer> found = new ArrayList<>();
    for (TableStream stream : byArn.values()) {
      if (stream.tableId() == tableId) {
        found.add(stream.id());
      }
    }
    for (Delivery delivery : deliveries.all()) {
      if (delivery.tableId() == tableId) {
        found.add(delivery.id());
      }
    }
    return found;
  }

  /** The ids of all streams and deliveries, each with the name of its table. */
  public Map<Integer, String> tableNames() {
    Map<Integer, String> names = new LinkedHashMap<>();
    byArn.values().forEach(stream -> names.put(stream.id(), stream.arn().tableName()));
    deliveries.all().forEach(delivery -> names.put(delivery.id(), delivery.tableName()));
    return names;
  }

  public @Nullable TableStream find(String arn) {
    return byArn.get(arn);
  }

  public boolean has(StreamArn arn) {
    return byArn.containsKey(arn.text());
  }

  /** In the order of their ARNs. */
  public Collection<TableStream> all() {
    return byArn.values();
  }

  /** Those behind that ARN, in order. */
  public Collection<TableStream> after(@Nullable String arn) {
    return arn == null ? byArn.values() : byArn.tailMap(arn, false).values();
  }

  /** That one and those behind it, in order. */
  public Collection<TableStream> from(String arn) {
    return byArn.tailMap(arn, true).values();
  }

  /** How many have ended and are still kept. */
  public int ended() {
    return byArn.size() - openByTable.size();
  }

  /** Those that ended first, as many as there are more than {@code most} that have ended. */
  public Set<TableStream> surplus(int most) {
    if (ended() <= most) {
      return Set.of();
    }
    return byArn.values().stream()
        .filter(stream -> !stream.isOpen())
        .sorted(Comparator.comparing(stream -> stream.life().ended()))
        .limit((long) ended() - most)
        .collect(Collectors.toSet());
  }

  public boolean isEmpty() {
    return byArn.isEmpty();
  }
}
