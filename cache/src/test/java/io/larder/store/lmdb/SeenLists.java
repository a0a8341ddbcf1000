package io.larder.store.lmdb;

import io.larder.protocol.dax.AttributeLists;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers of attribute lists that anybody has seen, which stay what they are for ever. */
final class SeenLists {
  private final Map<List<String>, Integer> ids = new HashMap<>();

  /** Somebody was told this number; returns what is wrong with it, or null. */
  @Nullable String saw(List<String> names, int id) {
    Integer before = ids.putIfAbsent(names, id);
    return before == null || before == id
        ? null
        : "the list " + names + " had the number " + before + " and has " + id;
  }

  /** Looks all lists up that may be there; returns what is wrong, or null. */
  @Nullable String look(AttributeLists lists, List<List<String>> all) {
    for (List<String> names : all) {
      int id = lists.idOf(names);
      if (id == AttributeLists.UNKNOWN) {
        if (ids.containsKey(names)) {
          return "the list " + names + " has lost its number";
        }
      } else if (!names.equals(lists.namesOf(id))) {
        return "the number of " + names + " is that of " + lists.namesOf(id);
      } else {
        String fault = saw(names, id);
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }
}
