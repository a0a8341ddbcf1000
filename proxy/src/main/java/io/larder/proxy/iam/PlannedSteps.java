package io.larder.proxy.iam;

import io.larder.proxy.iam.Step.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Steps while they are planned. */
final class PlannedSteps {
  private final List<Step> steps = new ArrayList<>();

  void add(String text, Change change) {
    steps.add(new Step(text, change));
  }

  List<Step> all() {
    return steps;
  }

  /** From some names to others. */
  void changes(
      String what,
      @Nullable List<String> before,
      @Nullable List<String> wished,
      Function<String, Change> adding,
      Function<String, Change> removing) {
    Set<String> found = new TreeSet<>(ImportPlan.orEmpty(before));
    Set<String> all = new TreeSet<>(ImportPlan.orEmpty(wished));
    found.stream()
        .filter(each -> !all.contains(each))
        .forEach(each -> add("~ " + what + "- " + each, removing.apply(each)));
    all.stream()
        .filter(each -> !found.contains(each))
        .forEach(each -> add("~ " + what + "+ " + each, adding.apply(each)));
  }

  /** From some tags to others. */
  void tags(
      String what,
      @Nullable SortedMap<String, String> before,
      @Nullable SortedMap<String, String> wished,
      String kind,
      Supplier<Form> named) {
    Map<String, String> found = ImportPlan.orEmpty(before);
    Map<String, String> all = ImportPlan.orEmpty(wished);
    if (found.equals(all)) {
      return;
    }
    Set<String> gone = new TreeSet<>(found.keySet());
    gone.removeAll(all.keySet());
    Map<String, String> changed = new TreeMap<>(all);
    changed.entrySet().removeAll(found.entrySet());
    Change change = Change.none();
    if (!gone.isEmpty()) {
      change = change.then(Change.call("Untag" + kind, named.get().list("TagKeys", gone)));
    }
    if (!changed.isEmpty()) {
      change = change.then(Change.call("Tag" + kind, named.get().tags(changed)));
    }
    add("~ " + what + ": tags", change);
  }
}
