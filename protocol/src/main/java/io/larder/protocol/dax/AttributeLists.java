package io.larder.protocol.dax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of attribute names and the numbers that stand for them, which clients keep for as long as
 * they live: a number never changes its meaning. Called on event loops: never blocks.
 */
public interface AttributeLists {
  /** The number of the empty list, which clients use without asking. */
  int EMPTY = 1;

  /** Returned for a list that has no number yet. */
  int UNKNOWN = 0;

  /** The number of this list, in this order; {@link #UNKNOWN} if it has none yet. */
  int idOf(List<String> names);

  /** The list of that number, which is not {@link #EMPTY}; null if there is none. */
  @Nullable List<String> namesOf(int id);

  /** The list of any number, {@link #EMPTY} too; null if there is none. */
  default @Nullable List<String> list(int id) {
    return id == EMPTY ? List.of() : namesOf(id);
  }
}
