package io.larder.protocol.draft.settings;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static io.larder.protocol.error.ServiceException.validation;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.operation.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The members at the top of a request whose feature is not here: which there must be, and what is
 * wrong with them that can be told without the feature.
 */
public final class AbsentDraft {
  private static final int MAX_TOP_K = 100;

  private final Operation operation;
  private final Map<String, Member> members;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  /** How a member is given. */
  public enum Type {
    TEXT,
    NUMBER,
    OTHER
  }

  public AbsentDraft(Operation operation) {
    this.operation = operation;
    this.members = AbsentMembers.of(operation);
  }

  public Type typeOf(String name) {
    Member member = members.get(name);
    return member == null ? Type.OTHER : member.type();
  }

  public void give(String name) {
    given.add(name);
  }

  public void give(String name, String text) {
    given.add(name);
    texts.put(name, text);
  }

  public void give(String name, long number) {
    given.add(name);
    numbers.put(name, number);
  }

  /**
   * The members that are text.
   *
   * @param length of the body, which one operation speaks of
   * @throws ServiceException Validation, in the service's words
   */
  public Map<String, String> check(int length) {
    if (operation == Operation.SEARCH_VECTORS) {
      checkSearch(length);
      return texts;
    }
    var violations = new Violations();
    members.forEach((name, member) -> check(name, member, violations));
    violations.throwIfAny();
    switch (operation) {
      case LIST_BACKUPS -> checkTimes();
      case DESCRIBE_BACKUP, DELETE_BACKUP, RESTORE_TABLE_FROM_BACKUP ->
          requireArn("BackupArn", "/backup/", "Invalid Backup ARN");
      case DESCRIBE_EXPORT -> requireArn("ExportArn", "/export/", "Invalid Export ARN");
      case DESCRIBE_IMPORT -> requireArn("ImportArn", "/import/", "Invalid Import ARN");
      case RESTORE_TABLE_TO_POINT_IN_TIME -> checkRestore();
      default -> {}
    }
    return texts;
  }

  private void check(String name, Member member, Violations violations) {
    String path = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    if (!given.contains(name)) {
      if (member.isRequired()) {
        violations.addNull(path);
      }
      return;
    }
    String text = texts.get(name);
    Long number = numbers.get(name);
    if (text != null && text.length() < member.least()) {
      violations.add(text, path, Constraint.lengthAtLeast((int) member.least()));
    } else if (text != null && text.length() > member.most()) {
      violations.add(text, path, Constraint.lengthAtMost((int) member.most()));
    } else if (number != null) {
      violations.atLeast(number, member.least(), path);
      violations.atMost(number, member.most(), path);
    }
    if (text != null && !member.values().isEmpty() && !member.values().contains(text)) {
      violations.add(text, path, "Member must satisfy enum value set: " + member.values());
    }
  }

  private void checkTimes() {
    Long from = numbers.get("TimeRangeLowerBound");
    Long to = numbers.get("TimeRangeUpperBound");
    if (from != null && to != null && from > to) {
      throw invalidParameter("Time range lower bound must be less than or equal to upper bound");
    }
  }

  private void requireArn(String name, String part, String fault) {
    String arn = texts.getOrDefault(name, "");
    if (!arn.startsWith("arn:") || !arn.contains(":table/") || !arn.contains(part)) {
      throw validation(fault);
    }
  }

  private void checkRestore() {
    if (given.contains("SourceTableArn") == given.contains("SourceTableName")) {
      throw validation("Must provide exactly one of: sourceTableArn, sourceTableName");
    }
    if (given.contains("RestoreDateTime") == given.contains("UseLatestRestorableTime")) {
      throw validation(
          "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be"
              + " specified, but not both");
    }
  }

  /** This one has a front end of its own, with words of its own. */
  private void checkSearch(int length) {
    Stream.of("TableName", "IndexName", "SearchVector", "TopK")
        .filter(name -> !given.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw validation("missing field `" + name + "` at line 1 column " + length);
            });
    long most = numbers.getOrDefault("TopK", 0L);
    if (most < 1 || most > MAX_TOP_K) {
      throw validation(
          "Provided TopK value '"
              + most
              + "' is out of valid range. The value must be between 1 and 100 inclusive");
    }
  }
}
