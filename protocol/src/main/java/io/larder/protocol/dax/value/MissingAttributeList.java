package io.larder.protocol.dax.value;

import java.util.List;

/** The names of an item that have no number yet, without which it cannot be written. */
public final class MissingAttributeList extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> names;

  MissingAttributeList(List<String> names) {
    super("no number for " + names.size() + " names", null, false, false);
    this.names = names;
  }

  public List<String> names() {
    return names;
  }
}
