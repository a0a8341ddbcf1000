package io.larder.proxy.caches;

import io.larder.cache.CachedItem;
import io.larder.cache.CachingTableStore;
import io.larder.cache.advice.Advice;
import io.larder.cache.advice.HotKey;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.statistics.Held;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTable;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.wire.JsonWriter;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is known of caches. */
final class StatisticsJson {
  private static final int HOTTEST = 20;

  private StatisticsJson() {}

  static void statistics(JsonWriter json, CachingTableStore caches, int mostTables) {
    CacheStatistics all = caches.statistics();
    json.beginObject();
    json.name("itemCache");
    cache(json, all.items());
    json.name("queryCache");
    cache(json, all.pages());
    json.name("coalesced").value(all.coalesced());
    json.name("tables").beginArray();
    caches.cachedTables().stream()
        .sorted(Comparator.comparing(CachedTable::name).thenComparingInt(CachedTable::id))
        .limit(mostTables)
        .forEach(table -> table(json, caches, table));
    json.endArray();
    json.name("hottestKeys").beginArray();
    for (HotKey hot : caches.samples().hottest(HOTTEST)) {
      hotKey(json, caches, hot);
    }
    json.endArray().endObject();
  }

  private static void cache(JsonWriter json, CacheStatistics.Of cache) {
    json.beginObject();
    json.name("hits").value(cache.hits()).name("misses").value(cache.misses());
    json.name("entries").value(cache.entries()).name("bytes").value(cache.bytes());
    json.name("evictions").value(cache.evictions());
    json.name("evictedBytes").value(cache.evictedBytes()).endObject();
  }

  private static void table(JsonWriter json, CachingTableStore caches, CachedTable table) {
    TableCounts counts = table.counts();
    json.beginObject().name("table").value(table.name());
    Table known = table.name().isEmpty() ? null : caches.known(table.name());
    if (known != null && known.id() == table.id()) {
      Held held = caches.heldItems(known);
      json.name("itemEntries").value(held.entries()).name("itemBytes").value(held.bytes());
    }
    Held pages = table.heldPages();
    json.name("pageEntries").value(pages.entries()).name("pageBytes").value(pages.bytes());
    reads(json, "items", counts.items());
    reads(json, "queries", counts.queries());
    reads(json, "scans", counts.scans());
    loads(json, "itemLoads", counts.itemLoads());
    loads(json, "pageLoads", counts.pageLoads());
    evictions(json, "itemEvictions", counts.itemEvictions());
    evictions(json, "pageEvictions", counts.pageEvictions());
    json.endObject();
  }

  private static void reads(JsonWriter json, String name, TableCounts.Reads reads) {
    json.name(name).beginObject();
    json.name("hits").value(reads.hits()).name("misses").value(reads.misses()).endObject();
  }

  private static void loads(JsonWriter json, String name, TableCounts.Loads loads) {
    json.name(name).beginObject().name("count").value(loads.count());
    json.name("microseconds").value(loads.nanos() / 1000);
    json.name("refusedFills").value(loads.refusedFills()).endObject();
  }

  private static void evictions(JsonWriter json, String name, Evictions evictions) {
    json.name(name).beginObject();
    for (Eviction cause : Eviction.values()) {
      json.name(cause.name().toLowerCase(Locale.ROOT)).value(evictions.entries(cause));
    }
    json.endObject();
  }

  /** The key itself is known only as long as its item is kept; else its bytes are shown. */
  private static void hotKey(JsonWriter json, CachingTableStore caches, HotKey hot) {
    PrimaryKey key = hot.key();
    String name =
        caches.cachedTables().stream()
            .filter(each -> each.id() == key.id())
            .map(CachedTable::name)
            .findFirst()
            .orElse("");
    json.beginObject().name("table").value(name);
    Item shown = key(caches, name, key);
    if (shown == null) {
      json.name("partitionBytes").value(HexFormat.of().formatHex(key.partition()));
      json.name("sortBytes").value(HexFormat.of().formatHex(key.sort()));
    } else {
      json.name("key").value(shown);
    }
    json.name("atLeast").value(hot.atLeast()).name("atMost").value(hot.atMost()).endObject();
  }

  private static @Nullable Item key(CachingTableStore caches, String tableName, PrimaryKey key) {
    Table table = tableName.isEmpty() ? null : caches.known(tableName);
    CachedItem known = table == null ? null : caches.peek(key);
    Item item = known == null ? null : known.item();
    if (table == null || item == null) {
      return null;
    }
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (KeySchema.KeyAttribute attribute : table.keySchema().attributes()) {
      AttributeValue value = item.attributes().get(attribute.name());
      if (value != null) {
        attributes.put(attribute.name(), value);
      }
    }
    return Item.of(attributes);
  }

  static void advice(JsonWriter json, CachingTableStore caches) {
    json.beginObject();
    CacheMeters.advice(caches).forEach((cache, advice) -> advice(json, cache + "Cache", advice));
    json.endObject();
  }

  private static void advice(JsonWriter json, String name, Advice advice) {
    json.name(name).beginObject();
    json.name("sampledReads").value(advice.sampled()).name("oneOf").value(advice.rate());
    json.name("cases").beginArray();
    List<Advice.Case> cases = advice.cases();
    for (Advice.Case each : cases) {
      json.beginObject().name("memory").value(each.memory());
      json.name("timeToLive");
      if (Double.isInfinite(each.time())) {
        json.value("never");
      } else {
        json.value(each.time());
      }
      json.name("hitRatio").value(Math.round(each.hitRatio() * 10_000) / 10_000.0).endObject();
    }
    json.endArray().endObject();
  }
}
