package io.larder.protocol.expression;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The top-level attributes of the paths of one expression, in their order. */
final class MentionedNames {
  private final Set<String> topLevel = new LinkedHashSet<>();
  private final Set<String> dereferenced = new LinkedHashSet<>();

  void add(@Nullable DocumentPath path) {
    if (path != null) {
      topLevel.add(path.attribute());
      if (!path.isTopLevel()) {
        dereferenced.add(path.attribute());
      }
    }
  }

  Set<String> topLevel() {
    return Collections.unmodifiableSet(topLevel);
  }

  /** Those of them that a path goes on from. */
  Set<String> dereferenced() {
    return Collections.unmodifiableSet(dereferenced);
  }
}
