package io.larder.proxy.maintenance;

import io.larder.protocol.wire.JsonWriter;
import io.larder.store.lmdb.maintenance.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The reports on the stores of a server in one: for programs, and from that for people. */
final class VerificationText {
  private VerificationText() {}

  /** Writes reports by region; the server's own is {@code ""}. */
  static void write(SortedMap<String, VerificationReport> reports, JsonWriter json) {
    List<String> damages = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    long unlisted = 0;
    long records = 0;
    long items = 0;
    for (var entry : reports.entrySet()) {
      String where = entry.getKey().isEmpty() ? "" : "region " + entry.getKey() + ": ";
      VerificationReport report = entry.getValue();
      report.damages().forEach(damage -> damages.add(where + damage));
      report.notes().forEach(note -> notes.add(where + note));
      unlisted += report.unlisted();
      records += report.records();
      items += report.items();
    }
    json.beginObject();
    json.name("sound").value(damages.isEmpty());
    json.name("records").value(records).name("items").value(items);
    list(json.name("damages"), damages);
    json.name("unlisted").value(unlisted);
    list(json.name("notes"), notes);
    json.endObject();
  }

  private static void list(JsonWriter json, List<String> lines) {
    json.beginArray();
    lines.forEach(json::value);
    json.endArray();
  }
}
