package io.larder.protocol.json;

import io.larder.protocol.draft.Violations;
import io.larder.protocol.draft.item.ValueProblem;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two ways of a read to say which attributes it wants. */
final class ProjectionParameters {
  private static final int MAX_ATTRIBUTES = 255;

  @Nullable String expression;
  @Nullable List<String> attributesToGet;

  /** Reads the current member if it is one of these; false if the reader still stands at it. */
  boolean read(RequestReader in) {
    switch (in.memberName()) {
      case "ProjectionExpression" -> expression = in.string();
      case "AttributesToGet" -> attributesToGet = in.strings();
      default -> {
        return false;
      }
    }
    return true;
  }

  void checkShape(Violations violations) {
    checkShape("attributesToGet", violations);
  }

  void checkShape(String path, Violations violations) {
    if (attributesToGet == null) {
      return;
    }
    if (attributesToGet.isEmpty()) {
      violations.add("[]", path, "Member must have length greater than or equal to 1");
    } else if (attributesToGet.size() > MAX_ATTRIBUTES) {
      violations.add(
          attributesToGet.toString(),
          path,
          "Member must have length less than or equal to " + MAX_ATTRIBUTES);
    }
  }

  void rejectEmptyName() {
    if (attributesToGet != null && attributesToGet.contains("")) {
      throw ServiceException.validation(ValueProblem.EMPTY_NAME);
    }
  }

  /** Rejects attributes whose name is too long and such as are named twice. */
  void rejectNames() {
    if (attributesToGet == null) {
      return;
    }
    Set<String> seen = HashSet.newHashSet(attributesToGet.size());
    for (String attribute : attributesToGet) {
      if (ValueProblem.isLong(attribute)) {
        throw ServiceException.validation(ValueProblem.LONG_NAME);
      }
      if (!seen.add(attribute)) {
        throw ServiceException.invalidParameter("Duplicate value in attribute name: " + attribute);
      }
    }
  }

  /** The projection, null if neither way was used. */
  @Nullable ProjectionExpression parse(ExpressionAttributes attributes) {
    if (expression != null) {
      return attributes.projection(expression);
    }
    return attributesToGet == null ? null : ProjectionExpression.ofAttributes(attributesToGet);
  }

  /** As {@link #parse} for a request that has no other expression. */
  @Nullable ProjectionExpression parseAlone(ExpressionMembers members) {
    if (expression == null) {
      return attributesToGet == null ? null : ProjectionExpression.ofAttributes(attributesToGet);
    }
    ExpressionAttributes attributes = members.toAttributes();
    ProjectionExpression projection = attributes.projection(expression);
    attributes.verifyAllUsed();
    return projection;
  }
}
