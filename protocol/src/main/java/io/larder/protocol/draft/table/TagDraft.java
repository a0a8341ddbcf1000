package io.larder.protocol.draft.table;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Tag;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tag as a request gives it, and the rules for tags. */
public record TagDraft(@Nullable String key, @Nullable String value) {
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  /** The tags, if all are valid and their keys distinct. */
  static List<Tag> toTags(List<TagDraft> drafts) {
    rejectTooMany(drafts);
    Set<String> keys = new HashSet<>();
    List<Tag> tags = new ArrayList<>(drafts.size());
    for (TagDraft tag : drafts) {
      String key = checkedKey(tag.key);
      if (!keys.add(key)) {
        throw ServiceException.validation(
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
      }
      if (tag.value == null
          || tag.value.length() > ServiceQuotas.MAX_TAG_VALUE
          || !isTagText(tag.value)) {
        throw ServiceException.validation("The Tag Value provided is invalid, Value: " + tag.value);
      }
      tags.add(new Tag(key, tag.value));
    }
    return tags;
  }

  /** Also a request that takes tags away names no more than a table may have. */
  static void rejectTooMany(List<?> tags) {
    if (tags.size() > ServiceQuotas.MAX_TAGS) {
      throw ServiceException.validation(Messages.TOO_MANY_TAGS);
    }
  }

  static String checkedKey(@Nullable String key) {
    if (key == null
        || key.isEmpty()
        || key.length() > ServiceQuotas.MAX_TAG_KEY
        || !isTagText(key)) {
      throw ServiceException.validation("The Tag Key provided is invalid, Key: " + key);
    }
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw ServiceException.validation("Tag Key cannot be prefixed with aws:, Key: " + key);
    }
    return key;
  }

  private static boolean isTagText(String text) {
    return TAG_TEXT.matcher(text).matches();
  }
}
