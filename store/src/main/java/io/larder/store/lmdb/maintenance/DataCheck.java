package io.larder.store.lmdb.maintenance;

import io.larder.protocol.item.Item;
import io.larder.store.Index;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.sealed.KeyTakenException;
import io.larder.store.lmdb.items.ExpiryChange;
import io.larder.store.lmdb.items.Image;
import io.larder.store.lmdb.items.IndexEntry;
import io.larder.store.lmdb.items.Target;
import io.larder.store.lmdb.layout.KeyLayout;
import io.larder.store.lmdb.layout.Layers;
import io.larder.store.lmdb.layout.RecordKey;
import io.larder.store.lmdb.layout.RecordReader;
import io.larder.store.lmdb.layout.Records;
import io.larder.store.lmdb.layout.Source;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds items, index entries, the orders of expiry and the blocks of streams against each other.
 *
 * <p>Every item is looked for in each index where it belongs. If an index then has as many entries
 * as were found so, it has no others; only if it has more, its own entries are gone through.
 */
final class DataCheck {
  private static final int RECORDS_PER_STEP = 4_096;

  private final Snapshot snapshot;
  private final KeyLayout layout;
  private final Owners owners;
  private final Findings findings;
  private final Progress progress;
  private final Counts counts = new Counts();
  private final StreamCheck streams;
  private final Set<Integer> unknown = new HashSet<>();
  private final RecordReader reader = new RecordReader();
  private long looked;

  DataCheck(
      Snapshot snapshot, KeyLayout layout, Owners owners, Findings findings, Progress progress) {
    this.snapshot = snapshot;
    this.layout = layout;
    this.owners = owners;
    this.findings = findings;
    this.progress = progress;
    this.streams = new StreamCheck(findings);
  }

  void run() {
    try (RecordCursor all = snapshot.cursor(Database.DATA)) {
      for (boolean found = all.first(); found; found = all.next()) {
        step();
        look(all);
      }
    }
    owners.all().forEach(this::lookForStrangers);
    counts.compare(snapshot, owners, findings);
  }

  private void step() {
    findings.record();
    if (looked++ % RECORDS_PER_STEP == 0) {
      progress.at("records", looked, Math.max(looked, snapshot.entries(Database.DATA)));
    }
  }

  private void look(RecordCursor cursor) {
    byte[] key = cursor.key();
    if (key.length < Integer.BYTES) {
      findings.damage("data: a record with the key hash " + Findings.hash(key) + " has no id");
      return;
    }
    int id = Layers.idOf(key);
    Owner owner = owners.of(id);
    if (owner == null) {
      if (unknown.size() < Findings.MOST && unknown.add(id)) {
        findings.damage("data: there are records of the id " + id + ", which nobody has");
      }
      return;
    }
    try {
      byte[] stored = cursor.stored();
      if (owner instanceof Owner.Dropped) {
        return;
      }
      look(owner, id, key, cursor.opened(stored));
    } catch (DamagedRecordException e) {
      counts.of(id).unsure();
      damage(owner, key, "its checksum or seal is wrong");
    } catch (KeyTakenException e) {
      counts.of(id).unsure();
      findings.note(owner.name() + ": the key that it is encrypted with is not to be had");
    } catch (RuntimeException e) {
      // What was read is nothing that anybody would have written.
      counts.of(id).unsure();
      damage(owner, key, "it cannot be understood");
    }
  }

  private void damage(Owner owner, byte[] key, String what) {
    findings.damage(
        "data: a record of "
            + owner.name()
            + " with the key hash "
            + Findings.hash(key)
            + ": "
            + what);
  }

  private void look(Owner owner, int id, byte[] key, byte[] value) {
    switch (owner) {
      case Owner.OfStream stream -> streams.look(stream, key, value);
      case Owner.OfDelivery delivery -> streams.look(delivery, key, value);
      case Owner.Dropped _ -> {}
      case Owner.Items _, Owner.Entries _ when Layers.isMarker(key) ->
          lookAtMarker(owner, key, value);
      case Owner.Items(var table) -> {
        findings.item();
        reader.open(value);
        counts.of(id).entry(reader.itemSize());
        lookAtItem(owner, table, key, reader.item());
      }
      case Owner.Entries _ -> counts.of(id).entry(reader.open(value).itemSize());
    }
  }

  private void lookAtItem(Owner owner, Table table, byte[] key, Item item) {
    Image image = Image.of(item);
    Target target = target(table, image);
    if (!Arrays.equals(target.at().key(), key)) {
      damage(owner, key, "it is an item of another place");
      return;
    }
    requireMarkers(owner, target.at());
    for (Index index : table.indexesByName()) {
      IndexEntry entry = image.entry(layout, target, index);
      if (entry != null) {
        expect(new Owner.OfIndex(table, index), index.id(), entry.at(), entry.item());
      }
    }
    ExpiryChange expiry = ExpiryChange.of(layout, target, null, image);
    TimeToLive timeToLive = table.timeToLive();
    if (expiry != null && timeToLive != null && expiry.to() != null) {
      expect(new Owner.OfExpiry(table), timeToLive.id(), expiry.to(), expiry.item());
    }
  }

  /** Without them nobody comes to the record who goes from one to the next. */
  private void requireMarkers(Owner owner, RecordKey at) {
    for (byte[] marker : at.markers()) {
      if (snapshot.get(Database.DATA, marker) == null) {
        damage(owner, at.key(), "the marker above it is missing");
      }
    }
  }

  private Target target(Table table, Image image) {
    var key = Source.only(table.keySchema(), image.attributes());
    return Target.of(layout, table, table.primaryKey(key));
  }

  /** There must be that entry. */
  private void expect(Owner owner, int id, RecordKey at, Item entry) {
    if (owners.isFilling(id)) {
      return;
    }
    Counts.Count count = counts.of(id);
    count.expected();
    byte[] found;
    try {
      found = snapshot.get(Database.DATA, at.key());
    } catch (DamagedRecordException | KeyTakenException e) {
      // Told where it stands.
      return;
    }
    if (found == null) {
      damage(owner, at.key(), "it is missing");
    } else if (!Arrays.equals(found, Records.of(at, entry)) && !holdsSame(found, at, entry)) {
      damage(owner, at.key(), "it is not what the item has");
    } else {
      requireMarkers(owner, at);
    }
  }

  /** The order of attributes does not matter. */
  private static boolean holdsSame(byte[] found, RecordKey at, Item entry) {
    try {
      Item held = new RecordReader().open(found).require(at).item();
      return held.attributes().equals(entry.attributes());
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void lookAtMarker(Owner owner, byte[] marker, byte[] value) {
    long below = 0;
    byte[] prefix = Layers.prefixBelow(marker);
    try (RecordCursor layer = snapshot.cursor(Database.DATA)) {
      boolean found = layer.seek(prefix);
      while (found && KeyLayout.startsWith(layer.key(), prefix)) {
        below++;
        found = layer.next();
      }
    }
    if (value.length != Long.BYTES || ByteBuffer.wrap(value).getLong() != below) {
      damage(owner, marker, "it is a marker that counts wrongly; there are " + below + " below it");
    }
  }

  private void lookForStrangers(int id, Owner owner) {
    if (!(owner instanceof Owner.Entries entries)) {
      return;
    }
    if (owners.isFilling(id)) {
      findings.note(owner.name() + ": it is still being filled, so nothing is missing yet");
    } else if (counts.of(id).hasStrangers()) {
      for (byte[] prefix : new byte[][] {KeyLayout.prefix(id), Layers.prefix(id)}) {
        lookForStrangers(entries, prefix);
      }
    }
  }

  private void lookForStrangers(Owner.Entries owner, byte[] prefix) {
    try (RecordCursor cursor = snapshot.cursor(Database.DATA)) {
      boolean found = cursor.seek(prefix);
      while (found && KeyLayout.startsWith(cursor.key(), prefix)) {
        step();
        if (!Layers.isMarker(cursor.key()) && isStranger(owner, cursor)) {
          damage(owner, cursor.key(), "no item has it");
        }
        found = cursor.next();
      }
    }
  }

  /** True if no item puts this entry there. */
  private boolean isStranger(Owner.Entries owner, RecordCursor cursor) {
    try {
      Table table = owner.table();
      Image entry = Image.of(new RecordReader().open(cursor.value()).item());
      Target target = target(table, entry);
      Item item = RecordReader.itemAt(snapshot, target.at());
      RecordKey at = item == null ? null : placeOf(owner, target, Image.of(item));
      return at == null || !Arrays.equals(at.key(), cursor.key());
    } catch (RuntimeException e) {
      // Told where it stands.
      return false;
    }
  }

  private @Nullable RecordKey placeOf(Owner.Entries owner, Target target, Image image) {
    return switch (owner) {
      case Owner.OfIndex(_, var index) -> {
        IndexEntry entry = image.entry(layout, target, index);
        yield entry == null ? null : entry.at();
      }
      case Owner.OfExpiry _ -> {
        ExpiryChange expiry = ExpiryChange.of(layout, target, null, image);
        yield expiry == null ? null : expiry.to();
      }
    };
  }
}
