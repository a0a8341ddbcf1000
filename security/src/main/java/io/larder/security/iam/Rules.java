package io.larder.security.iam;

import io.larder.security.query.Parameters;
import io.larder.security.query.QueryException;
import io.larder.security.query.TextRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What parameters must be, as the model of IAM's API has it. */
final class Rules {
  private static final String NAME = "[\\w+=,.@-]+";
  private static final int MAX_DOCUMENT = 131_072;
  private static final int MAX_TAGS = 50;

  static final TextRule USER_NAME = TextRule.of(1, 64, NAME);
  static final TextRule NAME_128 = TextRule.of(1, 128, NAME);
  static final TextRule PATH = TextRule.of(1, 512, "/|/[!-\\u007E]+/");
  static final TextRule PATH_PREFIX = TextRule.of(1, 512, "/[!-\\u007E]*");
  static final TextRule ARN = TextRule.length(20, 2048);
  static final TextRule KEY_ID = TextRule.of(16, 128, "\\w+");
  static final TextRule DESCRIPTION = TextRule.length(0, 1000);
  static final TextRule DOCUMENT =
      TextRule.of(1, MAX_DOCUMENT, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  static final TextRule VERSION = TextRule.of(1, 21, "v[1-9][0-9]*");
  static final TextRule STATUS = TextRule.of(1, 8, "Active|Inactive");
  static final TextRule CLIENT_ID = TextRule.length(1, 255);
  static final TextRule THUMBPRINT = TextRule.length(40, 40);
  static final TextRule URL = TextRule.length(1, 255);
  static final TextRule TAG_KEY = TextRule.length(1, 128);
  static final TextRule TAG_VALUE = TextRule.length(0, 256);

  private Rules() {}

  /** The tags of a call, by their keys. */
  static Map<String, String> tags(Parameters parameters) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Parameters tag : parameters.structures("Tags", MAX_TAGS)) {
      if (tags.put(tag.required("Key", TAG_KEY), tag.required("Value", TAG_VALUE)) != null) {
        throw new QueryException(
            "InvalidInput",
            400,
            "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
      }
    }
    return tags;
  }

  static List<String> tagKeys(Parameters parameters) {
    return parameters.texts("TagKeys", MAX_TAGS, TAG_KEY);
  }
}
