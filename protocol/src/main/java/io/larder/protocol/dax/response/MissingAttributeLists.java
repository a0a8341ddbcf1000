package io.larder.protocol.dax.response;

import java.util.List;

/**
 * An answer cannot be written yet, because it needs lists of attribute names that have no number.
 * Once they have, it can be written from its beginning.
 */
public final class MissingAttributeLists extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<List<String>> lists;

  MissingAttributeLists(List<List<String>> lists) {
    super("attribute lists without a number", null, false, false);
    this.lists = List.copyOf(lists);
  }

  /** The lists that the answer needs, each once; at least one. */
  public List<List<String>> lists() {
    return lists;
  }
}
