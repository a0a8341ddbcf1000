package io.larder.protocol.expression;

import io.larder.protocol.item.AttributeValue;
import java.util.function.Consumer;

/** One action of an update on one target. */
public sealed interface UpdateAction {
  DocumentPath target();

  /** The target, then what its value reads. */
  default void forEachPath(Consumer<DocumentPath> action) {
    action.accept(target());
    if (this instanceof Set(_, var value)) {
      value.forEachPath(action);
    }
  }

  /** Makes the target what {@code value} is in the item before the update. */
  record Set(DocumentPath target, SetValue value) implements UpdateAction {}

  /** Takes the target away, which need not be there. */
  record Remove(DocumentPath target) implements UpdateAction {}

  /** Adds to a number, to a set, or (in the legacy form only) to a list. */
  record Add(DocumentPath target, AttributeValue value) implements UpdateAction {}

  /** Takes members out of a set. */
  record Delete(DocumentPath target, AttributeValue value) implements UpdateAction {}
}
