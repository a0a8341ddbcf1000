package io.larder.protocol.json;

import io.larder.protocol.draft.table.ResourceTagsDraft;
import io.larder.protocol.draft.table.TagDraft;
import io.larder.protocol.json.reader.RequestReader;
import java.util.ArrayList;
import java.util.List;

/** Reads TagResource, UntagResource and ListTagsOfResource, and the tags of a new table. */
final class TagResourceDecoder {
  private TagResourceDecoder() {}

  static ResourceTagsDraft read(RequestReader in) {
    var draft = new ResourceTagsDraft();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ResourceArn" -> draft.resourceArn = in.string();
        case "Tags" -> draft.tags = readTags(in);
        case "TagKeys" -> draft.tagKeys = in.strings();
        case "NextToken" -> draft.nextToken = in.string();
        default -> in.skip();
      }
    }
    return draft;
  }

  static List<TagDraft> readTags(RequestReader in) {
    in.enterList();
    List<TagDraft> tags = new ArrayList<>();
    while (in.nextElement()) {
      in.enterElement("Tag");
      String key = null;
      String value = null;
      while (in.nextMember()) {
        switch (in.memberName()) {
          case "Key" -> key = in.string();
          case "Value" -> value = in.string();
          default -> in.skip();
        }
      }
      tags.add(new TagDraft(key, value));
    }
    return tags;
  }
}
