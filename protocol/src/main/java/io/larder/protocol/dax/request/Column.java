package io.larder.protocol.dax.request;

import io.larder.protocol.dax.cbor.CborReader;
import io.larder.protocol.dax.cbor.MalformedCbor;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a transaction, which has an element for each action or is null as a whole. Of more
 * actions than a transaction may have, which is refused anyway, one is kept.
 */
final class Column {
  private final List<@Nullable CborReader> elements = new ArrayList<>();
  private final boolean isAbsent;

  private Column(boolean isAbsent) {
    this.isAbsent = isAbsent;
  }

  static Column read(CborReader in) {
    var column = new Column(in.skipNull());
    if (!column.isAbsent) {
      for (int left = in.beginArray(); in.hasNext(left); left--) {
        column.add(in);
      }
    }
    return column;
  }

  private void add(CborReader in) {
    var element = new CborReader(in.array(), in.position(), in.limit());
    boolean isNull = in.skipNull();
    if (!isNull) {
      in.skip();
    }
    if (elements.size() <= ServiceQuotas.MAX_TRANSACTION_ACTIONS) {
      elements.add(isNull ? null : element);
    }
  }

  int size() {
    return elements.size();
  }

  /** Requires that there is an element for each of {@code actions}, unless all are absent. */
  Column requireSize(int actions) {
    if (!isAbsent && elements.size() != actions) {
      throw new MalformedCbor("an element for each action was expected");
    }
    return this;
  }

  /** A reader of that element; null if it is absent or null. */
  @Nullable CborReader at(int index) {
    return isAbsent ? null : elements.get(index);
  }

  /** That element, which must be a name. */
  String textAt(int index) {
    CborReader element = at(index);
    if (element == null) {
      throw new MalformedCbor("an action without a table");
    }
    return Arguments.text(element);
  }

  /** What is in that element, a byte string; null if it is absent or null. */
  @Nullable CborReader contentAt(int index) {
    CborReader element = at(index);
    return element == null ? null : element.readContent();
  }
}
