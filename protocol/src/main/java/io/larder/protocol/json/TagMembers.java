package io.larder.protocol.json;

import io.larder.protocol.draft.ResourceName;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Tag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tag as a request gives it, and the rules for tags and for the ARNs that carry them. */
record TagMembers(@Nullable String key, @Nullable String value) {
  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY_LENGTH = 128;
  private static final int MAX_VALUE_LENGTH = 256;
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  static List<TagMembers> readList(RequestReader in) {
    in.enterList();
    List<TagMembers> tags = new ArrayList<>();
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
      tags.add(new TagMembers(key, value));
    }
    return tags;
  }

  /** The tags, if all are valid and their keys distinct. */
  static List<Tag> toTags(List<TagMembers> members) {
    rejectTooMany(members);
    Set<String> keys = new HashSet<>();
    List<Tag> tags = new ArrayList<>(members.size());
    for (TagMembers tag : members) {
      String key = checkedKey(tag.key);
      if (!keys.add(key)) {
        throw ServiceException.validation(
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + key);
      }
      if (tag.value == null || tag.value.length() > MAX_VALUE_LENGTH || !isTagText(tag.value)) {
        throw ServiceException.validation("The Tag Value provided is invalid, Value: " + tag.value);
      }
      tags.add(new Tag(key, tag.value));
    }
    return tags;
  }

  /** Also a request that takes tags away names no more than a table may have. */
  static void rejectTooMany(List<?> tags) {
    if (tags.size() > MAX_TAGS) {
      throw ServiceException.validation(
          "Number of Tags exceed the current limit for the provided ResourceArn");
    }
  }

  static String checkedKey(@Nullable String key) {
    if (key == null || key.isEmpty() || key.length() > MAX_KEY_LENGTH || !isTagText(key)) {
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

  /** The ARN, if it is a table's. */
  static String requireTableArn(@Nullable String arn) {
    if (arn == null || arn.isEmpty()) {
      throw ServiceException.validation("Invalid TableArn");
    }
    if (ResourceName.isTableArn(arn)) {
      return arn;
    }
    if (!arn.startsWith("arn:")) {
      throw TableSettings.invalid("ARNs must start with 'arn:': " + arn);
    }
    String[] parts = arn.split(":", 6);
    if (parts.length > 2 && !parts[2].equals("dynamodb")) {
      throw TableSettings.invalid("Provided Arn is not a DynamoDB resource arn: " + arn);
    }
    if (parts.length == 6 && parts[5].startsWith("table/") && parts[5].contains("/index/")) {
      throw TableSettings.invalid(
          "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "
              + arn);
    }
    throw ServiceException.validation(
        "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
  }
}
