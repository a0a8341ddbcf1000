package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attribute lists in memory, numbered from 2, which are there when they have been added. */
public final class Lists implements AttributeLists {
  private final List<List<String>> lists = new ArrayList<>();

  /** The number of a list, new if need be. */
  public int add(List<String> names) {
    if (names.isEmpty()) {
      return EMPTY;
    }
    if (!lists.contains(names)) {
      lists.add(List.copyOf(names));
    }
    return idOf(names);
  }

  @Override
  public int idOf(List<String> names) {
    return names.isEmpty() ? EMPTY : lists.contains(names) ? lists.indexOf(names) + 2 : UNKNOWN;
  }

  @Override
  public @Nullable List<String> namesOf(int id) {
    return id == EMPTY ? List.of() : id > 1 && id < lists.size() + 2 ? lists.get(id - 2) : null;
  }
}
