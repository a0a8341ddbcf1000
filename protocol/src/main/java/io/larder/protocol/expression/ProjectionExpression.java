package io.larder.protocol.expression;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parts of an item that a read returns. Two are equal if they name the same parts. */
public final class ProjectionExpression {
  private final List<DocumentPath> paths;
  private final ProjectionTree tree;
  private final MentionedNames names;

  private ProjectionExpression(List<DocumentPath> paths, MentionedNames names) {
    this.paths = List.copyOf(paths);
    this.tree = ProjectionTree.of(paths);
    this.names = names;
  }

  /**
   * The projection to {@code paths}, after the same checks as a text has: names, list indexes,
   * depth, and that no path leads into another.
   *
   * @throws ServiceException Validation, for their first fault
   */
  public static ProjectionExpression of(List<DocumentPath> paths) {
    InvalidExpression.throwIf("ProjectionExpression", fault(paths));
    return ofChecked(paths);
  }

  private static @Nullable String fault(List<DocumentPath> paths) {
    String fault = paths.isEmpty() ? InvalidExpression.EMPTY : PathChecks.stepFault(paths);
    if (fault == null) {
      fault = PathChecks.depthFault(paths);
    }
    return fault == null ? PathChecks.faultTogether(paths) : fault;
  }

  /** The projection to paths that were checked while they were read. */
  public static ProjectionExpression ofChecked(List<DocumentPath> paths) {
    var names = new MentionedNames();
    paths.forEach(names::add);
    return new ProjectionExpression(paths, names);
  }

  /** The legacy parameter AttributesToGet: whole top-level attributes. */
  public static ProjectionExpression ofAttributes(List<String> attributesToGet) {
    return ofChecked(attributesToGet.stream().map(DocumentPath::ofAttribute).toList());
  }

  /**
   * The projection to all of each attribute that this one mentions, which still knows into which of
   * them this one reaches.
   */
  public ProjectionExpression toWholeAttributes() {
    return dereferencedNames().isEmpty()
        ? this
        : new ProjectionExpression(
            topLevelNames().stream().map(DocumentPath::ofAttribute).toList(), names);
  }

  /** What is projected, in the order of the expression. */
  public List<DocumentPath> paths() {
    return paths;
  }

  /** Those parts of {@code attributes} that the projection names; empty if it has none of them. */
  public Map<String, AttributeValue> project(Map<String, AttributeValue> attributes) {
    return tree.project(attributes);
  }

  /** The top-level attributes that the expression mentions, in its order. */
  public Set<String> topLevelNames() {
    return names.topLevel();
  }

  /**
   * Those of {@link #topLevelNames} that the expression reaches into, by {@code .} or {@code []}.
   */
  public Set<String> dereferencedNames() {
    return names.dereferenced();
  }

  /** The lengths of all names in it, in bytes, as {@link ConditionExpression#weight}. */
  public long weight(long limit) {
    var weight = new ExpressionWeight(limit);
    paths.forEach(weight::add);
    return weight.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProjectionExpression that
        && paths.equals(that.paths)
        && dereferencedNames().equals(that.dereferencedNames());
  }

  @Override
  public int hashCode() {
    return paths.hashCode();
  }

  @Override
  public String toString() {
    return paths.toString();
  }
}
