package io.larder.protocol.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paths of one expression that must not lead into each other. */
final class PathSet {
  private final Faults faults;
  private final Map<String, List<DocumentPath>> byAttribute = new HashMap<>();

  PathSet(Faults faults) {
    this.faults = faults;
  }

  void add(DocumentPath path) {
    List<DocumentPath> others =
        byAttribute.computeIfAbsent(path.attribute(), _ -> new ArrayList<>(1));
    for (DocumentPath other : others) {
      switch (other.relationTo(path)) {
        case APART -> {}
        case OVERLAP -> {
          report(Fault.OVERLAP, "overlap", other, path);
          return;
        }
        case CONFLICT -> report(Fault.CONFLICT, "conflict", other, path);
      }
    }
    others.add(path);
  }

  private void report(Fault fault, String verb, DocumentPath one, DocumentPath two) {
    faults.add(
        fault,
        "Two document paths "
            + verb
            + " with each other; must remove or rewrite one of these paths; path one: "
            + one
            + ", path two: "
            + two);
  }
}
