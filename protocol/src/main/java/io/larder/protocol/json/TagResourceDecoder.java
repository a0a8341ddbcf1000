package io.larder.protocol.json;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of TagResource, UntagResource and ListTagsOfResource. */
final class TagResourceDecoder {
  private @Nullable String resourceArn;
  private @Nullable List<TagMembers> tags;
  private @Nullable List<String> tagKeys;
  private @Nullable String nextToken;

  private TagResourceDecoder(RequestReader in) {
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "ResourceArn" -> resourceArn = in.string();
        case "Tags" -> tags = TagMembers.readList(in);
        case "TagKeys" -> tagKeys = in.strings();
        case "NextToken" -> nextToken = in.string();
        default -> in.skip();
      }
    }
  }

  static TagResourceRequest decodeTag(RequestReader in) {
    var members = new TagResourceDecoder(in);
    String arn = members.requireArn(members.tags, "tags");
    if (members.tags == null || members.tags.isEmpty()) {
      throw ServiceException.validation("Atleast one Tag needs to be provided as Input.");
    }
    return new TagResourceRequest(arn, TagMembers.toTags(members.tags));
  }

  static UntagResourceRequest decodeUntag(RequestReader in) {
    var members = new TagResourceDecoder(in);
    String arn = members.requireArn(members.tagKeys, "tagKeys");
    if (members.tagKeys == null || members.tagKeys.isEmpty()) {
      throw ServiceException.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    TagMembers.rejectTooMany(members.tagKeys);
    members.tagKeys.forEach(TagMembers::checkedKey);
    return new UntagResourceRequest(arn, members.tagKeys);
  }

  static ListTagsOfResourceRequest decodeList(RequestReader in) {
    var members = new TagResourceDecoder(in);
    return new ListTagsOfResourceRequest(
        TagMembers.requireTableArn(members.resourceArn), members.nextToken);
  }

  private String requireArn(@Nullable List<?> list, String member) {
    if (resourceArn != null && !resourceArn.isEmpty() && list == null) {
      var violations = new Violations();
      violations.addNull(member);
      violations.throwIfAny();
    }
    return TagMembers.requireTableArn(resourceArn);
  }
}
