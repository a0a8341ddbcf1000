package io.larder.store.lmdb.tables;

import io.larder.protocol.wire.JsonWriter;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.access.ResourcePolicy;
import io.larder.store.access.TableAccess;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.SettingsRecord;
import io.larder.store.lmdb.streams.StreamCatalog;
import io.larder.store.lmdb.writer.Tables;
import io.larder.store.lmdb.writer.WriteGroup;
import io.larder.store.settings.TableSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table definitions as they are stored: one record for each table with its id, the ids of its
 * indexes, its tags and its description as JSON, and one each for its time to live, its policies
 * and its settings if it has any.
 */
public final class Catalog {
  private static final int FIRST_ID = 1;

  private Catalog() {}

  public static Tables load(Snapshot snapshot) {
    try (RecordCursor all = snapshot.cursor(Database.CATALOG)) {
      int nextId = FIRST_ID;
      Map<Integer, TimeToLive> timesToLive = new HashMap<>();
      Map<Integer, Map<String, ResourcePolicy>> policies = new HashMap<>();
      Map<Integer, TableSettings> settings = new HashMap<>();
      Map<String, Tables.Entry> entries = new TreeMap<>();
      for (boolean found = all.first(); found; found = all.next()) {
        byte[] key = all.key();
        if (CatalogKey.isTable(key)) {
          Tables.Entry entry = read(all.value(), timesToLive, policies, settings);
          entries.put(entry.table().name(), entry);
        } else if (CatalogKey.TIME_TO_LIVE.begins(key)) {
          timesToLive.put(ByteBuffer.wrap(key).getInt(1), readTimeToLive(all.value()));
        } else if (CatalogKey.RESOURCE_POLICIES.begins(key)) {
          policies.put(ByteBuffer.wrap(key).getInt(1), PolicyRecord.read(all.value()));
        } else if (CatalogKey.TABLE_SETTINGS.begins(key)) {
          settings.put(ByteBuffer.wrap(key).getInt(1), SettingsRecord.read(all.value()));
        } else if (CatalogKey.NEXT_ID.begins(key)) {
          nextId = KeyLayout.getInt(all.value());
        }
      }
      return Tables.of(entries, StreamCatalog.load(snapshot), nextId);
    }
  }

  /**
   * Stores a new or changed table and uses up ids below {@code nextId}. What is set of an index
   * goes with it.
   */
  static void put(WriteGroup group, Tables.Entry given, int nextId) {
    Tables.Entry entry = given.with(given.settings().withIndexes(indexNames(given.table())));
    group.put(Database.CATALOG, key(entry.table().name()), write(entry));
    if (nextId != group.tables().nextId()) {
      group.put(Database.CATALOG, CatalogKey.NEXT_ID.bytes(), KeyLayout.prefix(nextId));
    }
    putTimeToLive(group, entry.table());
    TableKeys.put(group, entry.table());
    putPolicies(group, entry);
    putSettings(group, entry);
    group.setTables(group.tables().with(entry, nextId));
  }

  private static Set<String> indexNames(Table table) {
    return table.indexesByName().stream().map(Index::name).collect(Collectors.toSet());
  }

  public static void put(WriteGroup group, Tables.Entry entry) {
    put(group, entry, group.tables().nextId());
  }

  static void remove(WriteGroup group, Table table) {
    group.delete(Database.CATALOG, key(table.name()));
    group.delete(Database.CATALOG, timeToLiveKey(table));
    TableKeys.remove(group, table);
    group.delete(Database.CATALOG, key(CatalogKey.RESOURCE_POLICIES, table));
    group.delete(Database.CATALOG, key(CatalogKey.TABLE_SETTINGS, table));
    group.setTables(group.tables().without(table));
  }

  private static void putTimeToLive(WriteGroup group, Table table) {
    TimeToLive timeToLive = table.timeToLive();
    if (timeToLive == null) {
      group.delete(Database.CATALOG, timeToLiveKey(table));
    } else {
      byte[] attribute = timeToLive.attribute().getBytes(StandardCharsets.UTF_8);
      byte[] value =
          ByteBuffer.allocate(Integer.BYTES + attribute.length)
              .putInt(timeToLive.id())
              .put(attribute)
              .array();
      group.put(Database.CATALOG, timeToLiveKey(table), value);
    }
  }

  private static void putPolicies(WriteGroup group, Tables.Entry entry) {
    Tables.Entry before = group.tables().byName().get(entry.table().name());
    Map<String, ResourcePolicy> policies = entry.access().policies();
    if (policies.equals(before == null ? Map.of() : before.access().policies())) {
      return;
    }
    byte[] key = key(CatalogKey.RESOURCE_POLICIES, entry.table());
    if (policies.isEmpty()) {
      group.delete(Database.CATALOG, key);
    } else {
      group.put(Database.CATALOG, key, PolicyRecord.write(policies));
    }
  }

  private static void putSettings(WriteGroup group, Tables.Entry entry) {
    Tables.Entry before = group.tables().byName().get(entry.table().name());
    TableSettings settings = entry.settings();
    if (settings.equals(before == null ? TableSettings.NONE : before.settings())) {
      return;
    }
    byte[] key = key(CatalogKey.TABLE_SETTINGS, entry.table());
    if (settings.equals(TableSettings.NONE)) {
      group.delete(Database.CATALOG, key);
    } else {
      group.put(Database.CATALOG, key, SettingsRecord.write(settings));
    }
  }

  private static byte[] timeToLiveKey(Table table) {
    return key(CatalogKey.TIME_TO_LIVE, table);
  }

  private static byte[] key(CatalogKey what, Table table) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(what.first()).putInt(table.id()).array();
  }

  private static TimeToLive readTimeToLive(byte[] value) {
    return new TimeToLive(
        KeyLayout.getInt(value),
        new String(value, Integer.BYTES, value.length - Integer.BYTES, StandardCharsets.UTF_8));
  }

  private static byte[] key(String tableName) {
    return tableName.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] write(Tables.Entry entry) {
    Table table = entry.table();
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(table.id());
      out.writeShort(table.indexesByName().size());
      for (Index index : table.indexesByName()) {
        out.writeUTF(index.name());
        out.writeInt(index.id());
      }
      Map<String, String> tags = entry.access().tags();
      out.writeShort(tags.size());
      for (Map.Entry<String, String> tag : tags.entrySet()) {
        out.writeUTF(tag.getKey());
        out.writeUTF(tag.getValue());
      }
      out.write(json(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] json(Table table) {
    var json = new JsonWriter();
    TableDescriptionWriter.write(table.description(), json);
    return json.toByteArray();
  }

  private static Tables.Entry read(
      byte[] value,
      Map<Integer, TimeToLive> timesToLive,
      Map<Integer, Map<String, ResourcePolicy>> policies,
      Map<Integer, TableSettings> settings) {
    try (var in = new DataInputStream(new ByteArrayInputStream(value))) {
      int id = in.readInt();
      Map<String, Integer> indexIds = new HashMap<>();
      for (int left = in.readShort(); left > 0; left--) {
        String name = in.readUTF();
        indexIds.put(name, in.readInt());
      }
      Map<String, String> tags = new LinkedHashMap<>();
      for (int left = in.readShort(); left > 0; left--) {
        String name = in.readUTF();
        tags.put(name, in.readUTF());
      }
      var description = TableDescriptionReader.read(in.readAllBytes());
      return new Tables.Entry(
          TableDefinition.table(id, indexIds, description, timesToLive.get(id)),
          new TableAccess(tags, policies.getOrDefault(id, Map.of())),
          settings.getOrDefault(id, TableSettings.NONE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
