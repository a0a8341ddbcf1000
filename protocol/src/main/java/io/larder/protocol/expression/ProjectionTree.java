package io.larder.protocol.expression;

import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.AttributeValue.ListOf;
import io.larder.protocol.item.AttributeValue.MapOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a set of document paths leaves of an item. Members keep the order of the paths; the elements
 * of a list come in its own order and close up.
 */
final class ProjectionTree {
  private final Map<String, ProjectionTree> members = new LinkedHashMap<>(4);
  private final TreeMap<Long, ProjectionTree> elements = new TreeMap<>();

  static ProjectionTree of(List<DocumentPath> paths) {
    var root = new ProjectionTree();
    for (DocumentPath path : paths) {
      ProjectionTree node = root.member(path.attribute());
      for (Step step : path.steps()) {
        node =
            switch (step) {
              case Member(var name) -> node.member(name);
              case Element(var index) ->
                  node.elements.computeIfAbsent(index, _ -> new ProjectionTree());
            };
      }
    }
    return root;
  }

  private ProjectionTree member(String name) {
    return members.computeIfAbsent(name, _ -> new ProjectionTree());
  }

  private boolean isWhole() {
    return members.isEmpty() && elements.isEmpty();
  }

  /** The projected members of a map, which may be none. */
  Map<String, AttributeValue> project(Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> result = new LinkedHashMap<>();
    for (Map.Entry<String, ProjectionTree> member : members.entrySet()) {
      AttributeValue value = member.getValue().project(attributes.get(member.getKey()));
      if (value != null) {
        result.put(member.getKey(), value);
      }
    }
    return result;
  }

  private @Nullable AttributeValue project(@Nullable AttributeValue value) {
    if (value == null || isWhole()) {
      return value;
    }
    if (value instanceof MapOf(var all) && !members.isEmpty()) {
      Map<String, AttributeValue> some = project(all);
      return some.isEmpty() ? null : new MapOf(some);
    }
    if (value instanceof ListOf(var all)) {
      List<AttributeValue> some = projectElements(all);
      return some.isEmpty() ? null : new ListOf(some);
    }
    return null;
  }

  private List<AttributeValue> projectElements(List<AttributeValue> all) {
    List<AttributeValue> some = new ArrayList<>();
    for (Map.Entry<Long, ProjectionTree> element : elements.headMap((long) all.size()).entrySet()) {
      AttributeValue value = element.getValue().project(all.get(element.getKey().intValue()));
      if (value != null) {
        some.add(value);
      }
    }
    return some;
  }
}
