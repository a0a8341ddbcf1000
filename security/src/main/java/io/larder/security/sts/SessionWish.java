package io.larder.security.sts;

import io.larder.security.query.Parameters;
import io.larder.security.query.QueryException;
import io.larder.security.query.TextRule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a session of a role.
 *
 * @param policy document of a session policy; null for none
 * @param policyArns managed policies that are session policies too
 */
record SessionWish(
    String roleArn,
    String name,
    Duration duration,
    @Nullable String policy,
    List<String> policyArns,
    Map<String, String> tags,
    Set<String> transitiveTags,
    @Nullable String externalId,
    @Nullable String sourceIdentity) {
  private static final int MIN_SECONDS = 900;
  private static final int MAX_SECONDS = 43_200;
  private static final int USUAL_SECONDS = 3600;
  private static final int MAX_POLICIES = 10;
  private static final int MAX_TAGS = 50;
  private static final TextRule ARN =
      TextRule.of(20, 2048, "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF]+");
  private static final TextRule SESSION_NAME = TextRule.of(2, 64, "[\\w+=,.@-]*");
  private static final TextRule POLICY =
      TextRule.of(1, 100_000, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final TextRule EXTERNAL_ID = TextRule.of(2, 1224, "[\\w+=,.@:\\/-]*");
  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  private static final TextRule TAG_KEY = TextRule.of(1, 128, TAG + "+");
  private static final TextRule TAG_VALUE = TextRule.of(0, 256, TAG + "*");

  /** What both ways to a role have; tags and the rest come by the other parameters of one. */
  static SessionWish of(Parameters in) {
    return new SessionWish(
        in.required("RoleArn", ARN),
        in.required("RoleSessionName", SESSION_NAME),
        Duration.ofSeconds(in.number("DurationSeconds", MIN_SECONDS, MAX_SECONDS, USUAL_SECONDS)),
        in.optional("Policy", POLICY),
        in.structures("PolicyArns", MAX_POLICIES).stream()
            .map(arn -> arn.required("arn", ARN))
            .toList(),
        Map.of(),
        Set.of(),
        null,
        null);
  }

  /** What AssumeRole has. */
  static SessionWish ofAssumeRole(Parameters in) {
    SessionWish wish = of(in);
    refuseMfa(in);
    Map<String, String> tags = new HashMap<>();
    for (Parameters tag : in.structures("Tags", MAX_TAGS)) {
      tags.put(tag.required("Key", TAG_KEY), tag.required("Value", TAG_VALUE));
    }
    checkTags(tags, in.structures("Tags", MAX_TAGS).size());
    Set<String> transitive = Set.copyOf(in.texts("TransitiveTagKeys", MAX_TAGS, TAG_KEY));
    if (!tags.keySet().containsAll(transitive)) {
      throw QueryException.validation(
          "The specified transitive tag key must be included in the requested tags.");
    }
    return new SessionWish(
        wish.roleArn,
        wish.name,
        wish.duration,
        wish.policy,
        wish.policyArns,
        Map.copyOf(tags),
        transitive,
        in.optional("ExternalId", EXTERNAL_ID),
        in.optional("SourceIdentity", SESSION_NAME));
  }

  /** Refuses what a tag may not be, wherever it came from. */
  static void checkTags(Map<String, String> tags, int count) {
    Set<String> keys = new HashSet<>();
    tags.forEach(
        (key, value) -> {
          if (TAG_KEY.brokenBy(key) != null || TAG_VALUE.brokenBy(value) != null) {
            throw QueryException.validation("The tag " + key + " is not valid");
          }
          if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw QueryException.validation(
                "'tags' must not contain tag keys that begin with the reserved prefix 'aws:'");
          }
          keys.add(key.toLowerCase(Locale.ROOT));
        });
    if (count > MAX_TAGS || keys.size() != count) {
      throw new QueryException(
          "InvalidParameterValue",
          400,
          "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
  }

  /** No device is known that could make a code. */
  static void refuseMfa(Parameters in) {
    if (in.value("SerialNumber") != null || in.value("TokenCode") != null) {
      throw QueryException.accessDenied(
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
              + " serial number is valid and associated with this user.");
    }
  }

  /** The values of the condition keys that are about it. */
  Map<String, List<String>> keys() {
    Map<String, List<String>> keys = new HashMap<>();
    keys.put("sts:RoleSessionName", List.of(name));
    put(keys, "sts:ExternalId", externalId);
    put(keys, "sts:SourceIdentity", sourceIdentity);
    if (!transitiveTags.isEmpty()) {
      keys.put("sts:TransitiveTagKeys", List.copyOf(transitiveTags));
    }
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
      tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    }
    return keys;
  }

  private static void put(Map<String, List<String>> keys, String key, @Nullable String value) {
    if (value != null) {
      keys.put(key, List.of(value));
    }
  }

  /** The same with what a token says besides. */
  SessionWish with(
      Map<String, String> otherTags,
      Set<String> otherTransitiveTags,
      @Nullable String otherSourceIdentity) {
    return new SessionWish(
        roleArn,
        name,
        duration,
        policy,
        policyArns,
        otherTags,
        otherTransitiveTags,
        externalId,
        otherSourceIdentity);
  }

  /** True if the session carries policies or tags. */
  boolean isPacked() {
    return policy != null || !policyArns.isEmpty() || !tags.isEmpty();
  }
}
