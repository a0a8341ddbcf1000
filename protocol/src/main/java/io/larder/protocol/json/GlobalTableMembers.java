package io.larder.protocol.json;

import io.larder.protocol.draft.table.GlobalTableDraft;
import io.larder.protocol.draft.table.GlobalTableDraft.ReplicaAction;
import io.larder.protocol.draft.table.SettingsDraft;
import io.larder.protocol.json.reader.RequestReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what makes a table one of several regions, in CreateTable and UpdateTable. */
final class GlobalTableMembers {
  private GlobalTableMembers() {}

  /** Reads the current member into {@code global}, or into {@code settings} if it is of these. */
  static void read(RequestReader in, GlobalTableDraft global, SettingsDraft settings) {
    switch (in.memberName()) {
      case "ReplicaUpdates" -> global.replicaUpdates = readUpdates(in);
      case "MultiRegionConsistency" -> global.multiRegionConsistency = in.string();
      case "GlobalTableWitnessUpdates" -> {
        global.hasWitnessUpdates = true;
        in.skip();
      }
      case "VectorIndexes", "VectorIndexUpdates" -> {
        global.hasVectorIndexes = true;
        in.skip();
      }
      case "GlobalTableSourceArn",
          "GlobalTableSettingsReplicationMode",
          "DisassociationProtectionEnabled" -> {
        if (global.other == null) {
          global.other = in.memberName();
        }
        in.skip();
      }
      default -> TableSettingsMembers.read(in, settings);
    }
  }

  private static List<ReplicaAction> readUpdates(RequestReader in) {
    in.enterList();
    List<ReplicaAction> updates = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("ReplicationGroupUpdate");
      String create = null;
      String update = null;
      String delete = null;
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "Create" -> create = readRegion(in, "Create");
          case "Update" -> update = readRegion(in, "Update");
          case "Delete" -> delete = readRegion(in, "Delete");
          default -> in.skip();
        }
      }
      updates.add(new ReplicaAction(create, update, delete));
    }
    return updates;
  }

  /** The region of an action, which counts as given without one too. */
  private static String readRegion(RequestReader in, String verb) {
    in.enterStructure(verb + "ReplicationGroupMemberAction");
    @Nullable String region = null;
    while (in.nextMember()) {
      if (in.memberName().equals("RegionName")) {
        region = in.string();
      } else {
        in.skip();
      }
    }
    return region == null ? "" : region;
  }
}
