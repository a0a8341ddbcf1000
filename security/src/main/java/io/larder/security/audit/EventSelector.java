package io.larder.security.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls on items that are to be recorded: those of which all fields are as this says.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedEventSelector.html">
 *     AdvancedEventSelector</a>
 */
public record EventSelector(String name, List<FieldSelector> fields) {
  public EventSelector {
    fields = List.copyOf(fields);
  }

  /**
   * What a field must be, or must not.
   *
   * @param isNegated true if none of {@code values} must match
   */
  public record FieldSelector(
      Field field, Comparison comparison, boolean isNegated, List<String> values) {
    public FieldSelector {
      values = List.copyOf(values);
    }

    /** True if one of {@code actual} is as it must be, or nobody knows; if negated, if none is. */
    private boolean matches(@Nullable List<String> actual) {
      if (actual == null) {
        return true;
      }
      for (String one : actual) {
        for (String value : values) {
          if (comparison.holds(one, value)) {
            return !isNegated;
          }
        }
      }
      return isNegated;
    }
  }

  /** What can be selected by. */
  public enum Field {
    CATEGORY("eventCategory"),
    NAME("eventName"),
    READ_ONLY("readOnly"),
    RESOURCE_TYPE("resources.type"),
    RESOURCE("resources.ARN"),
    CALLER("userIdentity.arn");

    final String wireName;

    Field(String wireName) {
      this.wireName = wireName;
    }
  }

  /** How a field is compared. */
  public enum Comparison {
    EQUALS,
    STARTS_WITH,
    ENDS_WITH;

    boolean holds(String actual, String value) {
      return switch (this) {
        case EQUALS -> actual.equals(value);
        case STARTS_WITH -> actual.startsWith(value);
        case ENDS_WITH -> actual.endsWith(value);
      };
    }
  }

  /**
   * A call on items, as selectors look at it.
   *
   * @param resources ARNs of its tables; null if they are not known
   */
  record Candidate(
      String name, boolean isReadOnly, @Nullable List<String> resources, String caller) {
    static final String TABLE = "AWS::DynamoDB::Table";
    static final String STREAM = "AWS::DynamoDB::Stream";

    private @Nullable List<String> values(Field field) {
      return switch (field) {
        case CATEGORY -> List.of("Data");
        case NAME -> List.of(name);
        case READ_ONLY -> List.of(String.valueOf(isReadOnly));
        case RESOURCE_TYPE ->
            List.of(name.equals("GetRecords") || name.equals("GetShardIterator") ? STREAM : TABLE);
        case RESOURCE -> resources;
        case CALLER -> List.of(caller);
      };
    }
  }

  boolean matches(Candidate call) {
    for (FieldSelector field : fields) {
      if (!field.matches(call.values(field.field()))) {
        return false;
      }
    }
    return true;
  }
}
