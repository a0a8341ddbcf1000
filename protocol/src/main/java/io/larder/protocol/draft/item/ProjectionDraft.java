package io.larder.protocol.draft.item;

import io.larder.protocol.draft.Constraint;
import io.larder.protocol.draft.Violations;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.ProjectionExpression;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.ItemSize;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two ways of a read to say which attributes it wants. A codec whose clients resolve
 * expressions themselves gives a tree in place of the text, and no placeholders.
 */
public final class ProjectionDraft {
  private static final int MAX_ATTRIBUTES = 255;

  public @Nullable String expression;
  public @Nullable List<DocumentPath> tree;
  public @Nullable List<String> attributesToGet;

  void checkShape(Violations violations) {
    checkShape("attributesToGet", violations);
  }

  void checkShape(String path, Violations violations) {
    if (attributesToGet == null) {
      return;
    }
    if (attributesToGet.isEmpty()) {
      violations.add("[]", path, Constraint.lengthAtLeast(1));
    } else if (attributesToGet.size() > MAX_ATTRIBUTES) {
      violations.add(attributesToGet.toString(), path, Constraint.lengthAtMost(MAX_ATTRIBUTES));
    }
  }

  void rejectEmptyName() {
    if (attributesToGet != null && attributesToGet.contains("")) {
      throw ServiceException.validation(Messages.EMPTY_NAME);
    }
  }

  /** Rejects attributes whose name is too long and such as are named twice. */
  void rejectNames() {
    if (attributesToGet == null) {
      return;
    }
    Set<String> seen = HashSet.newHashSet(attributesToGet.size());
    for (String attribute : attributesToGet) {
      if (ItemSize.isLongName(attribute)) {
        throw ServiceException.validation(Messages.LONG_NAME);
      }
      if (!seen.add(attribute)) {
        throw ServiceException.invalidParameter("Duplicate value in attribute name: " + attribute);
      }
    }
  }

  boolean hasExpression() {
    return expression != null || tree != null;
  }

  /** The projection, null if neither way was used. */
  @Nullable ProjectionExpression parse(ExpressionAttributes attributes) {
    return expression == null ? unparsed() : attributes.projection(expression);
  }

  /** As {@link #parse} for a request that has no other expression. */
  @Nullable ProjectionExpression parseAlone(Placeholders placeholders) {
    if (expression == null) {
      return unparsed();
    }
    ExpressionAttributes attributes = placeholders.toAttributes();
    ProjectionExpression projection = attributes.projection(expression);
    attributes.verifyAllUsed();
    return projection;
  }

  private @Nullable ProjectionExpression unparsed() {
    if (tree != null) {
      return ProjectionExpression.of(tree);
    }
    return attributesToGet == null ? null : ProjectionExpression.ofAttributes(attributesToGet);
  }
}
