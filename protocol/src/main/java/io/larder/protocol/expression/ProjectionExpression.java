package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of an item that a read returns. Two are equal if they name the same parts. */
public final class ProjectionExpression {
  private final List<DocumentPath> paths;
  private final ProjectionTree tree;
  private final Set<String> topLevelNames;
  private final Set<String> dereferencedNames;

  /** Takes ownership of the sets. */
  public ProjectionExpression(
      List<DocumentPath> paths, Set<String> topLevelNames, Set<String> dereferencedNames) {
    this.paths = List.copyOf(paths);
    this.tree = ProjectionTree.of(paths);
    this.topLevelNames = Collections.unmodifiableSet(topLevelNames);
    this.dereferencedNames = Collections.unmodifiableSet(dereferencedNames);
  }

  /** The legacy parameter AttributesToGet: whole top-level attributes. */
  public static ProjectionExpression ofAttributes(List<String> attributesToGet) {
    return new ProjectionExpression(
        attributesToGet.stream().map(DocumentPath::ofAttribute).toList(),
        new LinkedHashSet<>(attributesToGet),
        Set.of());
  }

  /** Those parts of {@code attributes} that the projection names; empty if it has none of them. */
  public Map<String, AttributeValue> project(Map<String, AttributeValue> attributes) {
    return tree.project(attributes);
  }

  /** The top-level attributes that the expression mentions, in its order. */
  public Set<String> topLevelNames() {
    return topLevelNames;
  }

  /**
   * Those of {@link #topLevelNames} that the expression reaches into, by {@code .} or {@code []}.
   */
  public Set<String> dereferencedNames() {
    return dereferencedNames;
  }

  /** The lengths of all names in it, in bytes, as {@link ConditionExpression#weight}. */
  public long weight(long limit) {
    var weight = new ExpressionWeight(limit);
    paths.forEach(weight::add);
    return weight.bytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProjectionExpression that && paths.equals(that.paths);
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
