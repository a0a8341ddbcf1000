package io.larder.protocol.draft.table;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.ListTagsOfResourceRequest;
import io.larder.protocol.operation.TagResourceRequest;
import io.larder.protocol.operation.UntagResourceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of TagResource, UntagResource and ListTagsOfResource. All checks throw Validation, in
 * the service's words.
 */
public final class ResourceTagsDraft {
  public @Nullable String resourceArn;
  public @Nullable List<TagDraft> tags;
  public @Nullable List<String> tagKeys;
  public @Nullable String nextToken;

  public TagResourceRequest checkTag() {
    String arn = requireArn(tags, "tags");
    if (tags == null || tags.isEmpty()) {
      throw ServiceException.validation("Atleast one Tag needs to be provided as Input.");
    }
    return new TagResourceRequest(arn, TagDraft.toTags(tags));
  }

  public UntagResourceRequest checkUntag() {
    String arn = requireArn(tagKeys, "tagKeys");
    if (tagKeys == null || tagKeys.isEmpty()) {
      throw ServiceException.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    TagDraft.rejectTooMany(tagKeys);
    tagKeys.forEach(TagDraft::checkedKey);
    return new UntagResourceRequest(arn, tagKeys);
  }

  public ListTagsOfResourceRequest checkList() {
    return new ListTagsOfResourceRequest(ResourceArn.requireTable(resourceArn), nextToken);
  }

  private String requireArn(@Nullable List<?> list, String member) {
    if (resourceArn != null && !resourceArn.isEmpty() && list == null) {
      var violations = new Violations();
      violations.addNull(member);
      violations.throwIfAny();
    }
    return ResourceArn.requireTable(resourceArn);
  }
}
