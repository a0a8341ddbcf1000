package io.larder.protocol.json;

import io.larder.protocol.draft.table.SettingsDraft;
import io.larder.protocol.draft.table.SettingsDraft.StreamDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.SseSpecification;

/** Reads the settings of a table, which are members of CreateTable and UpdateTable. */
final class TableSettingsMembers {
  private TableSettingsMembers() {}

  /** Reads the current member into {@code settings}, or skips it if it is none. */
  static void read(RequestReader in, SettingsDraft settings) {
    switch (in.memberName()) {
      case "BillingMode" -> settings.billingMode = in.string();
      case "ProvisionedThroughput" -> settings.throughput = IndexMembers.readThroughput(in);
      case "OnDemandThroughput" -> settings.onDemandThroughput = IndexMembers.readOnDemand(in);
      case "WarmThroughput" -> settings.warmThroughput = IndexMembers.readWarm(in);
      case "StreamSpecification" -> settings.stream = readStream(in);
      case "SSESpecification" -> settings.sse = readSse(in);
      case "TableClass" -> settings.tableClass = in.string();
      case "DeletionProtectionEnabled" -> settings.deletionProtection = in.bool();
      default -> in.skip();
    }
  }

  private static StreamDraft readStream(RequestReader in) {
    in.enterStructure("StreamSpecification");
    Boolean enabled = null;
    String viewType = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "StreamEnabled" -> enabled = in.bool();
        case "StreamViewType" -> viewType = in.string();
        default -> in.skip();
      }
    }
    return new StreamDraft(enabled, viewType);
  }

  private static SseSpecification readSse(RequestReader in) {
    in.enterStructure("SSESpecification");
    Boolean enabled = null;
    String type = null;
    String key = null;
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Enabled" -> enabled = in.bool();
        case "SSEType" -> type = in.string();
        case "KMSMasterKeyId" -> key = in.string();
        default -> in.skip();
      }
    }
    return new SseSpecification(enabled, type, key);
  }
}
