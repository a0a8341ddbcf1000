package io.larder.protocol.json;

import io.larder.protocol.draft.item.ScanDraft;
import io.larder.protocol.json.reader.RequestReader;
import io.larder.protocol.operation.ScanRequest;

/** Reads a Scan. */
final class ScanDecoder {
  private ScanDecoder() {}

  static ScanRequest decode(RequestReader in) {
    var scan = new ScanDraft(in.layer());
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "Segment" -> scan.segment = in.int32();
        case "TotalSegments" -> scan.totalSegments = in.int32();
        case "ScanFilter" -> LegacyMembers.read(scan.page.filter, in);
        default -> {
          if (!PageMembers.read(scan.page, in)) {
            in.skip();
          }
        }
      }
    }
    PageMembers.finish(scan.page, in);
    return scan.check();
  }
}
