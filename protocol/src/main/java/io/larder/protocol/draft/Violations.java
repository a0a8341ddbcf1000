package io.larder.protocol.draft;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The constraints that the shape of one request breaks, reported together as <code>
 * N validation errors detected: …; …</code>. Costs nothing while there are none.
 */
public final class Violations {
  private static final int MAX_REPORTED = 10;

  private final int most;
  private @Nullable List<String> messages;

  /** Reports as many as the service ever does. */
  public Violations() {
    this(MAX_REPORTED);
  }

  private Violations(int most) {
    this.most = most;
  }

  /** Reports only the first. */
  public static Violations first() {
    return new Violations(1);
  }

  /** The message of a single violation as the service wraps it. */
  public static String enveloped(String message) {
    return "1 validation error detected: " + message;
  }

  public void add(String message) {
    if (messages == null) {
      messages = new ArrayList<>(4);
    }
    if (messages.size() < most) {
      messages.add(message);
    }
  }

  /** Adds the violation of {@code constraint} by the value at {@code path}. */
  public void add(String value, String path, String constraint) {
    add("Value '" + value + "' at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  /** Adds a violation in the newer wording, which does not repeat the value. */
  public void addWithoutValue(String path, String constraint) {
    add("Value at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  public void addNull(String path) {
    add("Value null at '" + path + "' failed to satisfy constraint: Member must not be null");
  }

  public void required(@Nullable Object value, String path) {
    if (value == null) {
      addNull(path);
    }
  }

  public void atLeast(long value, long minimum, String path) {
    if (value < minimum) {
      add(Long.toString(value), path, "Member must have value greater than or equal to " + minimum);
    }
  }

  public void atMost(long value, long maximum, String path) {
    if (value > maximum) {
      add(Long.toString(value), path, "Member must have value less than or equal to " + maximum);
    }
  }

  /** Adds a violation if {@code value} is given and is no element of {@code set}. */
  public void memberOf(EnumText<?> set, @Nullable String value, String path) {
    if (value != null && !set.contains(value)) {
      add(value, path, set.constraint());
    }
  }

  public boolean isEmpty() {
    return messages == null;
  }

  /** Throws the first violation, if there is one, without the introduction. */
  public void throwFirstAlone() {
    if (messages != null) {
      throw ServiceException.validation(messages.getFirst());
    }
  }

  /** Throws all violations as one error, if there are any. */
  public void throwIfAny() {
    if (messages != null) {
      throw new ServiceException(new ServiceError.ValidationErrors(messages));
    }
  }
}
