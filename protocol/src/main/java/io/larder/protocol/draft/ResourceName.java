package io.larder.protocol.draft;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.quota.ServiceQuotas;
import org.jspecify.annotations.Nullable;

/**
 * The rules for names of tables and indexes: 3 to 255 characters of <code>[a-zA-Z0-9_.-]</code>.
 * Wherever a table name is expected, the table's ARN may stand instead. Operations differ in which
 * of the broken rules they report, and in which words.
 */
public final class ResourceName {
  private static final int MIN_LENGTH = ServiceQuotas.MIN_RESOURCE_NAME;
  private static final int MAX_LENGTH = ServiceQuotas.MAX_RESOURCE_NAME;
  private static final String TOO_SHORT = Constraint.lengthAtLeast(MIN_LENGTH);
  private static final String TOO_LONG = Constraint.lengthAtMost(MAX_LENGTH);
  private static final String NO_MATCH =
      "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
  private static final String TABLE_RESOURCE = ":table/";
  private static final String ARN_FORMAT =
      "Valid ARN format is"
          + " 'arn:<awsPartition>:<vendor>:<region>:<subscriber>:resourceType/resourceName', where"
          + " Resource name must have length less than or equal to 255, Resource name must have"
          + " length greater than or equal to 3, Resource name must satisfy regular expression"
          + " pattern: [a-zA-Z0-9_.-]+";

  /** How the map of tables of a batch describes what its keys must be. */
  public static final String MAP_KEY_CONSTRAINT =
      "Map keys must satisfy constraint: [" + TOO_LONG + ", " + TOO_SHORT + ", " + NO_MATCH + "]";

  private ResourceName() {}

  /** True for a valid table name and for the ARN of a table. */
  public static boolean isTable(String name) {
    return isName(name) || isTableArn(name);
  }

  private static boolean isName(String name) {
    return name.length() >= MIN_LENGTH && name.length() <= MAX_LENGTH && matches(name);
  }

  private static boolean matches(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!AsciiLetters.isWordCharacter(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** True for {@code arn:aws:dynamodb:<region>:<account>:table/<name>}. */
  public static boolean isTableArn(String text) {
    int resource = text.indexOf(TABLE_RESOURCE);
    if (resource < 0 || !text.startsWith("arn:")) {
      return false;
    }
    String[] parts = text.substring(0, resource).split(":", -1);
    return parts.length == 5
        && parts[2].equals("dynamodb")
        && !parts[1].isEmpty()
        && !parts[3].isEmpty()
        && !parts[4].isEmpty()
        && isName(text.substring(resource + TABLE_RESOURCE.length()));
  }

  /** The name of the table that {@code nameOrArn} stands for. */
  public static String ofTable(String nameOrArn) {
    int resource = nameOrArn.indexOf(TABLE_RESOURCE);
    return resource < 0 ? nameOrArn : nameOrArn.substring(resource + TABLE_RESOURCE.length());
  }

  /** The rule of most item operations: the first broken rule, its length before its pattern. */
  public static void checkTable(@Nullable String name, Violations violations) {
    if (name == null) {
      violations.addNull("tableName");
    } else if (!isTable(name)) {
      if (name.length() < MIN_LENGTH) {
        violations.add(name, "tableName", TOO_SHORT);
      } else if (name.length() > MAX_LENGTH) {
        violations.add(name, "tableName", TOO_LONG);
      } else {
        violations.add(name, "tableName", NO_MATCH);
      }
    }
  }

  /** Reports an empty name, which the item operations do before and apart from all else. */
  public static void checkTableNotEmpty(@Nullable String name, Violations violations) {
    if (name != null && name.isEmpty()) {
      violations.addWithoutValue("TableName", Constraint.lengthAtLeast(1));
    }
  }

  /** The rule where the service's older layer looks at a request: only whether there is a name. */
  public static void checkTablePresent(@Nullable String name, Violations violations) {
    if (name == null) {
      violations.addNull("tableName");
    } else if (name.isEmpty()) {
      violations.add(name, "tableName", Constraint.lengthAtLeast(1));
    }
  }

  /** The rule of CreateTable, UpdateItem, queries and ListTables: every broken rule. */
  public static void checkAll(String name, String path, Violations violations) {
    if (!matches(name)) {
      violations.add(name, path, NO_MATCH);
    }
    checkLength(name, path, violations);
  }

  /** The rule of names in index definitions and transactions: every broken rule, length first. */
  public static void checkMember(String name, String path, Violations violations) {
    checkLength(name, path, violations);
    if (!matches(name)) {
      violations.add(name, path, NO_MATCH);
    }
  }

  /** The rule of tables inside transactions. */
  public static void checkTableMember(@Nullable String name, String path, Violations violations) {
    if (name == null) {
      violations.addNull(path);
    } else if (!isTable(name)) {
      checkMember(name, path, violations);
    }
  }

  private static void checkLength(String name, String path, Violations violations) {
    if (name.length() < MIN_LENGTH) {
      violations.add(name, path, TOO_SHORT);
    } else if (name.length() > MAX_LENGTH) {
      violations.add(name, path, TOO_LONG);
    }
  }

  /** The rule of the operations on tables: presence and length in words of their own. */
  public static String requireTable(@Nullable String name) {
    if (name == null) {
      throw ServiceException.validation(
          "The parameter 'TableName' is required but was not present in the request");
    }
    var violations = new Violations();
    if (name.startsWith("arn:")) {
      checkArn(name, violations);
    } else if (name.length() < MIN_LENGTH || name.length() > MAX_LENGTH) {
      throw ServiceException.validation(
          "TableName must be at least 3 characters long and at most 255 characters long");
    } else if (!matches(name)) {
      violations.add(name, "tableName", NO_MATCH);
    }
    violations.throwIfAny();
    return name;
  }

  private static void checkArn(String arn, Violations violations) {
    String[] parts = arn.split(":", 6);
    String resource = parts[parts.length - 1];
    if (parts.length == 6 && resource.contains("/") && !resource.startsWith("table/")) {
      violations.add("Invalid resource type in '" + arn + "'");
    } else if (!isTableArn(arn)) {
      violations.add(arn, "tableName", ARN_FORMAT);
    }
  }
}
