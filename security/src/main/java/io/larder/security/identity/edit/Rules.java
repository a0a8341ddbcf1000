package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityException;
import io.larder.security.identity.IdentityException.Code;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What IAM asks of names, paths, tags and numbers (IAM User Guide, "IAM and AWS STS quotas"). */
final class Rules {
  static final int MAX_USER_NAME = 64;
  static final int MAX_OTHER_NAME = 128;
  static final int MAX_ATTACHED_POLICIES = 10;

  private static final int MAX_PATH = 512;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 128;
  private static final int MAX_TAG_VALUE = 256;
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
  private static final Pattern PATH = Pattern.compile("/|/[!-~]+/");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private Rules() {}

  static IdentityException refusal(Code code, String message) {
    return new IdentityException(code, message);
  }

  static IdentityException notFound(String what, String name) {
    return refusal(Code.NO_SUCH_ENTITY, "The " + what + " with name " + name + " cannot be found.");
  }

  /** The thing, if there is one. */
  static <T> T found(@Nullable T thing, String what, String name) {
    if (thing == null) {
      throw notFound(what, name);
    }
    return thing;
  }

  static void checkName(String member, String name, int most) {
    if (name.isEmpty() || name.length() > most) {
      throw refusal(
          Code.VALIDATION_ERROR,
          "1 validation error detected: Value at '"
              + member
              + "' failed to satisfy constraint: Member must have length less than or equal to "
              + most
              + " and greater than or equal to 1");
    }
    if (!NAME.matcher(name).matches()) {
      throw refusal(
          Code.VALIDATION_ERROR,
          "The specified value for "
              + member
              + " is invalid. It must contain only alphanumeric characters and/or the following:"
              + " +=,.@_-");
    }
  }

  static void checkPath(String path) {
    if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
      throw refusal(
          Code.VALIDATION_ERROR,
          "The specified value for path is invalid. It must begin and end with / and contain only"
              + " alphanumeric characters and/or / characters.");
    }
  }

  /** Names that differ in case only are the same. */
  static void checkIsNew(Collection<String> names, String name, String message) {
    if (names.stream().anyMatch(name::equalsIgnoreCase)) {
      throw refusal(Code.ENTITY_ALREADY_EXISTS, message);
    }
  }

  static void checkQuota(String quota, int count, int most) {
    if (count > most) {
      throw refusal(Code.LIMIT_EXCEEDED, "Cannot exceed quota for " + quota + ": " + most);
    }
  }

  static void checkTags(Map<String, String> tags) {
    Set<String> keys = new HashSet<>();
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty()
              || key.length() > MAX_TAG_KEY
              || value.length() > MAX_TAG_VALUE
              || !TAG.matcher(key).matches()
              || !TAG.matcher(value).matches()) {
            throw refusal(
                Code.VALIDATION_ERROR,
                "A tag has a key of 1 to 128 and a value of up to 256 letters, digits, blanks and"
                    + " _.:/=+-@");
          }
          if (key.toLowerCase(Locale.ROOT).startsWith("aws:")) {
            throw refusal(
                Code.INVALID_INPUT, "System tag keys (those that begin with aws:) are reserved.");
          }
          if (!keys.add(key.toLowerCase(Locale.ROOT))) {
            throw refusal(
                Code.INVALID_INPUT,
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
          }
        });
    if (tags.size() > MAX_TAGS) {
      throw refusal(Code.LIMIT_EXCEEDED, "Cannot exceed quota for TagsPerResource: " + MAX_TAGS);
    }
  }
}
