package io.larder.protocol.json;

import io.larder.protocol.draft.table.ResourcePolicyDraft;
import io.larder.protocol.json.reader.RequestReader;

/** Reads PutResourcePolicy, GetResourcePolicy and DeleteResourcePolicy. */
final class ResourcePolicyDecoder {
  private ResourcePolicyDecoder() {}

  static ResourcePolicyDraft read(RequestReader in) {
    var draft = new ResourcePolicyDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ResourceArn" -> draft.resourceArn = in.string();
        case "Policy" -> draft.policy = in.string();
        case "ExpectedRevisionId" -> draft.expectedRevisionId = in.string();
        case "ConfirmRemoveSelfResourceAccess" -> draft.confirmRemoveSelfResourceAccess = in.bool();
        default -> in.skip();
      }
    }
    return draft;
  }
}
